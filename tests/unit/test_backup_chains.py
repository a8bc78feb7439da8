"""Chains of incremental backups, and the changes between two of them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.operations.backups.chains import chain_of, choose_base, expired, newest_of
from shared.operations.backups.diff import ChangeKind, diff
from shared.operations.backups.files import DocumentHash
from shared.operations.backups.manifest import BackupError, DepartmentPart, Manifest

FIRST = datetime(2026, 10, 8, 1, 0, tzinfo=UTC)
HASHES = st.sampled_from(["aa", "bb", "cc"])
STATES = st.dictionaries(st.text(max_size=3), HASHES, max_size=12)


def backup(hour, since=""):
    at = FIRST + timedelta(hours=hour)
    part = DepartmentPart("environment", at, (), None)
    return Manifest(f"h{hour:02}", at, "0.1.0", (part,), (), "", since=since)


DAY = [backup(0), backup(1, "h00"), backup(2, "h01"), backup(12), backup(13, "h12")]
BACKUPS = {manifest.name: manifest for manifest in DAY}


def test_a_backup_needs_all_that_it_rests_on_the_full_one_first():
    assert [manifest.name for manifest in chain_of(BACKUPS, "h02")] == ["h00", "h01", "h02"]


def test_a_chain_with_a_missing_link_is_refused_by_its_name():
    broken = {name: manifest for name, manifest in BACKUPS.items() if name != "h01"}

    with pytest.raises(BackupError, match="h01"):
        chain_of(broken, "h02")


@pytest.mark.parametrize(
    ("since", "hours", "full_after", "base"),
    [
        ("", 14, None, None),
        ("latest", 14, None, "h13"),
        ("latest", 35, 24, "h13"),
        ("latest", 36, 24, None),
        ("h02", 99, 24, "h02"),
    ],
)
def test_a_backup_holds_all_again_once_the_full_one_is_old(since, hours, full_after, base):
    longest = timedelta(hours=full_after) if full_after else None

    found = choose_base(BACKUPS, since, FIRST + timedelta(hours=hours), longest)

    assert (found and found.name) == base


def test_the_first_backup_holds_all():
    assert choose_base({}, "latest", FIRST) is None


def test_the_last_backup_before_an_instant_is_taken():
    assert newest_of(BACKUPS, "environment") == "h13"
    assert newest_of(BACKUPS, "environment", FIRST + timedelta(hours=11)) == "h02"


def test_before_the_first_backup_there_is_nothing_to_go_back_to():
    with pytest.raises(BackupError, match="no backup of environment"):
        newest_of(BACKUPS, "environment", FIRST - timedelta(seconds=1))


def test_a_full_backup_goes_with_all_that_rests_on_it_and_those_go_first():
    assert expired(BACKUPS, 1) == ["h02", "h01", "h00"]
    assert expired(BACKUPS, 2) == []


@given(STATES, STATES)
def test_the_changes_lead_from_one_state_to_the_other(before, now):
    known = [DocumentHash(key, before[key]) for key in sorted(before)]
    found = [(DocumentHash(key, now[key]), key) for key in sorted(now)]

    changes = list(diff(known, found))

    reached = dict(before)
    for fate, mark, _ in changes:
        if fate is ChangeKind.GONE:
            del reached[mark.key]
        else:
            reached[mark.key] = mark.digest
    assert reached == now
    same = {mark.key for fate, mark, _ in changes if fate is ChangeKind.SAME}
    assert same == {key for key in before if before[key] == now.get(key)}
