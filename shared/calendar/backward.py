"""Count a period backward: the latest day for an act that must precede an event."""

from datetime import date, datetime, timedelta

from shared.calendar.counting import moves_to_working_day
from shared.calendar.day_counters import FIRST_YEAR, LAST_YEAR, NATURAL, within
from shared.calendar.errors import OutOfRangeError
from shared.calendar.holidays import Calendar
from shared.calendar.legal_days import end_of, instant_of, legal_day
from shared.calendar.months import shift
from shared.calendar.periods import Period, Unit
from shared.calendar.result import CountedPeriod


def count_back(period: Period, end: datetime, calendar: Calendar) -> CountedPeriod:
    """Find the last day, or for hours the last instant, at least a period before an event.

    Example: "at least 15 working days before" [3号令 14]: the day of the event does not count, and
    `last_day` is the 15th working day before it. A period of natural days or months that ends on a
    day off moves to the working day before (mark D: no text says so, but later would be too late).
    `start` of the result is the event; `due_at` is the first instant that is too late.
    """
    event = instant_of(end, "结束时间")
    if period.unit is Unit.HOUR:
        return CountedPeriod(
            period, event, None, _before(period, event), False, calendar, backward=True
        )
    day = within(legal_day(event).toordinal())
    reached = _reached(period, day, calendar)
    last = calendar.working.nth_before(reached, 1) if moves_to_working_day(period) else reached
    last_day = date.fromordinal(last)
    needs_notice = moves_to_working_day(period) or (
        period.unit is Unit.WORKING_DAY and period.length > 0
    )
    known = calendar.knows(last_day) and calendar.knows(date.fromordinal(day - 1))
    return CountedPeriod(
        period,
        event,
        last_day,
        end_of(last_day),
        needs_notice and not known,
        calendar,
        date.fromordinal(reached),
        backward=True,
    )


def _before(period: Period, event: datetime) -> datetime:
    try:
        return event - timedelta(hours=period.length)
    except OverflowError:
        raise OutOfRangeError(FIRST_YEAR, LAST_YEAR) from None


def _reached(period: Period, day: int, calendar: Calendar) -> int:
    if period.length == 0:
        return day
    if period.unit is Unit.WORKING_DAY:
        return calendar.working.nth_before(day - 1, period.length)
    if period.unit is Unit.MONTH:
        return shift(date.fromordinal(day), -period.length).toordinal()
    return NATURAL.nth_before(day - 1, period.length)
