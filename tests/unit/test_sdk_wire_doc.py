"""docs/wire.md is implementable: its test vectors are valid, and its rules are sufficient."""

import base64
import hmac
import json
import re
import zlib
from dataclasses import fields
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from liandong import (
    BATCH_CONTENT_TYPE,
    Envelope,
    KeyRing,
    OpeningKeys,
    Signer,
    TrustedKey,
    decode,
    unseal,
)
from liandong.amqp.topology import inbox_topology
from liandong.keys.seal_crypto import encrypt
from liandong.keys.trust_list import new_entry
from liandong.messages.bundle import OutgoingEvent, make_bundles
from liandong.messages.claim_check import claim_in, claim_of, with_content
from liandong.messages.request_signature import authorization
from liandong.messages.sealing import binding_of
from liandong.messages.verify import key_id_of

PAGE = (Path(__file__).parents[2] / "docs/wire.md").read_text()


@pytest.fixture
def vector():
    return vectors()[0]


@pytest.fixture
def sealed():
    return vectors()[1]


def vectors():
    return [json.loads(block) for block in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)]


@pytest.fixture
def signer(vector):
    private_key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(vector["private_key"]))
    return Signer(key_id_of("environment", private_key.public_key()), private_key)


def test_we_sign_the_vector_as_the_page_says(vector, signer):
    bodies = [body.encode() for body in vector["bodies"]]

    headers = signer.headers_of(bodies)

    assert signer.key_id == vector["key_id"]
    assert [sent["liandong-proof"].hex() for sent in headers] == vector["proofs"]
    assert {sent["liandong-signature"].hex() for sent in headers} == {vector["signature"]}
    assert signer.headers(bodies[0]) == {
        "liandong-key-id": vector["key_id"],
        "liandong-signature": bytes.fromhex(vector["plain_signature_of_first"]),
    }


def test_we_believe_the_vector(vector):
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(vector["public_key"]))
    ring = KeyRing(
        [TrustedKey(vector["key_id"], "environment", key, datetime(2026, 10, 1, tzinfo=UTC))]
    )
    signature = bytes.fromhex(vector["signature"])

    for body, proof in zip(vector["bodies"], vector["proofs"], strict=True):
        ring.authenticate(vector["key_id"], body.encode(), signature, bytes.fromhex(proof))


def test_somebody_who_knows_only_the_page_verifies_the_vector(vector):
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(vector["public_key"]))

    for body, proof in zip(vector["bodies"], vector["proofs"], strict=True):
        count, root = by_the_page(body.encode(), bytes.fromhex(proof))
        said = b"liandong-batch-v1" + b"\x00" + count.to_bytes(2, "big") + root

        assert root.hex() == vector["root"]
        assert said.hex() == vector["statement"]
        key.verify(bytes.fromhex(vector["signature"]), said)


def test_somebody_who_knows_only_the_page_takes_a_bundle_apart_and_verifies_it(vector, signer):
    events = [
        OutgoingEvent("plot.listed.v1", "140728-0007", text.encode()) for text in vector["bodies"]
    ]
    [(message, _)] = make_bundles("environment.events", events, signer)

    body, said_to_be = message.body, int(message.headers["liandong-bundle"])
    assert body[:1] == b"["
    assert body[-1:] == b"]"
    bodies = body[1:-1].split(b",\n")
    assert len(bodies) == said_to_be

    assert bodies == [text.encode() for text in vector["bodies"]]
    assert message.headers["liandong-signature"].hex() == vector["signature"]
    assert message.subject == f"slot-{zlib.crc32(b'140728-0007') % 64}"


def by_the_page(body, proof):
    """Compute the root with the lines of the page."""
    index, count = int.from_bytes(proof[:2], "big"), int.from_bytes(proof[2:4], "big")
    siblings = [proof[start : start + 32] for start in range(4, len(proof), 32)]
    found, last = sha256(b"\x00" + body).digest(), count - 1
    while last > 0:
        if index % 2:
            found = sha256(b"\x01" + siblings.pop(0) + found).digest()
        elif index < last:
            found = sha256(b"\x01" + found + siblings.pop(0)).digest()
        index, last = index // 2, last // 2
    assert not siblings
    return count, found


def test_we_open_and_seal_the_vector_as_the_page_says(sealed):
    private_key = X25519PrivateKey.from_private_bytes(bytes.fromhex(sealed["private_key"]))
    event = Envelope(
        **{name: sealed[name] for name in ("id", "source", "type", "subject", "data")},
        time=datetime(2026, 10, 8, tzinfo=UTC),
        dataschema="urn:liandong:contract:casework.case.referred.v1",
        sequence=1,
        correlationid="c",
        causationid=None,
        actor="clerk-1",
        classification="restricted",
    )

    opened = unseal(event, OpeningKeys([private_key], "procuratorate"))
    again = encrypt(bytes.fromhex(sealed["secret"]), sealed["content"].encode(), binding_of(event))

    assert opened.data == json.loads(sealed["content"])
    assert [base64.b64encode(part).decode() for part in again] == [
        sealed["data"]["sealed"]["content"],
        sealed["data"]["sealed"]["commitment"],
    ]
    assert list(sealed["data"]["sealed"]["keys"]) == [sealed["key_id"]]
    raw = private_key.public_key().public_bytes_raw()
    assert base64.b64encode(raw).decode() == sealed["public_key"]


