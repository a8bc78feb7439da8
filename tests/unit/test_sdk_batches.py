"""A batch under one signature: each message verifies alone, and only as it was signed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from liandong import BadSignature, Envelope, KeyRing, Signer, TrustedKey, encode, open_message
from liandong.keys.merkle import STATEMENT, statement, tree

OCTOBER = datetime(2026, 10, 1, tzinfo=UTC)
LISTING = Envelope(
    id="01a20a99-0aaf-7158-99bd-fa8d3e83aff9",
    source="//140700.liandong.cn/environment",
    type="cn.liandong.environment.plot.registered.v1",
    subject="140728-0007",
    time=OCTOBER + timedelta(days=7),
    dataschema="https://liandong.cn/contracts/environment/plot.registered.v1.json",
    data={"county": "祁县"},
    sequence=1,
    correlationid="01a20a99-0aaf-7158-99bd-fa8d3e83aff0",
    causationid=None,
    actor="clerk:环境-017",
    classification="public",
)
EVENTS = [replace(LISTING, sequence=number) for number in range(1, 12)]
BODIES = [encode(event) for event in EVENTS]


def make_signer(name="environment"):
    return Signer(f"{name}-1", Ed25519PrivateKey.generate())


def trusted(signer, **changed):
    key = TrustedKey(signer.key_id, "environment", signer.private_key.public_key(), OCTOBER)
    return replace(key, **changed)


@pytest.fixture
def signer():
    return make_signer()


@pytest.fixture
def ring(signer):
    return KeyRing([trusted(signer)])


def test_each_message_of_a_batch_is_opened_alone_and_in_any_order(signer, ring):
    headers = signer.headers_of(BODIES)

    for number in (5, 0, 10, 5, 9, 1):
        alone = KeyRing([trusted(signer)])
        assert open_message(BODIES[number], headers[number], alone) == EVENTS[number]
        assert open_message(BODIES[number], headers[number], ring) == EVENTS[number]


@pytest.mark.parametrize(("count", "signatures"), [(0, 0), (1, 1), (2, 1), (1024, 1), (1025, 2)])
def test_one_signature_serves_up_to_1024_messages(signer, ring, count, signatures):
    bodies = [f"{number}".encode() for number in range(count)]

    headers = signer.headers_of(bodies)

    assert len(headers) == count
    assert len({sent["liandong-signature"] for sent in headers}) == signatures
    for body, sent in zip(bodies, headers, strict=True):
        ring.authenticate("environment-1", body, sent["liandong-signature"], sent["liandong-proof"])


def test_a_proof_that_came_as_a_text_is_read_as_its_bytes(signer, ring):
    """An AMQP long string whose bytes happen to be UTF-8 arrives as text."""
    [headers] = signer.headers_of([BODIES[0]])
    text = headers["liandong-proof"].decode()

    assert open_message(BODIES[0], {**headers, "liandong-proof": text}, ring) == EVENTS[0]


def test_what_is_wrong_is_refused_before_and_after_its_batch_is_known(signer, ring):
    headers = signer.headers_of(BODIES)
    stranger = make_signer().headers_of(BODIES)
    wrong = [
        (BODIES[1], headers[0]),
        (BODIES[0] + b" ", headers[0]),
        (BODIES[0], {**headers[0], "liandong-proof": headers[1]["liandong-proof"]}),
        (BODIES[0], {**headers[0], "liandong-proof": headers[0]["liandong-proof"][:-32]}),
        (BODIES[0], {**headers[0], "liandong-proof": b""}),
        (BODIES[0], {**headers[0], "liandong-proof": 7}),
        (BODIES[0], {**headers[0], "liandong-proof": None}),
        (BODIES[0], {**headers[0], "liandong-signature": stranger[0]["liandong-signature"]}),
        (BODIES[0], {name: headers[0][name] for name in ("liandong-key-id", "liandong-signature")}),
        (BODIES[0], stranger[0]),
    ]

    for _ in range(2):
        for body, sent in wrong:
            with pytest.raises(BadSignature):
                open_message(body, sent, ring)
        for number, event in enumerate(EVENTS):
            assert open_message(BODIES[number], headers[number], ring) == event


def test_a_batch_of_one_key_is_not_believed_from_another(signer):
    other = make_signer("agriculture")
    ring = KeyRing([trusted(signer), trusted(other, department="agriculture")])
    headers = signer.headers_of(BODIES)
    open_message(BODIES[0], headers[0], ring)

    with pytest.raises(BadSignature, match="wrong signature for key agriculture-1"):
        open_message(BODIES[0], {**headers[0], "liandong-key-id": "agriculture-1"}, ring)


def test_the_number_of_leaves_is_signed_too(signer, ring):
    """Otherwise two and three leaves could share a root hash."""
    [first, _] = signer.headers_of([b"a", b"b"])
    forged = b"\x00\x00\x00\x01" + first["liandong-proof"][4:]

    with pytest.raises(BadSignature):
        ring.authenticate("environment-1", b"a", first["liandong-signature"], forged)


def test_the_statement_of_a_batch_is_no_message(signer, ring):
    root, _ = tree(BODIES)
    said = statement(root, len(BODIES))

    with pytest.raises(BadSignature, match="statement of a batch"):
        open_message(said, signer.headers(said), ring)
    assert said.startswith(STATEMENT)


def test_a_signature_over_one_body_does_not_serve_as_one_over_a_batch(signer, ring):
    [batch] = signer.headers_of([BODIES[0]])
    alone = signer.headers(BODIES[0])

    with pytest.raises(BadSignature):
        open_message(BODIES[0], {**batch, **alone}, ring)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        (None, "unknown key"),
        ({"revoked_at": OCTOBER, "revoked_why": "电脑被盗"}, "was revoked at 2026-10-01.*电脑被盗"),
        ({"public_key": Ed25519PrivateKey.generate().public_key()}, "wrong signature"),
    ],
)
def test_a_key_that_is_taken_back_takes_what_it_signed_with_it(signer, ring, changed, reason):
    headers = signer.headers_of(BODIES)
    for body, sent in zip(BODIES, headers, strict=True):
        open_message(body, sent, ring)

    ring.replace([] if changed is None else [trusted(signer, **changed)])

    for body, sent in zip(BODIES, headers, strict=True):
        with pytest.raises(BadSignature, match=reason):
            open_message(body, sent, ring)


def test_batches_without_end_do_not_fill_the_memory(signer, ring):
    """The cache is bounded; evicted entries are verified again."""
    batches = [
        signer.headers_of([body, b"x"]) for body in [b"%d" % number for number in range(300)]
    ]
    for number, [first, _] in enumerate(batches):
        ring.authenticate("environment-1", b"%d" % number, *signature_and_proof(first))

    kept = ring.find("environment-1").remembered

    assert kept == 64
    ring.authenticate("environment-1", b"0", *signature_and_proof(batches[0][0]))
    with pytest.raises(BadSignature):
        ring.authenticate("environment-1", b"1", *signature_and_proof(batches[0][0]))


def signature_and_proof(headers):
    return headers["liandong-signature"], headers["liandong-proof"]
