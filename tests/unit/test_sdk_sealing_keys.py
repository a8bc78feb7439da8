"""Sealing keys in files: made once, rotated with an overlap, revoked, reloaded while running."""

import json
import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from key_given import Clock
from test_sdk_sealing import REFERRAL

from liandong import (
    BadKeyFile,
    CannotOpen,
    NoRecipientKey,
    OpeningKeyFile,
    RecipientList,
    load_opening_keys,
    make_keys,
    make_sealing_keys,
    rotate_sealing_key,
    seal,
    unseal,
)
from liandong.keys.sealing_key_files import read_recipients, revoke_sealing_key

OCTOBER = datetime(2026, 10, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def folder(tmp_path):
    make_sealing_keys(tmp_path, ["environment", "procuratorate"], OCTOBER)
    return tmp_path


@pytest.fixture
def recipients(folder, clock):
    return RecipientList(folder / "sealing.json", clock)


@pytest.fixture
def keys(folder, clock):
    return OpeningKeyFile(folder / "procuratorate.seal.pem", clock=clock)


def closed(recipients, at=OCTOBER):
    return seal(REFERRAL, ["procuratorate"], recipients, at)


def ids(folder):
    return [key.key_id for key in read_recipients(folder / "sealing.json")]


def test_keys_are_made_once_and_only_their_owner_may_read_them(folder):
    before = ids(folder)

    assert make_sealing_keys(folder, ["environment", "agriculture"], OCTOBER) == ["agriculture"]

    assert ids(folder)[:2] == before
    assert stat.S_IMODE((folder / "environment.seal.pem").stat().st_mode) == 0o600


def test_they_lie_beside_the_signing_keys_and_are_other_keys(folder):
    make_keys(folder, ["environment"], OCTOBER)

    assert ids(folder)[0].startswith("environment-seal-")
    with pytest.raises(BadKeyFile, match="must hold X25519 keys"):
        load_opening_keys(folder / "environment.key.pem", "environment")


def test_a_lost_list_is_written_again_from_the_private_keys(folder):
    before = ids(folder)
    (folder / "sealing.json").unlink()

    make_sealing_keys(folder, ["environment", "procuratorate"], OCTOBER)

    assert ids(folder) == before


def test_after_a_rotation_new_and_old_events_open_without_a_restart(
    folder, recipients, keys, clock
):
    old = closed(recipients)

    rotate_sealing_key(folder, "procuratorate", DAY, OCTOBER)
    clock.now += 2
    during, after = closed(recipients), closed(recipients, OCTOBER + DAY)

    assert [len(referral.data["sealed"]["keys"]) for referral in (old, during, after)] == [2, 3, 2]
    for event in (old, during, after):
        assert unseal(event, keys) == REFERRAL


def test_who_still_has_the_old_private_key_alone_opens_until_the_overlap_ends(folder, recipients):
    before = load_opening_keys(folder / "procuratorate.seal.pem")

    rotate_sealing_key(folder, "procuratorate", DAY, OCTOBER)
    followed = RecipientList(folder / "sealing.json")

    assert unseal(closed(followed, OCTOBER + HOUR), before) == REFERRAL
    with pytest.raises(CannotOpen, match="none of your keys"):
        unseal(closed(followed, OCTOBER + DAY), before)


def test_a_key_that_others_know_sooner_than_we_look_is_found(folder, keys):
    rotate_sealing_key(folder, "procuratorate", timedelta(0), OCTOBER)

    fresh = closed(RecipientList(folder / "sealing.json"))

    assert unseal(fresh, keys) == REFERRAL


def test_nothing_more_is_sealed_for_a_revoked_key_and_what_was_still_opens(
    folder, recipients, keys, clock
):
    old = closed(recipients)
    [_, stolen] = ids(folder)

    assert revoke_sealing_key(folder, stolen, "电脑被盗", OCTOBER) == "procuratorate"
    clock.now += 2

    with pytest.raises(NoRecipientKey, match="procuratorate"):
        closed(recipients)
    assert unseal(old, keys) == REFERRAL
    rotate_sealing_key(folder, "procuratorate", DAY, OCTOBER)
    clock.now += 2
    assert unseal(closed(recipients), keys) == REFERRAL


def test_a_key_that_is_not_listed_is_not_revoked(folder):
    assert revoke_sealing_key(folder, "nobody-seal-1", "错", OCTOBER) is None


@pytest.mark.parametrize(
    ("content", "told"),
    [("{", "not a readable"), ("{}", "must be a JSON array"), ("[{}]", "key None: KeyError")],
)
def test_a_broken_list_is_refused_and_leaves_the_old_one_in_force(
    folder, recipients, clock, content, told
):
    (folder / "sealing.json").write_text(content)
    clock.now += 2

    closed(recipients)

    with pytest.raises(BadKeyFile, match=told):
        RecipientList(folder / "sealing.json")


def test_a_key_is_listed_once(folder):
    entries = json.loads((folder / "sealing.json").read_text())
    (folder / "sealing.json").write_text(json.dumps([*entries, entries[0]]))

    with pytest.raises(BadKeyFile, match="is listed twice"):
        RecipientList(folder / "sealing.json")


def test_a_private_key_that_cannot_be_read_is_told_by_its_file(folder):
    (folder / "procuratorate.seal.pem").write_text("-----BEGIN 某某")

    with pytest.raises(BadKeyFile, match=r"procuratorate\.seal\.pem: not a readable"):
        OpeningKeyFile(folder / "procuratorate.seal.pem")


def test_an_event_of_another_department_is_not_ours_to_open(folder, recipients, keys):
    event = seal(replace(REFERRAL, id="01a20a99-0aaf"), [], recipients, OCTOBER)

    with pytest.raises(CannotOpen):
        unseal(event, keys)
