"""Clocks that begin another: the answer of a series, a breach."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping

from services.coordination.clocks.evaluation.clock import Clock, ClockOutcome
from services.coordination.clocks.evaluation.event_index import Events
from services.coordination.clocks.observed import ObservedEvent
from services.coordination.clocks.rulebook.match import any_matches
from services.coordination.clocks.rulebook.rule import OVERDUE, ClockRule

NextClock = Callable[[ObservedEvent, Container[str]], Clock | None]
"""Make the clock of a start; the events in the container began the earlier clocks of the series."""


def series_of(
    rule: ClockRule, starts: Iterable[ObservedEvent], clock_from: NextClock
) -> list[Clock]:
    """List the clocks of a rule that repeats: one at a time, each from the answer to the last.

    A start while a clock runs begins none. After an event that ends the series a start begins a new
    one.
    """
    found: list[Clock] = []
    used: set[str] = set()
    for first in starts:
        if first.id in used or not _may_begin(rule, first, found):
            continue
        following: ObservedEvent | None = first
        while following is not None:
            used.add(following.id)
            clock = clock_from(following, used)
            found += [clock] if clock else []
            following = _answer(clock)
    return found


def _may_begin(rule: ClockRule, start: ObservedEvent, found: list[Clock]) -> bool:
    if not (any_matches(rule.starts, start) or rule.id in start.begins):
        return False
    last = found[-1] if found else None
    return last is None or (last.end is not None and last.end.heard.at <= start.at)


def _answer(clock: Clock | None) -> ObservedEvent | None:
    if clock is None or clock.end is None or clock.end.outcome is ClockOutcome.WITHDRAWN:
        return None
    return clock.end.heard


def standing_breaches(
    starts: Iterable[ObservedEvent], events: Events, clocks: Mapping[str, Clock]
) -> Iterator[ObservedEvent]:
    """Yield the starts, of published breaches only the first that still stands for each clock.

    A breach that was corrected begins nothing: the clock was kept after all, runs longer, or does
    not exist. The breach of an archived clock stands.
    """
    known = {event.id: event for event in events.heard}
    begun: set[str] = set()
    for start in starts:
        if start.event != OVERDUE:
            yield start
            continue
        name = start.said["obligation_id"]
        if name not in begun and _stands(start, known, clocks.get(name)):
            begun.add(name)
            yield start


def _stands(breach: ObservedEvent, known: Mapping[str, ObservedEvent], clock: Clock | None) -> bool:
    if clock is not None:
        return clock.is_breached_at(breach.at)
    act = known.get(breach.said["act_id"])
    return act is None or breach.said["rule"] in act.done
