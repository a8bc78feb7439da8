"""The fold: which clocks follow from what was heard, whatever the order it arrived in.

Nothing here depends on the time of day or on what was concluded before: the same events, acts,
rules and calendar give the same clocks. So a second delivery, a late one, a new calendar and a new
law are all the same computation.
"""

from collections import defaultdict
from collections.abc import Container, Iterator
from operator import attrgetter

from services.coordination.clocks.clock import Clock, Outcome, clock_id
from services.coordination.clocks.domain import Heard, Thread
from services.coordination.clocks.ending import end_of
from services.coordination.clocks.matching import any_matches, holds
from services.coordination.clocks.measuring import measure
from services.coordination.clocks.rule import Limit, Rule, Rulebook
from shared.calendar import Calendar
from shared.calendar.legal_days import legal_day

IN_ORDER = attrgetter("at", "id")


def clocks_of(
    thread: Thread, book: Rulebook, calendar: Calendar, only: Container[str] | None = None
) -> Iterator[Clock]:
    """Tell the clocks of a thread, running or ended, by rule and start: all, or those named."""
    heard = acts_told(thread)
    acts = tuple(sorted(thread.acts, key=IN_ORDER))
    answers: dict[str, set[str]] = defaultdict(set)
    for rule in book.rules_of(thread.kind):
        starts = tuple(at for at in heard if any_matches(rule.starts, at))
        for start in starts:
            limit = limit_for(rule, start)
            if limit is None or not _in_place(rule, start, heard, book):
                continue
            if rule.follows and start.id not in answers[rule.follows]:
                continue
            name, owner = clock_id(start, rule), owner_of(rule, start)
            end = end_of(rule, start, starts, heard, owner, book.threads[thread.kind].skew)
            if end is not None and end.outcome is Outcome.FULFILLED:
                answers[rule.id].add(end.heard.id)
            if only is not None and name not in only:
                continue
            own = tuple(at for at in acts if at.obligation == name)
            count, warn_at = measure(rule, limit, start, end, heard, own, calendar)
            yield Clock(name, thread.id, thread.key, rule, limit, owner, start, count, warn_at, end)


def acts_told(thread: Thread) -> tuple[Heard, ...]:
    """List what was done, in order; what several told of counts once."""
    once = {at.identity: at for at in sorted(thread.heard, key=IN_ORDER, reverse=True)}
    return tuple(sorted(once.values(), key=IN_ORDER))


def limit_for(rule: Rule, start: Heard) -> Limit | None:
    """Choose the length by the date of the act and by what it says of itself; the first fits."""
    day = legal_day(start.at)
    fitting = (at for at in rule.limits if at.holds_on(day) and holds(at.where, start.said))
    return next(fitting, None)


def owner_of(rule: Rule, start: Heard) -> str:
    """Tell who owes what a start asks for."""
    if rule.owner == "@by":
        return start.by
    if rule.owner == "@other":
        organs = (start.said["referred_by"], start.said["handled_by"])
        return organs[1] if start.by == organs[0] else organs[0]
    return start.said[rule.owner[1:]] if rule.owner.startswith("@") else rule.owner


def _in_place(rule: Rule, start: Heard, heard: tuple[Heard, ...], book: Rulebook) -> bool:
    """Tell whether the latest of some events before the start is one that the rule is for."""
    if rule.latest is None:
        return True
    until = start.at + book.threads[rule.thread].skew
    before = [at for at in heard if at.at <= until and any_matches(rule.latest.of, at)]
    return bool(before) and any_matches(rule.latest.among, before[-1])
