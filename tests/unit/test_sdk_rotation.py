"""Key rotation under load: no valid message is refused, no revoked key is accepted."""

import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from key_given import Clock

from liandong import (
    BadKeyFile,
    BadSignature,
    Envelope,
    SigningKey,
    TrustList,
    encode,
    load_signer,
    make_keys,
    open_message,
    revoke_key,
    rotate_key,
)

OCTOBER = datetime(2026, 10, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
REFERRAL = Envelope(
    id="01a20a99-0aaf-7158-99bd-fa8d3e83aff9",
    source="//140700.liandong.cn/environment",
    type="cn.liandong.environment.case.referred.v1",
    subject="晋环移〔2026〕7号",
    time=OCTOBER,
    dataschema="https://liandong.cn/contracts/environment/case.referred.v1.json",
    data={"county": "祁县"},
    sequence=1,
    correlationid="01a20a99-0aaf-7158-99bd-fa8d3e83aff0",
    causationid=None,
    actor="clerk:环境-017",
    classification="internal",
)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def folder(tmp_path):
    make_keys(tmp_path, ["environment", "agriculture"], OCTOBER)
    return tmp_path


@pytest.fixture
def trust(folder, clock):
    return TrustList(folder / "trust.json", clock)


@pytest.fixture
def key(folder, clock):
    return SigningKey(folder / "environment.key.pem", clock=clock)


def signed(key, at):
    """Sign an event of that time in a batch of two, with the current version of the key."""
    body = encode(replace(REFERRAL, time=at))
    return body, key.headers_of([body, b"another"])[0]


def test_old_and_new_key_are_both_believed_in_the_overlap(folder, clock, trust, key):
    old = load_signer(folder / "environment.key.pem")

    new = rotate_key(folder, "environment", 2 * HOUR, OCTOBER + HOUR)
    clock.now += 1

    assert key.key_id == new != old.key_id
    for signer in (old, key):
        assert open_message(*signed(signer, OCTOBER + 2 * HOUR), trust).data == REFERRAL.data


def test_the_old_key_ends_after_the_overlap_but_what_it_signed_before_stays_valid(
    folder, clock, trust
):
    old = load_signer(folder / "environment.key.pem")
    before = signed(old, OCTOBER + 2 * HOUR)

    rotate_key(folder, "environment", 2 * HOUR, OCTOBER + HOUR)
    clock.now += 1

    assert open_message(*before, trust).data == REFERRAL.data
    with pytest.raises(BadSignature, match="was not valid at 2026-10-01T03:00"):
        open_message(*signed(old, OCTOBER + 3 * HOUR), trust)


def test_an_event_of_before_the_rotation_may_be_signed_by_the_new_key(folder, clock, trust, key):
    """It was queued in the outbox, or resent on request."""
    rotate_key(folder, "environment", HOUR, OCTOBER + 24 * HOUR)
    clock.now += 1

    assert open_message(*signed(key, OCTOBER), trust).time == OCTOBER


def test_a_new_key_is_believed_before_the_list_is_due_for_a_look(folder, trust):
    rotate_key(folder, "environment", HOUR, OCTOBER)

    new = load_signer(folder / "environment.key.pem")

    assert open_message(*signed(new, OCTOBER), trust).data == REFERRAL.data


def test_what_a_revoked_key_signed_is_refused_whatever_time_it_claims(folder, clock, trust, key):
    early, late = signed(key, OCTOBER), signed(key, OCTOBER + 24 * HOUR)
    alone = encode(REFERRAL)
    for message in (early, late):
        open_message(*message, trust)

    assert revoke_key(folder, key.key_id, "私钥外泄", OCTOBER + 12 * HOUR) == "environment"
    clock.now += 1

    for body, headers in (early, late, (alone, key.headers(alone))):
        with pytest.raises(BadSignature, match=r"was revoked at 2026-10-01T12:00.*私钥外泄"):
            open_message(body, headers, trust)


def test_a_key_is_revoked_once_and_its_first_reason_stays(folder, clock, trust, key):
    revoke_key(folder, key.key_id, "私钥外泄", OCTOBER)

    revoke_key(folder, key.key_id, "又一次", OCTOBER + HOUR)

    clock.now += 1
    with pytest.raises(BadSignature, match="私钥外泄"):
        open_message(*signed(key, OCTOBER), trust)


def test_a_department_works_on_after_its_key_was_revoked_and_rotated(folder, clock, trust, key):
    revoke_key(folder, key.key_id, "私钥外泄", OCTOBER)

    rotate_key(folder, "environment", HOUR, OCTOBER)
    clock.now += 1

    assert open_message(*signed(key, OCTOBER + HOUR), trust).data == REFERRAL.data


def test_a_rotation_does_not_lengthen_the_life_of_a_key_that_is_ending(folder, clock, trust):
    first = load_signer(folder / "environment.key.pem")
    rotate_key(folder, "environment", HOUR, OCTOBER)

    rotate_key(folder, "environment", 48 * HOUR, OCTOBER)
    clock.now += 1

    with pytest.raises(BadSignature, match="was not valid"):
        open_message(*signed(first, OCTOBER + 2 * HOUR), trust)


def test_a_rotation_leaves_the_keys_of_others_alone(folder, clock, trust):
    rotate_key(folder, "environment", HOUR, OCTOBER)
    clock.now += 1

    other = load_signer(folder / "agriculture.key.pem")
    body = encode(replace(REFERRAL, source="//140700.liandong.cn/agriculture"))
    assert open_message(body, other.headers(body), trust).department == "agriculture"


@pytest.mark.parametrize("name", ["trust.json", "environment.key.pem"])
def test_a_broken_file_leaves_the_old_keys_in_force_and_is_told_once(
    folder, clock, trust, key, caplog, name
):
    good = (folder / name).read_bytes()
    (folder / name).write_bytes(good[: len(good) // 2])
    caplog.set_level(logging.ERROR)

    for _ in range(3):
        clock.now += 1
        assert open_message(*signed(key, OCTOBER), trust).data == REFERRAL.data

    assert [record.message for record in caplog.records] == ["key_file.unreadable"]
    assert name in caplog.records[0].reason


def test_a_file_that_is_mended_counts_again(folder, clock, trust, key):
    good = (folder / "trust.json").read_bytes()
    (folder / "trust.json").unlink()
    clock.now += 1
    open_message(*signed(key, OCTOBER), trust)

    (folder / "trust.json").write_bytes(good)
    revoke_key(folder, key.key_id, "私钥外泄", OCTOBER)
    clock.now += 1

    with pytest.raises(BadSignature, match="revoked"):
        open_message(*signed(key, OCTOBER), trust)


def test_a_list_that_did_not_change_is_not_read_again(folder, clock, trust, key):
    """Therefore verified batches stay cached."""
    message = signed(key, OCTOBER)
    open_message(*message, trust)
    holder = trust.find(key.key_id)

    clock.now += 10

    assert trust.find(key.key_id) is holder


def test_an_unknown_key_stays_unknown(trust, key):
    body, headers = signed(key, OCTOBER)

    with pytest.raises(BadSignature, match="unknown key nobody-1"):
        open_message(body, {**headers, "liandong-key-id": "nobody-1"}, trust)


def test_a_list_that_is_broken_at_the_start_is_named(tmp_path):
    (tmp_path / "trust.json").write_text("{")

    with pytest.raises(BadKeyFile, match=r"trust\.json"):
        TrustList(tmp_path / "trust.json")


def test_a_key_that_is_not_listed_cannot_be_revoked(folder):
    with pytest.raises(BadKeyFile, match="no key nobody-1"):
        revoke_key(folder, "nobody-1", "错", OCTOBER)


def test_only_a_department_with_a_key_can_rotate_it(folder):
    before = (folder / "trust.json").read_bytes()

    with pytest.raises(BadKeyFile, match=r"procuratorate\.key\.pem"):
        rotate_key(folder, "procuratorate", HOUR, OCTOBER)

    assert (folder / "trust.json").read_bytes() == before
