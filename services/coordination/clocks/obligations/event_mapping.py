"""Map an event to the fields that the clocks need, for each thread."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

from services.coordination.clocks.evaluation.anchor import EARLIEST, LATEST_YEAR
from services.coordination.clocks.evaluation.date_proof import UNDER_WAY
from services.coordination.clocks.observed import ObservedEvent
from services.coordination.clocks.rulebook.match import any_matches
from services.coordination.clocks.rulebook.rule import OWN_THREAD, EventMapping, Rulebook
from services.coordination.clocks.titles import PREFIX
from shared.calendar import legal_day
from shared.handling import Cause
from shared.vocabulary import division_of

DIVISION_FIELDS = ("division", "county")
"""The fields that name the division of an event, unless its mapping names another.

The office that handles a matter precedes the place where it lies [17号 6; 310号 5]."""


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
    for mapping in book.mappings.get(kind, ()):
        claimed = getattr(event, mapping.at) if mapping.at else cause.published_at or now
        heard = _observed(
            mapping, kind, event, cause, _bounded(claimed, now), _to_milliseconds(now)
        )
        thread, key = mapping.thread, _text(getattr(event, mapping.key))
        if thread == OWN_THREAD:
            thread, _, key = key.partition(":")
            if not _begins_a_clock(heard, thread, book):
                continue
        yield ThreadEvent(thread, key, heard, claimed.isoformat())


def _begins_a_clock(breach: ObservedEvent, thread: str, book: Rulebook) -> bool:
    """Return whether a rule starts from a breach; the others need not be stored in threads."""
    return any(any_matches(rule.starts, breach) for rule in book.rules_of(thread))


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
        acted_on=None
        if mapping.at or mapping.thread == OWN_THREAD
        else day_known(cause.effective_at),
        division=_division(event, mapping),
    )


def _division(event: object, mapping: EventMapping) -> str:
    """Return the division that an event names, "" if it names none of this city."""
    names = (mapping.division,) if mapping.division else DIVISION_FIELDS
    found = (division_of(_text(getattr(event, name, None))) for name in names)
    return next(filter(None, found), "")


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
    """Return a field as it is on the wire, "" for none; the fields here hold nothing complex."""
    if value is None:
        return ""
    if isinstance(value, Enum):
        value = value.value
    return str(value).lower() if isinstance(value, bool) else str(value)
