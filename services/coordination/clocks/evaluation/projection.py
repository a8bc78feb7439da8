"""The projection: which clocks follow from the observed events, in whatever order they arrived.

The result does not depend on the time of day or on earlier results: the same events, acts, rules
and calendar give the same clocks. A redelivery, a late event, a new calendar and a new law
therefore all use the same computation.
"""

from collections import defaultdict
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from operator import attrgetter

from services.coordination.clocks.domain import EventThread
from services.coordination.clocks.evaluation.clock import Clock, ClockOutcome, clock_id
from services.coordination.clocks.evaluation.closure import ends_of
from services.coordination.clocks.evaluation.due_dates import evaluate_period
from services.coordination.clocks.evaluation.event_index import Events
from services.coordination.clocks.observed import ClockAct, ObservedEvent
from services.coordination.clocks.rulebook.match import any_matches, holds
from services.coordination.clocks.rulebook.rule import ClockRule, Limit, Rulebook
from shared.calendar import Calendar, legal_day

IN_ORDER = attrgetter("at", "id")
IN_TURN = timedelta(days=1)
"""The tolerance for an answer dated before its question, where steps are known to be in turn."""
MOST_OPEN = 10
"""The number of clocks of one rule that may run for one thing; further starts begin none."""


def clocks_of(
    thread: EventThread, book: Rulebook, calendar: Calendar, only: Container[str] | None = None
) -> Iterator[Clock]:
    """Yield the clocks of a thread, open or ended, by rule and start: all, or those named."""
    acts: dict[str, list[ClockAct]] = defaultdict(list)
    for act in sorted(thread.acts, key=IN_ORDER):
        acts[act.obligation].append(act)
    fold = _Projection(
        thread, calendar, Events(ordered_events(thread)), acts, book.threads[thread.kind].skew
    )
    rules = tuple(book.rules_of(thread.kind))
    followed = {rule.follows for rule in rules}
    for rule in rules:
        for clock in fold.clocks(rule, None if rule.id in followed else only):
            if only is None or clock.id in only:
                yield clock


@dataclass(slots=True)
class _Projection:
    """One pass over a thread; `answers` holds for each rule the events that fulfilled a clock."""

    thread: EventThread
    calendar: Calendar
    events: Events
    acts: dict[str, list[ClockAct]]
    skew: timedelta
    answers: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def clocks(self, rule: ClockRule, only: Container[str] | None) -> Iterator[Clock]:
        starts = self.events.of(rule.starts)
        wanted = None if len(starts) > MOST_OPEN else only  # each one reads those before it
        ends = self.events.of((*rule.fulfilled, *rule.withdrawn)) if starts else ()
        found: list[Clock] = []
        for start in starts:
            limit = self._limit(rule, start)
            if limit is None or (wanted is not None and clock_id(start, rule) not in wanted):
                continue
            if sum(_runs_at(clock, start) for clock in found) < MOST_OPEN:
                found.append(self._clock(rule, limit, start, starts, ends))
        return iter(found)

    def _limit(self, rule: ClockRule, start: ObservedEvent) -> Limit | None:
        """Choose the period length for a start; None if it begins no clock of this rule."""
        if rule.id in start.done or not context_matches(rule, start, self.events, self.skew):
            return None
        if rule.follows and start.id not in self.answers[rule.follows]:
            return None
        return limit_for(rule, start)

    def _clock(
        self,
        rule: ClockRule,
        limit: Limit,
        start: ObservedEvent,
        starts: tuple[ObservedEvent, ...],
        heard: tuple[ObservedEvent, ...],
    ) -> Clock:
        name, owner = clock_id(start, rule), owner_of(rule, start)
        skew = max(self.skew, IN_TURN) if self.thread.opened else self.skew
        ends = ends_of(rule, start, starts, heard, owner, skew)
        acts = tuple(self.acts[name])
        count, warn_at, end, late = evaluate_period(
            rule, limit, start, ends, self.events, acts, self.calendar
        )
        if end is not None and end.outcome is ClockOutcome.FULFILLED:
            self.answers[rule.id].add(end.heard.id)
        thread = self.thread
        return Clock(
            name, thread.id, thread.key, rule, limit, owner, start, count, warn_at, end, late
        )


def _runs_at(clock: Clock, start: ObservedEvent) -> bool:
    """Return whether a clock that began earlier was still running at a later start."""
    return clock.end is None or clock.end.at > start.at


def ordered_events(thread: EventThread) -> tuple[ObservedEvent, ...]:
    """Sort events by date; reports of the same act count once, from the first arrival."""
    once: dict[str, ObservedEvent] = {}
    for event in sorted(thread.heard, key=IN_ORDER):
        known = once.get(event.identity)
        once[event.identity] = event if known is None else known.merged_with(event)
    return tuple(sorted(once.values(), key=IN_ORDER))


def limit_for(rule: ClockRule, start: ObservedEvent) -> Limit | None:
    """Choose the length by the date of the act and by its own fields; the first match wins."""
    day = day_of(start)
    fitting = (
        limit for limit in rule.limits if limit.holds_on(day) and holds(limit.where, start.said)
    )
    return next(fitting, None)


def day_of(start: ObservedEvent) -> date:
    """Return the date whose law applies to an act: when it took effect, else when it was done."""
    return start.acted_on or legal_day(start.at)


def owner_of(rule: ClockRule, start: ObservedEvent) -> str:
    """Return the owner of the duty that a start creates."""
    if rule.owner == "@by":
        return start.by
    if rule.owner == "@other":
        organs = (start.said["referred_by"], start.said["handled_by"])
        return organs[1] if start.by == organs[0] else organs[0]
    return start.said[rule.owner[1:]] if rule.owner.startswith("@") else rule.owner


def context_matches(rule: ClockRule, start: ObservedEvent, events: Events, skew: timedelta) -> bool:
    """Return whether the latest of some events before the start matches the rule's condition."""
    if rule.latest is None:
        return True
    before = context_of(rule, start, events, skew)
    return before is not None and any_matches(rule.latest.among, before)


def context_of(
    rule: ClockRule, start: ObservedEvent, events: Events, skew: timedelta
) -> ObservedEvent | None:
    """Return the latest of the events that a rule looks up before its start."""
    if rule.latest is None:
        return None
    until = start.at + skew
    before = [event for event in events.of(rule.latest.of) if event.at <= until]
    return before[-1] if before else None
