"""What ended a clock: the answer that its start asked for, or what made it pointless."""

from datetime import timedelta

from services.coordination.clocks.clock import End, Outcome
from services.coordination.clocks.domain import Heard
from services.coordination.clocks.matching import any_matches
from services.coordination.clocks.rule import Rule


def end_of(
    rule: Rule,
    start: Heard,
    starts: tuple[Heard, ...],
    heard: tuple[Heard, ...],
    owner: str,
    skew: timedelta,
) -> End | None:
    """Find the first event that ended a clock.

    An answer that names the event it answers ends that clock only. One that names none ends the
    clocks that had begun; organs' clocks differ, so it may bear a time up to `skew` before the
    start, unless an earlier start could have been meant.
    """
    causes = {at.id for at in starts}
    for at in heard:
        if at.id == start.id:
            continue
        if any_matches(rule.fulfilled, at) and at.by == owner:
            if _answers(at, start, starts, causes, skew):
                return End(Outcome.FULFILLED, at)
        elif any_matches(rule.withdrawn, at) and (at.at, at.id) > (start.at, start.id):
            return End(Outcome.WITHDRAWN, at)
    return None


def _answers(
    answer: Heard, start: Heard, starts: tuple[Heard, ...], causes: set[str], skew: timedelta
) -> bool:
    if answer.causation in causes:
        return answer.causation == start.id
    if answer.at >= start.at:
        return True
    if answer.at < start.at - skew or answer.by == start.by:
        return False
    return not any(at.at <= answer.at for at in starts if at.id != start.id)
