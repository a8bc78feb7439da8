"""Events that may end a clock: the answers to its start, or events that make the duty void."""

from collections.abc import Iterator
from datetime import timedelta

from services.coordination.clocks.evaluation.clock import ClockOutcome
from services.coordination.clocks.observed import ObservedEvent
from services.coordination.clocks.rulebook.match import any_matches
from services.coordination.clocks.rulebook.rule import ClockRule


def ends_of(
    rule: ClockRule,
    start: ObservedEvent,
    starts: tuple[ObservedEvent, ...],
    heard: tuple[ObservedEvent, ...],
    owner: str,
    skew: timedelta,
) -> Iterator[tuple[ClockOutcome, ObservedEvent]]:
    """List the events that may end a clock in order of their dates; usually the first one does.

    An answer that names the event it answers ends that clock only. An answer that names none ends
    the clocks that had begun. Because the clocks of organs differ, it may be dated up to `skew`
    before the start, unless it could refer to an earlier start.
    """
    causes = {event.id for event in starts}
    for event in heard:
        if event.id == start.id:
            continue
        if event.by == owner and any_matches(rule.fulfilled, event):
            if _answers(event, start, starts, causes, skew):
                yield ClockOutcome.FULFILLED, event
        elif (event.at, event.id) > (start.at, start.id) and any_matches(rule.withdrawn, event):
            yield ClockOutcome.WITHDRAWN, event


def _answers(
    answer: ObservedEvent,
    start: ObservedEvent,
    starts: tuple[ObservedEvent, ...],
    causes: set[str],
    skew: timedelta,
) -> bool:
    if answer.causation in causes:
        return answer.causation == start.id
    if answer.at >= start.at:
        return True
    if answer.at < start.at - skew or answer.by == start.by:
        return False
    return not any(event.at <= answer.at for event in starts if event.id != start.id)
