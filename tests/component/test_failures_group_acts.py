"""A snapshot of failures is discarded or edited one by one; a dry run reports and rolls back."""

import pytest
from failures_given import (
    Bureau,
    asked,
    broken,
    gap_id,
    lane_id,
    quarantine_id,
    raw,
    sealing,
)

from liandong.envelope import encode
from shared.delivery.records import OriginalMessage
from shared.errors import StoreUnavailableError
from shared.operations.failures.commands import (
    DiscardSnapshot,
    EditSnapshot,
    ExportOriginals,
    FreezeFailures,
    RetryFailure,
    RetrySnapshot,
)

MENDED = {"sealed_on": "2026-10-02"}


@pytest.fixture
def bureau(tmp_path) -> Bureau:
    """A bureau where three events with a wrong date fail, one of them before another."""
    made = Bureau(tmp_path)
    made.hears(*[sealing(well, day=1) for well in ("J-1", "J-2", "J-3")])
    made.hears(sealing("J-1", 2, day=9, previous=1))
    return made


def freeze(bureau, **wanted):
    return bureau.service().post_failure_snapshot(asked(FreezeFailures, **wanted)).snapshot


def discard(bureau, snapshot, person="ops-1", **more):
    command = asked(DiscardSnapshot, id=snapshot, **more)
    return bureau.service(person).post_failure_snapshot_discard(command)


def edit(bureau, snapshot, patch=MENDED, person="ops-1", **more):
    command = asked(EditSnapshot, id=snapshot, patch=patch, **more)
    return bureau.service(person).post_failure_snapshot_edit(command)


def test_exactly_what_was_frozen_is_discarded_and_the_others_flow_on(bureau):
    snapshot = freeze(bureau)
    bureau.hears(sealing("J-4", day=1))

    told = discard(bureau, snapshot)

    assert told.left == 0
    assert set(told.results) == {lane_id(well) for well in ("J-1", "J-2", "J-3")}
    assert all(result.startswith("discarded: ") for result in told.results.values())
    assert bureau.well("J-1").substances == ("2026-10-09",)
    assert [row.subject for row in bureau.lists()] == ["J-4"]


def test_a_dry_run_tells_what_the_act_then_does_and_changes_nothing(bureau):
    bureau.hears(sealing("J-5", 3, previous=2))
    bureau.receives(raw(b"{", {}))
    snapshot, before = freeze(bureau), bureau.store.snapshot()

    foreseen = discard(bureau, snapshot, dry_run=True)
    after = bureau.store.snapshot()
    told = discard(bureau, snapshot)

    assert foreseen.dry_run
    assert set(foreseen.results) >= {gap_id("J-5", 3)}
    assert foreseen.results == told.results
    assert after == before


def test_the_discard_is_one_entry_of_the_history_from_which_all_can_be_exported(bureau):
    snapshot = freeze(bureau)

    discard(bureau, snapshot, "ops-7")

    (done,) = bureau.history()
    assert (done.action, done.actor, done.why) == ("discard", "ops-7", "已与发布部门核实")
    assert set(done.results) == set(done.targets)
    kept = bureau.service().post_failure_history_export(asked(ExportOriginals, id=done.id))
    assert {line["id"] for line in kept.lines} == set(done.targets)


def test_what_took_effect_meanwhile_is_not_discarded(bureau):
    snapshot = freeze(bureau, subject="J-2")
    edit(bureau, freeze(bureau, subject="J-2"))

    told = discard(bureau, snapshot)

    assert told.results[lane_id("J-2")].startswith("gone: 该事件已于")
    assert bureau.well("J-2").times == 1


def test_a_snapshot_that_failed_again_can_be_discarded_and_shows_it(bureau):
    snapshot = freeze(bureau, subject="J-2")
    bureau.service().post_failure_snapshot_retry(asked(RetrySnapshot, id=snapshot))

    discard(bureau, snapshot)

    progress = bureau.service().get_failure_snapshot(snapshot)
    assert progress.results[lane_id("J-2")].startswith("discarded")
    assert [done.action for done in bureau.history()] == ["retry", "discard"]


