"""The audit log of a department: it contains each privileged act, and tampering is detected."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from failures_given import Bureau, asked, lane_id, sealing

from liandong.keys.hash_chain import START, Checkpoint
from shared.handling.audit import Intervention, append_entry, read_log, verify_log
from shared.operations.failures.commands import (
    DiscardFailure,
    DiscardSnapshot,
    FreezeFailures,
    ReadFailure,
    RetryFailure,
)

ROOT = Path(__file__).parents[2]


@pytest.fixture
def bureau(tmp_path) -> Bureau:
    """A bureau where an operator has acted four times on failed messages."""
    made = Bureau(tmp_path)
    made.hears(*[sealing(well, day=1) for well in ("J-1", "J-2", "J-3")])
    service = made.service()
    service.post_failure_reading(asked(ReadFailure, id=lane_id("J-1")))
    made.service().post_failure_retry(asked(RetryFailure, id=lane_id("J-2")))
    made.service("ops-2").post_failure_discard(asked(DiscardFailure, id=lane_id("J-3")))
    snapshot = made.service().post_failure_snapshot(asked(FreezeFailures)).snapshot
    made.service().post_failure_snapshot_discard(asked(DiscardSnapshot, id=snapshot))
    return made


def change(bureau: Bureau, *things: object) -> None:
    """Write to the store without the audit log, as an administrator of the store could."""
    bureau.store.transact(lambda session: session.save(*things))


def remove(bureau: Bureau, thing: object) -> None:
    def work(session) -> None:
        found = session.find(type(thing), thing.id)  # type: ignore[attr-defined]
        session.remove(found)

    bureau.store.transact(work)


def test_every_act_is_in_the_log_with_who_did_it(bureau):
    entries = list(read_log(bureau.store))

    assert {entry.record for entry in entries} == {act.id for act in bureau.history()}
    assert "ops-2" in {entry.actor for entry in entries}
    assert verify_log(bureau.store).faults == ()


def test_an_act_that_goes_on_gets_an_entry_each_time_and_the_newest_counts(bureau):
    act = bureau.history()[0]
    for result in ("一", "二"):
        known = replace(act, results={"x": result})
        bureau.store.transact(lambda session, known=known: append_entry(session, known))

    assert len([entry for entry in read_log(bureau.store) if entry.record == act.id]) == 3
    assert verify_log(bureau.store).faults == ()


def test_an_altered_reason_is_found(bureau):
    act = bureau.history()[1]
    change(bureau, replace(act, why="无"))

    [fault] = verify_log(bureau.store).faults

    assert fault.endswith(f"the act {act.id} was changed")


def test_a_removed_act_is_found(bureau):
    act = bureau.history()[1]
    remove(bureau, act)

    [fault] = verify_log(bureau.store).faults

    assert fault.endswith(f"the act {act.id} was removed")


def test_an_altered_entry_is_found(bureau):
    entry = list(read_log(bureau.store))[1]
    change(bureau, replace(entry, actor="ops-9"))

    assert "2: was changed" in verify_log(bureau.store).faults


def test_an_entry_removed_in_the_middle_is_found_also_with_its_act(bureau):
    entry = list(read_log(bureau.store))[1]
    remove(bureau, entry)
    remove(bureau, next(act for act in bureau.history() if act.id == entry.record))

    assert verify_log(bureau.store).faults == ("2: missing, 3 follows",)


def test_an_end_that_was_cut_off_with_its_acts_is_found_by_what_was_noted_elsewhere(bureau):
    noted = verify_log(bureau.store).end
    last = list(read_log(bureau.store))[-1]
    remove(bureau, last)
    remove(bureau, next(act for act in bureau.history() if act.id == last.record))

    assert verify_log(bureau.store).faults == ()
    assert verify_log(bureau.store, noted).faults == (
        f"{noted.sequence} to {noted.sequence}: cut off, by what was noted elsewhere",
    )


def test_an_act_written_past_the_log_is_found(bureau):
    late = bureau.clock() + timedelta(minutes=1)
    change(bureau, Intervention("forged", "discard", "ops-1", "无", late, ()))

    assert verify_log(bureau.store).faults == ("the act forged was written past the log",)


def test_acts_from_before_there_was_a_log_are_no_fault(tmp_path):
    old = Bureau(tmp_path)
    change(old, Intervention("old", "discard", "ops-1", "无", old.clock(), ()))
    old.clock.now += timedelta(days=1)

    later = Intervention("new", "replay", "ops-1", "无", old.clock(), ())
    old.store.transact(lambda session: append_entry(session, later))

    assert verify_log(old.store).faults == ()


def test_a_log_that_is_not_there_is_whole_unless_something_was_noted(tmp_path):
    empty = Bureau(tmp_path)

    assert verify_log(empty.store).end == START
    assert verify_log(empty.store, Checkpoint(3, "a" * 64)).faults == (
        "1 to 3: cut off, by what was noted elsewhere",
    )


def test_nothing_but_the_log_writes_acts_down():
    wrote = re.compile(r"\b(?:add|save)\(\s*Intervention\(")

    found = [
        path.name
        for folder in ("shared", "services")
        for path in (ROOT / folder).rglob("*.py")
        if wrote.search(path.read_text(encoding="utf-8"))
    ]

    assert found == []
