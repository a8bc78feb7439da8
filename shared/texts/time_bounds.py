"""Days and instants of a legal record: how they are written, and between which years they lie.

One spelling each, RFC 3339, so that every reader reads the same. The years leave room for every
act on record and every period, and keep what is read away from the ends of the calendar, where a
zone's offset cannot be added.
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
    """A day or an instant that is one, but lies too far away."""


def read_day(text: object) -> date:
    """Read `YYYY-MM-DD`; `ValueError` for anything else, `OtherYearsError` for other years."""
    if not isinstance(text, str) or not _DAY.fullmatch(text):
        raise ValueError("no day")
    return _near(date.fromisoformat(text))


def read_instant(text: object) -> datetime:
    """Read RFC 3339 as UTC; `ValueError` for anything else, `OtherYearsError` for other years."""
    if not isinstance(text, str) or not _INSTANT.fullmatch(text):
        raise ValueError("no instant")
    return _near(datetime.fromisoformat(text.upper())).astimezone(UTC)


def _near(moment: D) -> D:
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise OtherYearsError(f"the year is not between {FIRST_YEAR} and {LAST_YEAR}")
    return moment
