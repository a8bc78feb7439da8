"""The rules for counting periods, one by one."""

from datetime import UTC, date, datetime, timedelta

import pytest

from shared.calendar import (
    CalendarError,
    Pause,
    Period,
    Unit,
    calendar_of,
    count,
    count_back,
)
from shared.calendar.legal_days import LEGAL_ZONE

CALENDAR = calendar_of("2025-11-04")


def shanghai(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LEGAL_ZONE)


def ends(length: int, unit: Unit, start: str, **more) -> date | None:
    return count(Period(length, unit), shanghai(start), CALENDAR, **more).last_day


def supplement(since: str, until: str | None) -> Pause:
    return Pause(shanghai(since), shanghai(until) if until else None, "补正")


def test_the_start_day_does_not_count():
    """[17号 38]."""
    assert ends(3, Unit.NATURAL_DAY, "2026-03-02T00:00") == date(2026, 3, 5)
    assert ends(3, Unit.NATURAL_DAY, "2026-03-02T23:59") == date(2026, 3, 5)


def test_where_a_rule_says_so_the_start_day_counts():
    assert ends(3, Unit.NATURAL_DAY, "2026-03-02T10:00", counts_start_day=True) == date(2026, 3, 4)
    assert ends(1, Unit.WORKING_DAY, "2026-03-02T10:00", counts_start_day=True) == date(2026, 3, 2)


def test_natural_days_that_end_on_a_day_off_end_on_the_next_working_day():
    """[17号 38]."""
    assert ends(3, Unit.NATURAL_DAY, "2026-09-29T10:00") == date(2026, 10, 8)


def test_they_end_on_a_saturday_that_makes_up_for_a_holiday():
    """2026-10-10 is a working day [17号 38]."""
    assert ends(3, Unit.NATURAL_DAY, "2026-10-07T10:00") == date(2026, 10, 10)


def test_a_period_that_does_not_roll_ends_on_the_day_off():
    period = Period(3, Unit.NATURAL_DAY, rolls=False)

    counted = count(period, shanghai("2026-09-29T10:00"), CALENDAR)

    assert counted.last_day == date(2026, 10, 2)


def test_working_days_leave_out_days_off():
    """[853号 19]."""
    assert ends(3, Unit.WORKING_DAY, "2026-09-29T10:00") == date(2026, 10, 9)


def test_hours_run_through_days_off():
    """[17号 6]."""
    counted = count(Period(24, Unit.HOUR), shanghai("2026-10-01T10:00"), CALENDAR)

    assert counted.last_day is None
    assert counted.due_at == shanghai("2026-10-02T10:00")


def test_a_month_ends_on_the_same_day_or_on_the_last_of_a_shorter_month():
    """[17号 19]; the way of counting is inferred."""
    assert ends(1, Unit.MONTH, "2026-03-09T10:00") == date(2026, 4, 9)
    assert ends(1, Unit.MONTH, "2024-01-31T10:00") == date(2024, 2, 29)


def test_it_is_breached_with_the_first_instant_after_the_last_day_in_shanghai():
    counted = count(Period(3, Unit.WORKING_DAY), shanghai("2026-09-29T10:00"), CALENDAR)

    assert counted.due_at == datetime(2026, 10, 9, 16, tzinfo=UTC)


def test_the_legal_day_of_the_start_is_the_one_in_shanghai():
    late_in_london = datetime(2026, 3, 2, 17, tzinfo=UTC)

    counted = count(Period(1, Unit.NATURAL_DAY), late_in_london, CALENDAR)

    assert counted.last_day == date(2026, 3, 4)


@pytest.mark.parametrize("unit", [Unit.NATURAL_DAY, Unit.WORKING_DAY, Unit.MONTH])
def test_a_length_of_zero_is_the_same_day_even_on_a_day_off(unit):
    assert ends(0, unit, "2026-10-03T10:00") == date(2026, 10, 3)


def test_zero_hours_are_the_same_instant_even_in_a_pause():
    start = shanghai("2026-10-03T10:00")

    counted = count(Period(0, Unit.HOUR), start, CALENDAR, [supplement("2026-10-01T00:00", None)])

    assert counted.due_at == start


def test_an_extension_is_a_longer_period_from_the_same_start():
    """Three days, seven if a clue needs checking, thirty if the case is large [17号 9]."""
    found = [ends(length, Unit.NATURAL_DAY, "2026-03-02T10:00") for length in (3, 7, 30)]

    assert found == [date(2026, 3, 5), date(2026, 3, 9), date(2026, 4, 1)]


def test_a_day_that_a_pause_touches_does_not_count():
    """Supplements [853号 13]."""
    pause = supplement("2026-10-08T09:00", "2026-10-09T17:00")

    assert ends(3, Unit.WORKING_DAY, "2026-09-29T10:00", pauses=[pause]) == date(2026, 10, 12)


def test_a_pause_until_midnight_does_not_touch_the_next_day():
    pause = supplement("2026-10-08T09:00", "2026-10-09T00:00")

    assert ends(3, Unit.WORKING_DAY, "2026-09-29T10:00", pauses=[pause]) == date(2026, 10, 10)


def test_of_hours_exactly_the_paused_time_does_not_count():
    pause = supplement("2026-09-29T20:00", "2026-09-30T08:00")

    counted = count(Period(24, Unit.HOUR), shanghai("2026-09-29T10:00"), CALENDAR, [pause])

    assert counted.due_at == shanghai("2026-09-30T22:00")