def test_somebody_who_knows_only_the_page_and_rfc_9180_opens_the_vector(sealed):
    told = {
        field: base64.b64decode(sealed["data"]["sealed"][field])
        for field in ("content", "commitment")
    }
    wrapped = base64.b64decode(sealed["data"]["sealed"]["keys"][sealed["key_id"]])
    private_key = X25519PrivateKey.from_private_bytes(bytes.fromhex(sealed["private_key"]))
    parts = ("liandong-seal-v1", *(sealed[name] for name in ("id", "type", "source", "subject")))
    binding = "\n".join(parts).encode()

    secret = unwrapped(wrapped, private_key, binding)
    derived = HKDF(hashes.SHA256(), 64, None, b"liandong-seal-v1").derive(secret)

    assert secret.hex() == sealed["secret"]
    assert derived[32:] == told["commitment"]
    content = ChaCha20Poly1305(derived[:32]).decrypt(bytes(12), told["content"], binding)
    assert content.decode() == sealed["content"]


def unwrapped(wrapped, private_key, info):
    """RFC 9180, sections 4.1 and 5.1, implemented from the page with HMAC and X25519 only."""
    kem, suite = b"KEM\x00\x20", b"HPKE\x00\x20\x00\x01\x00\x03"
    enc, ciphertext = wrapped[:32], wrapped[32:]
    shared = private_key.exchange(X25519PublicKey.from_public_bytes(enc))
    both = enc + private_key.public_key().public_bytes_raw()
    prk = extracted(kem, b"", b"eae_prk", shared)
    secret = expanded(kem, prk, b"shared_secret", both, 32)
    context = b"\x00" + extracted(suite, b"", b"psk_id_hash", b"")
    context += extracted(suite, b"", b"info_hash", info)
    prk = extracted(suite, secret, b"secret", b"")
    key = expanded(suite, prk, b"key", context, 32)
    nonce = expanded(suite, prk, b"base_nonce", context, 12)
    return ChaCha20Poly1305(key).decrypt(nonce, ciphertext, b"")


def extracted(suite, salt, label, told):
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + told, "sha256")


def expanded(suite, prk, label, told, size):
    info = size.to_bytes(2, "big") + b"HPKE-v1" + suite + label + told
    return hmac.digest(prk, info + b"\x01", "sha256")[:size]


def test_the_page_names_every_attribute_of_the_envelope():
    assert [field.name for field in fields(Envelope) if f"| `{field.name}` |" not in PAGE] == []


def test_the_page_names_every_field_of_the_trust_list(signer):
    entry = new_entry(signer, "environment", datetime(2026, 10, 1, tzinfo=UTC))

    for field in (*entry, "revoked_at", "revoked_why"):
        assert f"`{field}`" in PAGE


@pytest.fixture
def whole_bundle():
    return vectors()[2]


@pytest.fixture
def fetched():
    return vectors()[3]


def test_we_send_the_bundle_of_the_page(whole_bundle, signer):
    bodies = whole_bundle["body"][1:-1].encode().split(b",\n")
    events = [
        OutgoingEvent(whole_bundle["routing_key"], decode(body).subject, body) for body in bodies
    ]

    [(message, _)] = make_bundles(whole_bundle["exchange"], events, signer)

    told = {
        name: value.hex() if isinstance(value, bytes) else value
        for name, value in message.headers.items()
    }
    assert message.body == whole_bundle["body"].encode()
    assert {"subject": message.subject, **told} == whole_bundle["headers"]
    assert whole_bundle["content_type"] == BATCH_CONTENT_TYPE


def test_somebody_who_knows_only_the_page_reads_the_bundle(whole_bundle, vector):
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(vector["public_key"]))
    headers, bodies = whole_bundle["headers"], whole_bundle["body"].encode()[1:-1].split(b",\n")

    assert len(bodies) == int(headers["liandong-bundle"])
    for body, proof in zip(bodies, whole_bundle["proofs"], strict=True):
        count, root = by_the_page(body, bytes.fromhex(proof))
        said = b"liandong-batch-v1" + b"\x00" + count.to_bytes(2, "big") + root
        key.verify(bytes.fromhex(headers["liandong-signature"]), said)
    subject = json.loads(bodies[0])["subject"].encode()
    assert headers["subject"] == f"slot-{zlib.crc32(subject) % 64}"


def test_the_fetched_content_of_the_page_is_that_of_its_event(fetched, signer):
    event, content = decode(fetched["body"].encode()), fetched["content"].encode()
    asker = Signer(fetched["asker_key_id"], signer.private_key)
    at = datetime.fromisoformat(fetched["authorization"].split(" ")[1].split(":", 1)[1][:20])

    assert claim_in(event) == claim_of(content)
    assert signer.sign(fetched["body"].encode()).hex() == fetched["plain_signature"]
    assert with_content(event, content).data["plot_code"] == event.subject
    assert (
        authorization(claim_of(content).digest, "environment", asker, at)
        == fetched["authorization"]
    )


def test_the_page_tells_what_an_inbox_is_made_of():
    topology = inbox_topology("me", [("they", "plot.listed.v1")])

    for queue in topology.queues:
        for name, value in queue.arguments.items():
            if queue.name.startswith("me"):
                told = str(value).lower() if isinstance(value, bool) else str(value)
                assert f"`{name}: {told.replace('me.', '<me>.')}`" in PAGE
    assert "`hash-header: subject`" in PAGE
    assert "`alternate-exchange: unheard`" in PAGE
