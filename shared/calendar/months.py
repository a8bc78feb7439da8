"""Months of a period: they end on the same day of the month, or on the last of a shorter month.

The texts that set a month [17号 19] do not say so; it is our own inference (mark D).
"""

from calendar import monthrange
from datetime import date

from shared.calendar.day_counters import FIRST_YEAR, LAST_YEAR
from shared.calendar.errors import OutOfRangeError


def shift(day: date, months: int) -> date:
    """Return the corresponding day `months` later, or earlier if negative."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise OutOfRangeError(FIRST_YEAR, LAST_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
