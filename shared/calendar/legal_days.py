"""Legal days: calendar days in Asia/Shanghai, converted from and to instants in UTC."""

from datetime import UTC, date, datetime, timedelta, timezone

from shared.calendar.day_counters import FIRST_YEAR, LAST_YEAR
from shared.calendar.errors import NaiveTimeError, OutOfRangeError

# Asia/Shanghai has been +08:00 without summer time since 1992, the first year of the index.
LEGAL_ZONE = timezone(timedelta(hours=8), "Asia/Shanghai")


def instant_of(moment: datetime, what: str = "时间") -> datetime:
    """Convert an aware moment to UTC; raises a `CalendarError` that names `what`."""
    if moment.utcoffset() is None:
        raise NaiveTimeError(what)
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise OutOfRangeError(FIRST_YEAR, LAST_YEAR) from None


def legal_day(instant: datetime) -> date:
    """Return the legal day of an aware instant."""
    return instant.astimezone(LEGAL_ZONE).date()


def begin_of(day: date) -> datetime:
    """Return the first instant of a legal day, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=LEGAL_ZONE).astimezone(UTC)


def end_of(day: date) -> datetime:
    """Return the first instant after a legal day, in UTC."""
    return begin_of(day + timedelta(days=1))
