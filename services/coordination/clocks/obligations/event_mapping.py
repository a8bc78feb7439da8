"""Map an event to the fields that the clocks need, for each thread."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

from services.coordination.clocks.evaluation.date_proof import UNDER_WAY
from services.coordination.clocks.observed import ObservedEvent
from services.coordination.clocks.rulebook.rule import EventMapping, Rulebook
from services.coordination.clocks.titles import PREFIX
from shared.calendar import legal_day
from shared.handling import Cause

EARLIEST = datetime(1992, 1, 2, tzinfo=UTC)
LATEST_YEAR = 2098
"""Calendars can count from every day between `EARLIEST` and this year, in any zone."""


@dataclass(frozen=True, slots=True)
class ThreadEvent:
    """An event as one thread observes it, and the date as its publisher wrote it."""

    kind: str
    key: str
    heard: ObservedEvent
    claimed_on: str

    @property
    def thread(self) -> str:
        """Return the id of the thread."""
        return f"{self.kind}:{self.key}"

    @property
    def is_dated(self) -> bool:
        """Return whether a calendar contains the date that the event states."""
        return self.heard.at >= EARLIEST


def map_event(event: object, cause: Cause, book: Rulebook, now: datetime) -> Iterator[ThreadEvent]:
    """Yield one entry for each thread that an event belongs to."""
    kind = cause.type.removeprefix(PREFIX)
    mappings = book.mappings.get(kind, ())
    for mapping in mappings:
        claimed = getattr(event, mapping.at) if mapping.at else cause.published_at or now
        heard = _observed(
            mapping, kind, event, cause, _bounded(claimed, now), _to_milliseconds(now)
        )
        yield ThreadEvent(
            mapping.thread, _text(getattr(event, mapping.key)), heard, claimed.isoformat()
        )


def _observed(
    mapping: EventMapping, kind: str, event: object, cause: Cause, at: datetime, now: datetime
) -> ObservedEvent:
    return ObservedEvent(
        id=cause.id,
        event=kind,
        by=_text(getattr(event, mapping.by)) if mapping.by else cause.department,
        publisher=cause.department,
        at=at,
        causation=cause.causation,
        correlation=cause.correlation,
        said={name: _text(getattr(event, name)) for name in mapping.keep},
        arrived=now,
        acted_on=None if mapping.at else day_known(cause.effective_at),
    )


def _bounded(claimed: datetime, now: datetime) -> datetime:
    """Limit a date to the arrival, with a tolerance for the clock differences between organs.

    Nothing can be published before it was done. A date before all calendars stays a date in UTC.
    """
    if claimed > now + UNDER_WAY:
        return _to_milliseconds(now)
    return _to_milliseconds(claimed) if claimed >= EARLIEST else datetime(1970, 1, 1, tzinfo=UTC)


def day_known(effective: datetime | None) -> date | None:
    """Return the date on which an act takes effect, if a calendar contains it."""
    if effective is None or effective < EARLIEST or effective.year > LATEST_YEAR:
        return None
    return legal_day(effective)


def _to_milliseconds(at: datetime) -> datetime:
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def _text(value: Any) -> str:
    """Return a field as it is on the wire; the fields named here hold nothing more complex."""
    if isinstance(value, Enum):
        value = value.value
    return str(value).lower() if isinstance(value, bool) else str(value)
