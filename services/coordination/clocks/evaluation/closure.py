"""What may have ended a clock: the answers that its start asked for, or what made it pointless."""

from collections.abc import Iterator
from datetime import timedelta

from services.coordination.clocks.evaluation.clock import Outcome
from services.coordination.clocks.observed import Heard
from services.coordination.clocks.rulebook.match import any_matches
from services.coordination.clocks.rulebook.rule import Rule


def ends_of(
    rule: Rule,
    start: Heard,
    starts: tuple[Heard, ...],
    heard: tuple[Heard, ...],
    owner: str,
    skew: timedelta,
) -> Iterator[tuple[Outcome, Heard]]:
    """List what may have ended a clock, by when it was done; mostly the first one did.

    An answer that names the event it answers ends that clock only. One that names none ends the
    clocks that had begun; organs' clocks differ, so it may bear a time up to `skew` before the
    start, unless an earlier start could have been meant.
    """
    causes = {event.id for event in starts}
    for event in heard:
        if event.id == start.id:
            continue
        if event.by == owner and any_matches(rule.fulfilled, event):
            if _answers(event, start, starts, causes, skew):
                yield Outcome.FULFILLED, event
        elif (event.at, event.id) > (start.at, start.id) and any_matches(rule.withdrawn, event):
            yield Outcome.WITHDRAWN, event


def _answers(
    answer: Heard, start: Heard, starts: tuple[Heard, ...], causes: set[str], skew: timedelta
) -> bool:
    if answer.causation in causes:
        return answer.causation == start.id
    if answer.at >= start.at:
        return True
    if answer.at < start.at - skew or answer.by == start.by:
        return False
    return not any(event.at <= answer.at for event in starts if event.id != start.id)
