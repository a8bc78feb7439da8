"""The effect of pauses on a count: as instants for hours, as whole days for other units."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.calendar.day_counters import DayCounter
from shared.calendar.legal_days import legal_day
from shared.calendar.periods import Pause

INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class PausedDays:
    """Days (ordinals, inclusive) that do not count; `last` is None while the pause is open."""

    first: int
    last: int | None


def day_stops(pauses: Iterable[Pause]) -> tuple[PausedDays, ...]:
    """List the days that pauses touch: a day that is paused in part does not count (mark D)."""
    return tuple(sorted(_touched(pauses), key=lambda stop: stop.first))


def _touched(pauses: Iterable[Pause]) -> Iterator[PausedDays]:
    for pause in pauses:
        if pause.until == pause.since:
            continue
        first = legal_day(pause.since).toordinal()
        last = None if pause.until is None else legal_day(pause.until - INSTANT).toordinal()
        yield PausedDays(first, last)


def nth_counted(
    ruler: DayCounter, first: int, number: int, stops: Sequence[PausedDays]
) -> int | None:
    """Find the n-th counted day from first on; None if an open pause comes before it."""
    at, left = first, number
    for stop in stops:
        if stop.last is not None and stop.last < at:
            continue
        before = ruler.between(at, stop.first - 1)
        if before >= left:
            break
        if stop.last is None:
            return None
        left -= before
        at = stop.last + 1
    return ruler.nth(at, left)


def instant_after(start: datetime, length: timedelta, pauses: Iterable[Pause]) -> datetime | None:
    """Return the instant after `length` of unpaused time; None if an open pause comes first."""
    at, left = start, length
    for pause in sorted(pauses, key=lambda pause: pause.since):
        if pause.until is not None and pause.until <= at:
            continue
        before = max(pause.since - at, timedelta())
        if before >= left:
            break
        if pause.until is None:
            return None
        left -= before
        at = pause.until
    return at + left
