"""Days and instants of a legal record: their only spelling and their range of years.

RFC 3339 only, so that every reader parses the same value. The years include every act on record and
every period, and stay clear of the ends of the calendar, where a zone's offset cannot be added.
"""

import re
from datetime import UTC, date, datetime
from typing import TypeVar

from liandong.envelope.validation import FIRST_YEAR, LAST_YEAR

D = TypeVar("D", bound=date)
_DATE = "(19[0-9]{2}|2[01][0-9]{2}|2200)-[0-9]{2}-[0-9]{2}"
_TIME = r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?"
_ZONE = "([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"
DAY_PATTERN = f"^{_DATE}$"
"""What a contract publishes of a day; a month of 30 days does not have 31 all the same."""

INSTANT_PATTERN = f"^{_DATE}[Tt]{_TIME}{_ZONE}$"
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(f"{_DAY.pattern}[Tt]{_TIME}{_ZONE}")


class OtherYearsError(ValueError):
    """A valid day or instant outside the permitted years."""


def read_day(text: object) -> date:
    """Parse `YYYY-MM-DD`; raises `ValueError`, or `OtherYearsError` outside the permitted years."""
    if not isinstance(text, str) or not _DAY.fullmatch(text):
        raise ValueError("no day")
    return _near(date.fromisoformat(text))


def read_instant(text: object) -> datetime:
    """Parse RFC 3339 as UTC; raises `ValueError`, or `OtherYearsError` for other years."""
    if not isinstance(text, str) or not _INSTANT.fullmatch(text):
        raise ValueError("no instant")
    return _near(datetime.fromisoformat(text.upper())).astimezone(UTC)


def _near(moment: D) -> D:
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise OtherYearsError(f"the year is not between {FIRST_YEAR} and {LAST_YEAR}")
    return moment
