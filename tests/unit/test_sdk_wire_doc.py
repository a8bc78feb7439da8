"""What docs/wire.md says can be followed: its vector is ours, and its rules are enough."""

import base64
import json
import re
from dataclasses import fields
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from liandong import Envelope, KeyRing, Signer, TrustedKey
from liandong.signing import key_id_of
from liandong.trustfile import new_entry

PAGE = (Path(__file__).parents[2] / "docs/wire.md").read_text()


@pytest.fixture
def vector():
    [block] = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    return json.loads(block)


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


def by_the_page(body, proof):
    """The page's own lines."""
    index, count = int.from_bytes(proof[:2], "big"), int.from_bytes(proof[2:4], "big")
    siblings = [proof[at : at + 32] for at in range(4, len(proof), 32)]
    found, last = sha256(b"\x00" + body).digest(), count - 1
    while last > 0:
        if index % 2:
            found = sha256(b"\x01" + siblings.pop(0) + found).digest()
        elif index < last:
            found = sha256(b"\x01" + found + siblings.pop(0)).digest()
        index, last = index // 2, last // 2
    assert not siblings
    return count, found


def test_the_page_names_every_attribute_of_the_envelope():
    assert [at.name for at in fields(Envelope) if f"| `{at.name}` |" not in PAGE] == []


def test_the_page_names_every_field_of_the_trust_list(signer):
    entry = new_entry(signer, "environment", datetime(2026, 10, 1, tzinfo=UTC))

    for field in (*entry, "revoked_at", "revoked_why"):
        assert f"`{field}`" in PAGE
