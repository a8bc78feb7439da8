"""Count a legal period from its start: hours, natural days, working days, months.

The start day does not count; a period of natural days or months that ends on a day off ends on
the next working day [17号 38]. Working days exclude days off [853号 19]. Hours run without a break.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from shared.calendar.day_counters import FIRST_YEAR, LAST_YEAR, NATURAL, within
from shared.calendar.errors import OutOfRangeError
from shared.calendar.holidays import Calendar
from shared.calendar.legal_days import begin_of, end_of, instant_of, legal_day
from shared.calendar.months import shift
from shared.calendar.pauses import PausedDays, day_stops, instant_after, nth_counted
from shared.calendar.periods import Pause, Period, Unit
from shared.calendar.result import CountedPeriod


def count(
    period: Period,
    start: datetime,
    calendar: Calendar,
    pauses: Sequence[Pause] = (),
    counts_start_day: bool = False,
) -> CountedPeriod:
    """Count a period from an aware instant; days are legal days in Asia/Shanghai.

    Time in a pause does not count: for hours exactly that time, for days every day it touches. An
    extension is counted as a longer period from the same start. A length of zero ends on the start
    day, or for hours at the start. Raises a `CalendarError` that says what to change.
    """
    begun = instant_of(start, "起算时间")
    if period.unit is Unit.HOUR:
        due = _due(period, begun, pauses)
        return CountedPeriod(period, begun, None, due, False, calendar, pauses=tuple(pauses))
    day = within(legal_day(begun).toordinal())
    stops = day_stops(pauses)
    reached = _reached(period, day, day if counts_start_day else day + 1, calendar, stops)
    last = _next_working_day(period, reached, calendar, stops)
    last_day = _day(last)
    return CountedPeriod(
        period,
        begun,
        last_day,
        None if last_day is None else end_of(last_day),
        last is not None and _is_provisional(period, day, last, calendar),
        calendar,
        _day(reached),
        tuple(pauses),
        counts_start_day,
    )


def end_at(end: date | datetime, calendar: Calendar) -> CountedPeriod:
    """Return a period whose end an act names: a legal day with all its hours, or an instant.

    Nothing is counted and nothing moves to a working day. `start` of the result is the begin of
    that day, or the instant. Raises a `CalendarError` for a day that no calendar contains.
    """
    if isinstance(end, datetime):
        due = instant_of(end, "截止时间")
        within(legal_day(due).toordinal())
        return CountedPeriod(Period(0, Unit.HOUR), due, None, due, False, calendar, fixed=True)
    within(end.toordinal())
    period = Period(0, Unit.NATURAL_DAY)
    return CountedPeriod(period, begin_of(end), end, end_of(end), False, calendar, end, fixed=True)


def _due(period: Period, start: datetime, pauses: Sequence[Pause]) -> datetime | None:
    try:
        length = timedelta(hours=period.length)
        return instant_after(start, length, pauses) if length else start
    except OverflowError:
        raise OutOfRangeError(FIRST_YEAR, LAST_YEAR) from None


def _reached(
    period: Period, start: int, first: int, calendar: Calendar, stops: Sequence[PausedDays]
) -> int | None:
    if period.length == 0:
        return start
    if period.unit is Unit.WORKING_DAY:
        return nth_counted(calendar.working, first, period.length, stops)
    return nth_counted(NATURAL, first, _natural_days(period, start), stops)


def _natural_days(period: Period, start: int) -> int:
    if period.unit is Unit.MONTH:
        return shift(date.fromordinal(start), period.length).toordinal() - start
    return period.length


def _next_working_day(
    period: Period, reached: int | None, calendar: Calendar, stops: Sequence[PausedDays]
) -> int | None:
    """Move an end on a day off to the next working day that is not paused [17号 38]."""
    if reached is None or not moves_to_working_day(period):
        return reached
    return nth_counted(calendar.working, reached, 1, stops)


def moves_to_working_day(period: Period) -> bool:
    """Return whether an end on a day off moves; the start day of a zero length never does."""
    return period.rolls and period.length > 0 and period.unit in (Unit.NATURAL_DAY, Unit.MONTH)


def _is_provisional(period: Period, start: int, last: int, calendar: Calendar) -> bool:
    if period.unit is Unit.WORKING_DAY and period.length > 0:
        return not (calendar.knows(date.fromordinal(start)) and _knows(last, calendar))
    return moves_to_working_day(period) and not _knows(last, calendar)


def _day(number: int | None) -> date | None:
    return None if number is None else date.fromordinal(number)


def _knows(day: int, calendar: Calendar) -> bool:
    return calendar.knows(date.fromordinal(day))