@pytest.mark.parametrize("unit", [Unit.HOUR, Unit.NATURAL_DAY, Unit.WORKING_DAY, Unit.MONTH])
def test_while_a_pause_is_open_nothing_is_due(unit):
    period = Period(2, unit)
    pause = supplement("2026-09-29T11:00", None)

    counted = count(period, shanghai("2026-09-29T10:00"), CALENDAR, [pause])

    assert counted.is_stopped
    assert (counted.last_day, counted.due_at, counted.provisional) == (None, None, False)


def test_a_period_that_ended_before_an_open_pause_stays_ended():
    pause = supplement("2026-10-08T09:00", None)

    assert ends(1, Unit.WORKING_DAY, "2026-09-29T10:00", pauses=[pause]) == date(2026, 9, 30)


def test_an_end_on_a_day_off_moves_past_a_pause():
    pause = supplement("2026-10-08T09:00", "2026-10-09T00:00")

    assert ends(3, Unit.NATURAL_DAY, "2026-09-29T10:00", pauses=[pause]) == date(2026, 10, 9)


def test_fifteen_working_days_before_a_demolition():
    """[3号令 14]: filed on the fifteenth working day before it at the latest."""
    counted = count_back(Period(15, Unit.WORKING_DAY), shanghai("2026-10-15T08:00"), CALENDAR)

    assert counted.last_day == date(2026, 9, 18)
    assert counted.due_at == shanghai("2026-09-19T00:00")


def test_counting_forward_from_the_last_day_in_time_leads_back_to_the_event():
    event = shanghai("2026-10-15T08:00")
    back = count_back(Period(15, Unit.WORKING_DAY), event, CALENDAR)

    forward = count(Period(15, Unit.WORKING_DAY), shanghai(f"{back.last_day}T10:00"), CALENDAR)

    assert forward.last_day == event.date()


def test_counting_back_to_a_day_off_leads_to_the_working_day_before():
    counted = count_back(Period(3, Unit.NATURAL_DAY), shanghai("2026-10-07T08:00"), CALENDAR)

    assert counted.last_day == date(2026, 9, 30)


def test_a_year_without_a_notice_has_its_fixed_holidays_and_the_count_says_that_more_may_come():
    sure = count(Period(2, Unit.WORKING_DAY), shanghai("2026-12-29T10:00"), CALENDAR)
    unsure = count(Period(3, Unit.WORKING_DAY), shanghai("2026-12-29T10:00"), CALENDAR)

    assert (sure.last_day, sure.provisional) == (date(2026, 12, 31), False)
    assert (unsure.last_day, unsure.provisional) == (date(2027, 1, 4), True)


def test_hours_never_wait_for_a_notice():
    counted = count(Period(24, Unit.HOUR), shanghai("2027-02-06T10:00"), CALENDAR)

    assert not counted.provisional


def test_an_older_version_counts_as_it_did_before_the_next_notice():
    old = calendar_of("2024-11-12")

    counted = count(Period(3, Unit.WORKING_DAY), shanghai("2026-09-29T10:00"), old)

    assert (counted.last_day, counted.provisional) == (date(2026, 10, 6), True)


def test_the_counted_days_are_listed():
    counted = count(Period(3, Unit.WORKING_DAY), shanghai("2026-09-29T10:00"), CALENDAR)

    assert counted.counted_days == (date(2026, 9, 30), date(2026, 10, 8), date(2026, 10, 9))


@pytest.mark.parametrize(
    ("wrong", "remedy"),
    [
        (lambda: Period(-1, Unit.HOUR), "正整数"),
        (lambda: supplement("2026-10-02T00:00", "2026-10-01T00:00"), "起止"),
        (lambda: Pause(datetime(2026, 1, 1), None, ""), "时区"),  # noqa: DTZ001  intended
        (lambda: ends(9**9, Unit.NATURAL_DAY, "2026-10-01T00:00"), "核对"),
        (lambda: ends(9**5, Unit.WORKING_DAY, "2026-10-01T00:00"), "核对"),
        (lambda: ends(9**5, Unit.MONTH, "2026-10-01T00:00"), "核对"),
        (lambda: ends(1, Unit.WORKING_DAY, "1949-10-01T00:00"), "核对"),
        (lambda: count(Period(9**9, Unit.HOUR), shanghai("2026-10-01"), CALENDAR), "核对"),
        (
            lambda: count(Period(1, Unit.HOUR), datetime(2026, 1, 1), CALENDAR),  # noqa: DTZ001
            "时区",
        ),
    ],
)
def test_what_cannot_be_counted_is_refused_with_its_remedy(wrong, remedy):
    with pytest.raises(CalendarError, match=remedy):
        wrong()


def test_pauses_may_be_given_in_any_order_and_overlap():
    first = supplement("2026-10-08T09:00", "2026-10-09T09:00")
    second = supplement("2026-10-09T08:00", "2026-10-10T09:00")
    start = "2026-09-29T10:00"

    found = {
        ends(3, Unit.WORKING_DAY, start, pauses=given)
        for given in ([first, second], [second, first], [first, second, first])
    }

    assert found == {date(2026, 10, 13)}


def test_an_empty_pause_stops_nothing():
    pause = supplement("2026-10-08T09:00", "2026-10-08T09:00")

    assert ends(3, Unit.WORKING_DAY, "2026-09-29T10:00", pauses=[pause]) == date(2026, 10, 9)
    assert timedelta() == pause.until - pause.since