def test_a_discard_that_was_broken_off_tells_its_own_from_what_others_did(bureau):
    snapshot = freeze(bureau)
    transact, calls = bureau.store.transact, []

    def falter(work):
        calls.append(work)
        if len(calls) in (2, 3):  # the second act, and the record of the first
            raise StoreUnavailableError
        return transact(work)

    bureau.store.transact = falter
    with pytest.raises(StoreUnavailableError):
        discard(bureau, snapshot)

    told = discard(bureau, snapshot)

    assert {result.partition(":")[0] for result in told.results.values()} == {"discarded"}


def test_one_patch_mends_each_of_a_group(bureau):
    told = edit(bureau, freeze(bureau))

    assert set(told.results.values()) == {"took_effect"}
    assert bureau.well("J-1").substances == ("2026-10-02", "2026-10-09")
    assert bureau.well("J-3").substances == ("2026-10-02",)
    (done,) = bureau.history()
    assert done.action == "edit"


def test_each_is_checked_by_its_contract_and_keeps_what_it_is_about(bureau):
    told = edit(bureau, freeze(bureau), {"well_code": "J-2", "sealed_on": "2026-10-02"})

    assert told.results[lane_id("J-2")] == "took_effect"
    assert "well_code：须为“J-1”" in told.results[lane_id("J-1")]
    assert told.results[lane_id("J-3")].startswith("refused: ")
    assert bureau.well("J-3") is None
    assert len(bureau.store.all(OriginalMessage)) == 1


def test_what_cannot_be_mended_is_told_and_the_others_are_mended(bureau):
    bureau.hears(sealing("J-5", 3, previous=2), broken("J-6"))
    bureau.receives(raw(encode(sealing("J-7")), {}))

    told = edit(bureau, freeze(bureau))

    outcomes = [result.partition(":")[0] for result in told.results.values()]
    assert outcomes.count("took_effect") == 4
    assert outcomes.count("refused") == 2
    assert "更早的事件" in told.results[gap_id("J-5", 3)]
    assert bureau.well("J-6").substances == ("2026-10-02",)
    assert told.results[quarantine_id(bureau)].startswith("refused: ")


def test_a_dry_run_of_a_patch_checks_each_and_changes_nothing(bureau):
    snapshot = freeze(bureau)
    before = bureau.store.snapshot()

    good, bad = (
        edit(bureau, snapshot, patch, dry_run=True) for patch in (MENDED, {"sealed_on": "十月"})
    )

    assert set(good.results.values()) == {"took_effect"}
    assert all("sealed_on" in result for result in bad.results.values())
    assert bureau.store.snapshot() == before


def test_another_patch_on_the_same_list_is_another_act(bureau):
    snapshot = freeze(bureau, subject="J-2")
    first = edit(bureau, snapshot, {"sealed_on": "十月"})

    second = edit(bureau, snapshot)
    again = edit(bureau, snapshot)

    assert first.results[lane_id("J-2")].startswith("refused")
    assert second.results == again.results == {lane_id("J-2"): "took_effect"}
    assert bureau.well("J-2").times == 1
    assert len(bureau.history()) == 2


def test_an_event_behind_another_is_not_touched(bureau):
    snapshot = freeze(bureau, subject="J-1")
    bureau.mood.wells = {"J-1"}
    edit(bureau, snapshot)
    bureau.mood.wells.clear()
    bureau.service("ops-2").post_failure_retry(asked(RetryFailure, id=lane_id("J-1")))

    told = discard(bureau, snapshot)

    assert told.results[lane_id("J-1")].startswith("gone")
    assert bureau.well("J-1").substances == ("2026-10-02", "2026-10-09")
