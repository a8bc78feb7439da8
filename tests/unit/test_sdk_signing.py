"""Signatures: the signer, its authority, and the integrity of the bytes."""

import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from liandong import (
    BadKeyFile,
    BadSignature,
    Envelope,
    KeyRing,
    Malformed,
    Signer,
    TrustedKey,
    encode,
    load_key_ring,
    load_signer,
    make_keys,
    open_message,
)

OCTOBER = datetime(2026, 10, 1, tzinfo=UTC)
REFERRAL = Envelope(
    id="01a20a99-0aaf-7158-99bd-fa8d3e83aff9",
    source="//140700.liandong.cn/environment",
    type="cn.liandong.environment.case.referred.v1",
    subject="晋环移〔2026〕7号",
    time=OCTOBER + timedelta(days=7),
    dataschema="https://liandong.cn/contracts/environment/case.referred.v1.json",
    data={"county": "祁县"},
    sequence=1,
    correlationid="01a20a99-0aaf-7158-99bd-fa8d3e83aff0",
    causationid=None,
    actor="clerk:环境-017",
    classification="internal",
)


@pytest.fixture
def signer() -> Signer:
    return Signer("environment-1", Ed25519PrivateKey.generate())


def ring_of(signer: Signer, **changed) -> KeyRing:
    key = TrustedKey("environment-1", "environment", signer.private_key.public_key(), OCTOBER)
    return KeyRing([replace(key, **changed)])


def test_a_signed_message_is_opened(signer):
    body = encode(REFERRAL)

    assert open_message(body, signer.headers(body), ring_of(signer)) == REFERRAL


def test_one_changed_byte_is_noticed(signer):
    body = encode(REFERRAL)

    with pytest.raises(BadSignature, match="wrong signature"):
        open_message(
            body.replace("祁县".encode(), "平遥".encode()), signer.headers(body), ring_of(signer)
        )


def test_a_signature_is_checked_before_the_body_is_parsed(signer):
    with pytest.raises(BadSignature):
        open_message(b"not JSON", signer.headers(b"other bytes"), ring_of(signer))

    with pytest.raises(Malformed):
        open_message(b"not JSON", signer.headers(b"not JSON"), ring_of(signer))


def test_a_stranger_is_not_believed(signer):
    body = encode(REFERRAL)

    with pytest.raises(BadSignature, match="unknown key environment-1"):
        open_message(body, signer.headers(body), KeyRing([]))


def test_nobody_speaks_for_another_department(signer):
    body = encode(REFERRAL)

    with pytest.raises(BadSignature, match="belongs to agriculture, not to environment"):
        open_message(body, signer.headers(body), ring_of(signer, department="agriculture"))


@pytest.mark.parametrize(
    ("valid_from", "valid_until", "believed"),
    [
        (0, None, True),
        (7, None, True),
        (8, None, False),
        (0, 8, True),
        (0, 7, False),
    ],
)
def test_a_key_counts_while_it_is_valid_at_the_time_of_the_event(
    signer, valid_from, valid_until, believed
):
    body = encode(REFERRAL)
    ring = ring_of(
        signer,
        valid_from=OCTOBER + timedelta(days=valid_from),
        valid_until=None if valid_until is None else OCTOBER + timedelta(days=valid_until),
    )

    if believed:
        assert open_message(body, signer.headers(body), ring) == REFERRAL
    else:
        with pytest.raises(BadSignature, match="was not valid at 2026-10-08"):
            open_message(body, signer.headers(body), ring)


@pytest.mark.parametrize(
    "headers",
    [
        None,
        {},
        {"liandong-key-id": "environment-1"},
        {"liandong-signature": b"x"},
        {"liandong-key-id": b"environment-1", "liandong-signature": b"x"},
        {"liandong-key-id": "environment-1", "liandong-signature": 5},
        {"liandong-key-id": "environment-1", "liandong-signature": b""},
        {"liandong-key-id": "environment-1", "liandong-signature": b"x" * 64},
    ],
)
def test_missing_or_broken_headers_are_a_bad_signature(signer, headers):
    with pytest.raises(BadSignature):
        open_message(encode(REFERRAL), headers, ring_of(signer))


def test_verify_answers_for_one_department_at_one_time(signer):
    ring = ring_of(signer)

    ring.verify("environment-1", "environment", b"x", signer.sign(b"x"), OCTOBER)
    with pytest.raises(BadSignature):
        ring.verify("environment-1", "agriculture", b"x", signer.sign(b"x"), OCTOBER)


def test_keys_are_made_once_and_trusted_by_all(tmp_path):
    assert make_keys(tmp_path, ["environment"], OCTOBER) == ["environment"]
    before = (tmp_path / "environment.key.pem").read_bytes()
    assert make_keys(tmp_path, ["environment", "agriculture"], OCTOBER) == ["agriculture"]

    signer = load_signer(tmp_path / "environment.key.pem")
    body = encode(REFERRAL)
    ring = load_key_ring(tmp_path / "trust.json")

    assert (tmp_path / "environment.key.pem").read_bytes() == before
    assert len(ring) == 2
    assert open_message(body, signer.headers(body), ring) == REFERRAL


def test_private_keys_are_for_their_owner_only(tmp_path):
    make_keys(tmp_path, ["environment"], OCTOBER)

    mode = stat.S_IMODE((tmp_path / "environment.key.pem").stat().st_mode)

    assert mode == 0o600


def test_a_key_that_is_not_listed_yet_is_listed(tmp_path):
    make_keys(tmp_path, ["environment"], OCTOBER)
    (tmp_path / "trust.json").write_text("[]")

    assert make_keys(tmp_path, ["environment"], OCTOBER) == []
    assert len(load_key_ring(tmp_path / "trust.json")) == 1


def test_an_old_key_stays_trusted_beside_the_new_one(tmp_path):
    make_keys(tmp_path, ["environment"], OCTOBER)
    old = load_signer(tmp_path / "environment.key.pem")
    (tmp_path / "environment.key.pem").unlink()

    make_keys(tmp_path, ["environment"], OCTOBER)

    ring = load_key_ring(tmp_path / "trust.json")
    body = encode(REFERRAL)
    new = load_signer(tmp_path / "environment.key.pem")
    assert new.key_id != old.key_id
    assert open_message(body, old.headers(body), ring) == REFERRAL
    assert open_message(body, new.headers(body), ring) == REFERRAL


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[1]",
        b'[{"key_id": "environment-1"}]',
        orjson.dumps(
            [
                {
                    "key_id": "environment-1",
                    "department": "environment",
                    "public_key": "AAAA",
                    "valid_from": "2026-10-01T00:00:00Z",
                }
            ]
        ),
    ],
)
def test_a_broken_trust_list_is_named(tmp_path, content):
    path = tmp_path / "trust.json"
    path.write_bytes(content)

    with pytest.raises(BadKeyFile, match=r"trust\.json"):
        load_key_ring(path)


def test_a_missing_or_broken_private_key_is_named(tmp_path):
    with pytest.raises(BadKeyFile, match=r"environment\.key\.pem"):
        load_signer(tmp_path / "environment.key.pem")


def test_a_key_listed_twice_is_refused(signer):
    key = TrustedKey("environment-1", "environment", signer.private_key.public_key(), OCTOBER)

    with pytest.raises(BadKeyFile, match="environment-1"):
        KeyRing([key, key])
