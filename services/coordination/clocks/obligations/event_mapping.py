"""Make of an event what the clocks need to know of it, thread by thread."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

from services.coordination.clocks.evaluation.date_proof import UNDER_WAY
from services.coordination.clocks.observed import Heard
from services.coordination.clocks.rulebook.rule import Ear, Rulebook
from services.coordination.clocks.titles import PREFIX
from shared.calendar import legal_day
from shared.handling import Cause

EARLIEST = datetime(1992, 1, 2, tzinfo=UTC)
LATEST_YEAR = 2098
"""Between them lie all days that the calendar can count from, in any zone."""


@dataclass(frozen=True, slots=True)
class Told:
    """What an event says in one thread, and the date as its teller wrote it."""

    kind: str
    key: str
    heard: Heard
    claimed_on: str

    @property
    def thread(self) -> str:
        """Name the thread."""
        return f"{self.kind}:{self.key}"

    @property
    def is_dated(self) -> bool:
        """Tell whether a calendar knows the day on which it is said to have been done."""
        return self.heard.at >= EARLIEST


def heard_in(event: object, cause: Cause, book: Rulebook, now: datetime) -> Iterator[Told]:
    """Give each thread that an event belongs to, with what it says there."""
    kind = cause.type.removeprefix(PREFIX)
    ears = book.ears.get(kind, ())
    for ear in ears:
        claimed = getattr(event, ear.at) if ear.at else cause.published_at or now
        heard = _heard(ear, kind, event, cause, _bounded(claimed, now), _milli(now))
        yield Told(ear.thread, _text(getattr(event, ear.key)), heard, claimed.isoformat())


def _heard(ear: Ear, kind: str, event: object, cause: Cause, at: datetime, now: datetime) -> Heard:
    return Heard(
        id=cause.id,
        event=kind,
        by=_text(getattr(event, ear.by)) if ear.by else cause.department,
        publisher=cause.department,
        at=at,
        causation=cause.causation,
        correlation=cause.correlation,
        said={name: _text(getattr(event, name)) for name in ear.keep},
        arrived=now,
        acted_on=None if ear.at else day_known(cause.effective_at),
    )


def _bounded(claimed: datetime, now: datetime) -> datetime:
    """Take no later date than the arrival, but for the minutes by which organs' clocks differ.

    Nothing can be told before it was done. What lies before all calendars stays a date in UTC.
    """
    if claimed > now + UNDER_WAY:
        return _milli(now)
    return _milli(claimed) if claimed >= EARLIEST else datetime(1970, 1, 1, tzinfo=UTC)


def day_known(effective: datetime | None) -> date | None:
    """Tell the day on which an act takes effect, if a calendar knows it."""
    if effective is None or effective < EARLIEST or effective.year > LATEST_YEAR:
        return None
    return legal_day(effective)


def _milli(at: datetime) -> datetime:
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def _text(value: Any) -> str:
    """Write a field as it is on the wire; events name no field here that holds more than that."""
    if isinstance(value, Enum):
        value = value.value
    return str(value).lower() if isinstance(value, bool) else str(value)
