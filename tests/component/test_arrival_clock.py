"""Clock skew of publishers: the tolerated limit, and the time that counts beyond it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from failures_given import Bureau, sealing

from shared.catalog.catalog import department_names, partner_names
from shared.delivery.inbox.arrival_clock import (
    BELIEVED,
    LONGEST_AHEAD,
    WrongClockError,
    refuse_wrong_clock,
)
from shared.delivery.metrics import initialize_series
from shared.errors import RetryableError
from shared.observability import metrics
from shared.operations.failures.commands import RetryFailure
from shared.operations.failures.ids import FailureKind, id_of
from shared.operations.failures.views import ActionOutcome

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


@pytest.fixture
def bureau(tmp_path):
    return Bureau(tmp_path)


def told_at(bureau, ahead, well="J-1", number=1):
    return replace(sealing(well, number), time=bureau.clock() + ahead)


def ahead_count():
    return metrics.CLOCK_AHEAD.labels("agriculture", "environment")._value.get()


@pytest.mark.parametrize("ahead", [-HOUR * 24 * 200, timedelta(0), SECOND, BELIEVED])
def test_a_clock_that_differs_by_minutes_is_taken_as_it_is(bureau, ahead):
    before = ahead_count()

    bureau.hears(told_at(bureau, ahead))

    mark = bureau.mark("J-1", 1)
    assert (mark.published_at, mark.claimed_at) == (bureau.clock() + ahead, None)
    assert ahead_count() == before


@pytest.mark.parametrize("ahead", [BELIEVED + SECOND, 8 * HOUR, LONGEST_AHEAD])
def test_an_event_from_a_clock_that_is_ahead_takes_effect_and_counts_from_its_arrival(
    bureau, ahead
):
    before = ahead_count()

    bureau.hears(told_at(bureau, ahead))

    mark = bureau.mark("J-1", 1)
    assert bureau.well("J-1").times == 1
    assert mark.published_at == bureau.clock()
    assert mark.claimed_at == bureau.clock() + ahead
    assert ahead_count() == before + 1


@pytest.mark.parametrize(
    "told",
    [
        datetime(2031, 1, 1, tzinfo=UTC),
        datetime(2086, 1, 1, tzinfo=UTC),
        datetime(9999, 12, 31, tzinfo=UTC),
        datetime(1999, 12, 31, 23, tzinfo=UTC),
        datetime(1970, 1, 1, tzinfo=UTC),
    ],
)
def test_a_time_where_no_clock_can_stand_is_kept_apart_with_what_to_do(bureau, told):
    with pytest.raises(WrongClockError, match="请发布部门校正时钟"):
        refuse_wrong_clock(told, bureau.clock())


def test_an_event_a_day_ahead_is_kept_and_a_retry_after_that_day_changes_nothing(bureau):
    bureau.hears(told_at(bureau, LONGEST_AHEAD + SECOND))

    [kept] = bureau.quarantine()
    assert kept.kind == "clock"
    assert "time：" in kept.reason
    bureau.clock.now += 2 * LONGEST_AHEAD
    name = id_of(FailureKind.QUARANTINE, kept.id)
    acted = bureau.service().post_failure_retry(RetryFailure(name, "再试一次"))

    assert acted.result.outcome is ActionOutcome.FAILED_AGAIN
    assert [kept.kind for kept in bureau.quarantine()] == ["clock"]


def test_what_waits_counts_from_its_first_arrival_however_often_it_is_tried(bureau):
    arrived = bureau.clock()
    bureau.mood.wells, bureau.mood.error = {"J-1"}, RetryableError("稍后再试")
    bureau.hears(told_at(bureau, 8 * HOUR))
    [parked] = bureau.parked()

    bureau.mood.wells = set()
    bureau.passes(9 * HOUR)

    mark = bureau.mark("J-1", 1)
    assert parked.at == arrived
    assert (mark.published_at, mark.claimed_at) == (arrived, arrived + 8 * HOUR)
    assert mark.applied_at == arrived + 9 * HOUR


def test_what_waits_behind_another_keeps_its_arrival_too(bureau):
    arrived = bureau.clock()
    second = replace(sealing("J-1", 2, previous=1), time=arrived + 8 * HOUR)
    bureau.hears(second)
    bureau.clock.now += HOUR

    bureau.hears(sealing("J-1", 1))
    bureau.passes(timedelta(minutes=10))

    assert bureau.mark("J-1", 2).published_at == arrived


def test_the_count_begins_at_zero_for_all_who_publish():
    initialize_series("agriculture", ())

    known = {
        sample.labels["publisher"]
        for family in metrics.CLOCK_AHEAD.collect()
        for sample in family.samples
        if sample.labels.get("department") == "agriculture"
    }
    assert known >= {*department_names(), *partner_names()}
