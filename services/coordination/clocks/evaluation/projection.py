"""The projection: which clocks follow from the observed events, in whatever order they arrived.

The result does not depend on the time of day or on earlier results: the same events, acts, rules
and calendar give the same clocks. A redelivery, a late event, a new calendar and a new law
therefore all use the same computation.
"""

from collections import defaultdict
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from services.coordination.clocks.domain import EventThread
from services.coordination.clocks.evaluation.anchor import UncountableError
from services.coordination.clocks.evaluation.clock import Clock, ClockOutcome, clock_id
from services.coordination.clocks.evaluation.closure import ends_of
from services.coordination.clocks.evaluation.due_dates import Ending, evaluate_period
from services.coordination.clocks.evaluation.event_index import IN_ORDER, Events, ordered_events
from services.coordination.clocks.evaluation.series import series_of, standing_breaches
from services.coordination.clocks.evaluation.starts import (
    context_matches,
    division_for,
    limit_for,
    owner_of,
)
from services.coordination.clocks.observed import ClockAct, ObservedEvent
from services.coordination.clocks.rulebook.limit import Limit
from services.coordination.clocks.rulebook.match import any_matches
from services.coordination.clocks.rulebook.rule import ClockRule, Rulebook
from shared.calendar import Calendar, CalendarError

IN_TURN = timedelta(days=1)
"""The tolerance for an answer dated before its question, where steps are known to be in turn."""
MOST_OPEN = 10
"""The number of clocks of one rule that may run for one thing; further starts begin none."""


@dataclass(frozen=True, slots=True)
class Uncountable:
    """A start that owes something under a rule, but whose period cannot be counted, and why."""

    rule: ClockRule
    start: ObservedEvent
    reason: str


@dataclass(frozen=True, slots=True)
class Projection:
    """The clocks of a thread, and the starts whose clocks cannot be counted."""

    clocks: tuple[Clock, ...]
    uncountable: tuple[Uncountable, ...]


def clocks_of(
    thread: EventThread, book: Rulebook, calendar: Calendar, only: Container[str] | None = None
) -> Iterator[Clock]:
    """Yield the clocks of a thread, open or ended, by rule and start: all, or those named."""
    yield from project(thread, book, calendar, only).clocks


def project(
    thread: EventThread, book: Rulebook, calendar: Calendar, only: Container[str] | None = None
) -> Projection:
    """Project a thread: all of its clocks, or those named."""
    acts: dict[str, list[ClockAct]] = defaultdict(list)
    for act in sorted(thread.acts, key=IN_ORDER):
        acts[act.obligation].append(act)
    fold = _Fold(
        thread, calendar, Events(ordered_events(thread)), acts, book.threads[thread.kind].skew
    )
    rules = tuple(book.rules_of(thread.kind))
    before = {name for rule in rules for name in (rule.follows, *rule.breached_rules)}
    found: list[Clock] = []
    for rule in rules:
        made = fold.clocks(rule, None if rule.id in before else only)
        if rule.id in before:
            fold.breachable.update({clock.id: clock for clock in made})
        found += (clock for clock in made if only is None or clock.id in only)
    return Projection(tuple(found), tuple(fold.uncountable))


@dataclass(slots=True)
class _Fold:
    """One pass over a thread; `answers` holds for each rule the events that fulfilled a clock.

    `breachable` are the clocks from whose breach a rule may start.
    """

    thread: EventThread
    calendar: Calendar
    events: Events
    acts: dict[str, list[ClockAct]]
    skew: timedelta
    answers: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    breachable: dict[str, Clock] = field(default_factory=dict)
    uncountable: list[Uncountable] = field(default_factory=list)

    def clocks(self, rule: ClockRule, only: Container[str] | None) -> list[Clock]:
        starts = self.events.of(rule.possible_starts)
        if not starts:
            return []
        ends = self.events.of((*rule.fulfilled, *rule.withdrawn))
        if rule.repeats:
            return series_of(
                rule, starts, lambda start, used: self._series(rule, start, ends, used)
            )
        if rule.breached_rules:
            starts = tuple(standing_breaches(starts, self.events, self.breachable))
        wanted = None if len(starts) > MOST_OPEN else only  # each one reads those before it
        found: list[Clock] = []
        for start in starts:
            if wanted is not None and clock_id(start, rule) not in wanted:
                continue
            if sum(_runs_at(clock, start) for clock in found) >= MOST_OPEN:
                continue
            if (clock := self._clock(rule, start, starts, ends)) is not None:
                found.append(clock)
        return found

    def _series(
        self,
        rule: ClockRule,
        start: ObservedEvent,
        ends: tuple[ObservedEvent, ...],
        used: Container[str],
    ) -> Clock | None:
        """Return the next clock of a series; an answer that began an earlier one ends none."""
        fresh = tuple(event for event in ends if event.id not in used)
        return self._clock(rule, start, (start,), fresh)

    def _clock(
        self,
        rule: ClockRule,
        start: ObservedEvent,
        starts: tuple[ObservedEvent, ...],
        heard: tuple[ObservedEvent, ...],
    ) -> Clock | None:
        """Return the clock of a start; None if it begins none, or none that can be counted."""
        try:
            limit = self._limit(rule, start)
            return None if limit is None else self._counted(rule, limit, start, starts, heard)
        except (UncountableError, CalendarError) as error:
            self.uncountable.append(Uncountable(rule, start, str(error)))
            return None

    def _limit(self, rule: ClockRule, start: ObservedEvent) -> Limit | None:
        """Choose the period length for a start; None if it begins no clock of this rule."""
        if rule.id in start.done or not context_matches(rule, start, self.events, self.skew):
            return None
        if rule.follows and start.id not in self.answers[rule.follows]:
            return None
        return limit_for(rule, start)

    def _counted(
        self,
        rule: ClockRule,
        limit: Limit,
        start: ObservedEvent,
        starts: tuple[ObservedEvent, ...],
        heard: tuple[ObservedEvent, ...],
    ) -> Clock:
        name, owner = clock_id(start, rule), self._owner(rule, start)
        skew = max(self.skew, IN_TURN) if self.thread.opened else self.skew
        ends: Iterator[Ending] = ends_of(rule, start, starts, heard, owner, skew)
        if rule.is_met_by_start:
            ends = iter([(ClockOutcome.FULFILLED, start)])
        acts = tuple(self.acts[name])
        count, warn_at, end, late = evaluate_period(
            rule, limit, start, ends, self.events, acts, self.calendar
        )
        if end is not None and end.outcome is ClockOutcome.FULFILLED:
            self.answers[rule.id].add(end.heard.id)
        thread, division = self.thread, division_for(rule, start, self.thread, self.events)
        return Clock(
            name,
            thread.id,
            thread.key,
            rule,
            limit,
            owner,
            start,
            count,
            warn_at,
            end,
            late,
            division,
        )

    def _owner(self, rule: ClockRule, start: ObservedEvent) -> str:
        """Return the owner; in a series, who answered owes the next answer."""
        if rule.repeats and not any_matches(rule.starts, start):
            return start.by
        return owner_of(rule, start)


def _runs_at(clock: Clock, start: ObservedEvent) -> bool:
    """Return whether a clock that began earlier was still running at a later start."""
    return clock.end is None or clock.end.at > start.at
