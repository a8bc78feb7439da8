"""A group retry applies to exactly the snapshot shown, whatever fails meanwhile."""

import pytest
from failures_given import Bureau, asked, lane_id, sealing

from shared.errors import NotFoundError, StoreUnavailableError
from shared.handling.worker import ReplayedAnswer
from shared.operations.failures.actions import bulk
from shared.operations.failures.commands import FreezeFailures, RetryFailure, RetrySnapshot


@pytest.fixture
def bureau(tmp_path) -> Bureau:
    made = Bureau(tmp_path)
    made.mood.wells = {"J-1", "J-2", "J-3", "J-4"}
    made.hears(*[sealing(well) for well in ("J-1", "J-2", "J-3")])
    return made


def freeze(bureau, person="ops-1", key=None, **wanted):
    return bureau.service(person, key).post_failure_snapshot(asked(FreezeFailures, **wanted))


def retry(bureau, snapshot, person="ops-1"):
    asked_for = asked(RetrySnapshot, id=snapshot)
    return bureau.service(person).post_failure_snapshot_retry(asked_for)


def test_the_preview_shows_exactly_what_was_frozen(bureau):
    frozen = freeze(bureau, reason="坍塌")

    stored = bureau.service().get_failure_snapshot(frozen.snapshot)

    assert [row.id for row in frozen.failures] == list(stored.ids)
    assert [row.subject for row in frozen.failures] == ["J-1", "J-2", "J-3"]
    assert (stored.wanted, stored.actor) == ({"reason": "坍塌"}, "ops-1")
    assert stored.results == {}


def test_only_what_was_frozen_is_retried_though_others_match_meanwhile(bureau):
    frozen = freeze(bureau, reason="坍塌")
    bureau.hears(sealing("J-4"))
    bureau.mood.wells.clear()

    told = retry(bureau, frozen.snapshot)

    assert told.results == {lane_id(well): "took_effect" for well in ("J-1", "J-2", "J-3")}
    assert told.left == 0
    assert bureau.well("J-4") is None
    assert [row.subject for row in bureau.lists()] == ["J-4"]


def test_each_is_told_apart_took_effect_failed_again_gone_meanwhile(bureau):
    frozen = freeze(bureau)
    bureau.mood.wells = {"J-2"}
    bureau.service("ops-2").post_failure_retry(asked(RetryFailure, id=lane_id("J-3")))

    told = retry(bureau, frozen.snapshot)

    assert told.results[lane_id("J-1")] == "took_effect"
    assert told.results[lane_id("J-2")] == "failed_again: 井口坍塌"
    assert told.results[lane_id("J-3")].startswith("gone: 该事件已于")
    assert bureau.well("J-3").times == 1


def test_a_later_event_that_came_to_the_head_of_a_frozen_lane_is_not_retried(bureau):
    frozen = freeze(bureau, subject="J-1")
    bureau.hears(sealing("J-1", 2, day=1, previous=1))
    bureau.mood.wells.clear()
    bureau.service("ops-2").post_failure_retry(asked(RetryFailure, id=lane_id("J-1")))
    attempts = bureau.lane("J-1").attempts

    retry(bureau, frozen.snapshot)

    assert bureau.lane("J-1").head == 2
    assert bureau.lane("J-1").attempts == attempts


def test_ids_can_be_frozen_by_name(bureau):
    frozen = freeze(bureau, ids=[lane_id("J-3"), lane_id("J-1"), lane_id("J-9")])

    assert [row.subject for row in frozen.failures] == ["J-3", "J-1"]


def test_a_snapshot_retried_twice_tries_each_once(bureau):
    frozen = freeze(bureau)
    first = retry(bureau, frozen.snapshot)
    attempts = bureau.lane("J-1").attempts

    again = retry(bureau, frozen.snapshot, "ops-2")

    assert again.results == first.results
    assert bureau.lane("J-1").attempts == attempts
    assert [done.actor for done in bureau.history()] == ["ops-1"]


def test_a_long_retry_goes_on_where_it_stopped(bureau):
    frozen = freeze(bureau)
    tried = bureau.store.transact
    calls = []

    def falter(work):
        calls.append(work)
        if len(calls) == 2:
            raise StoreUnavailableError
        return tried(work)

    bureau.store.transact = falter
    with pytest.raises(StoreUnavailableError):
        retry(bureau, frozen.snapshot)
    bureau.mood.wells.clear()

    told = retry(bureau, frozen.snapshot)

    assert told.left == 0
    assert told.results[lane_id("J-1")] == "failed_again: 井口坍塌"
    assert told.results[lane_id("J-2")] == "took_effect"


def test_the_group_is_one_entry_of_the_history_with_all_results(bureau):
    frozen = freeze(bureau)
    bureau.mood.wells.clear()

    retry(bureau, frozen.snapshot, "ops-7")

    (done,) = bureau.history()
    assert (done.id, done.action, done.actor) == (frozen.snapshot, "retry", "ops-7")
    assert set(done.results) == set(done.targets) == {row.id for row in frozen.failures}


def test_one_that_cannot_be_written_does_not_stop_the_others(bureau):
    frozen = freeze(bureau)
    bureau.mood.wells.clear()
    commit = bureau.store._commit

    def commit_but_not(writes):
        if any(write.key == "J-2" for write in writes):
            raise ValueError("文档过大")
        return commit(writes)

    bureau.store._commit = commit_but_not

    told = retry(bureau, frozen.snapshot)

    assert "文档过大" in told.results[lane_id("J-2")]
    assert told.results[lane_id("J-3")] == "took_effect"


def test_freezing_twice_with_one_key_makes_one_snapshot(bureau):
    first = freeze(bureau, key="k")

    with pytest.raises(ReplayedAnswer) as again:
        freeze(bureau, key="k")

    assert again.value.body["snapshot"] == first.snapshot


def test_an_unknown_snapshot_is_not_found(bureau):
    with pytest.raises(NotFoundError, match="快照"):
        retry(bureau, "nonsense")


def test_where_two_people_retried_at_once_the_success_is_what_is_kept(bureau):
    frozen = freeze(bureau, subject="J-1")
    bureau.mood.wells.clear()
    commit, raced = bureau.store._commit, []

    def race(writes):
        if not raced:
            raced.append(True)
            retry(bureau, frozen.snapshot, "ops-2")
        return commit(writes)

    bureau.store._commit = race

    told = retry(bureau, frozen.snapshot, "ops-1")

    assert told.results == {lane_id("J-1"): "took_effect"}
    assert bureau.well("J-1").times == 1
    assert bureau.history()[0].actor == "ops-2、ops-1"


def test_patience_is_shorter_than_that_of_the_clients():
    assert bulk.PATIENCE_S < 30
