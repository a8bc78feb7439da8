"""Compact threads: events that no open clock needs move to a page that is never changed."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from services.coordination.clocks.domain import EventThread, ThreadPage
from services.coordination.clocks.evaluation.clock import Clock, clock_id
from services.coordination.clocks.evaluation.deadline import effective_events, period_events
from services.coordination.clocks.evaluation.event_index import Events, ordered_events
from services.coordination.clocks.evaluation.late_claims import MOST_CLAIMS
from services.coordination.clocks.evaluation.starts import context_of, first_division
from services.coordination.clocks.observed import ObservedEvent
from services.coordination.clocks.rulebook.match import any_matches
from services.coordination.clocks.rulebook.rule import ClockRule, Rulebook

MOST = 64
"""A thread with more events than this is compacted; an ordinary case has a third as many."""
RECENT = 32
"""The number of recent events that are always retained: late events are sorted in among them."""
MOST_CLAIMED = 10
"""The number of ended clocks that can still be evaluated when a late claim is accepted."""
LEAST = 16
"""The smallest number of events that justifies a page."""


def compact(
    thread: EventThread, clocks: Sequence[Clock], book: Rulebook
) -> tuple[EventThread, ThreadPage | None]:
    """Move the events that cannot matter any more to a page, once there are many of them."""
    if len(thread.heard) <= MOST:
        return thread, None
    events, skew = Events(ordered_events(thread)), book.threads[thread.kind].skew
    rules = tuple(book.rules_of(thread.kind))
    needed = {
        *(event.id for event in thread.heard[-RECENT:]),
        *_needed_by_clocks(thread, clocks, events, skew),
        *_needed_by_rules(rules, events),
    }
    away = tuple(event for event in thread.heard if event.id not in needed)
    if len(away) < LEAST:
        return thread, None
    workable = {clock.id for clock in clocks if _is_workable(clock, needed, events, skew)}
    begun = _begun_in_series(clocks)
    kept = tuple(
        replace(event, done=_done(event, rules, workable), begins=begun.get(event.id, event.begins))
        for event in thread.heard
        if event.id in needed
    )
    page = ThreadPage(f"{thread.id}/{thread.pages:06}", thread.id, away)
    small = replace(
        thread,
        heard=kept,
        acts=tuple(act for act in thread.acts if act.obligation in workable),
        obligations=tuple(name for name in thread.obligations if name in workable),
        pages=thread.pages + 1,
        division=first_division(thread, events),
    )
    return small, page


def _needed_by_clocks(
    thread: EventThread, clocks: Sequence[Clock], events: Events, skew: timedelta
) -> Iterator[str]:
    """List the events that open clocks follow from, and ended clocks that may still change."""
    running = [clock for clock in clocks if clock.end is None]
    claimed = [clock for clock in clocks if clock.end is not None and clock.claims][-MOST_CLAIMED:]
    followed = {(clock.rule.follows, clock.start.id) for clock in running if clock.rule.follows}
    before = [
        clock for clock in clocks if clock.end and (clock.rule.id, clock.end.heard.id) in followed
    ]
    for clock in (*running, *claimed, *before):
        yield clock.start.id
        yield from (event.id for event in _lasting(clock, events))
        claims = {event.id for event in clock.claims}
        yield from [event.id for event in thread.heard if event.id in claims][:MOST_CLAIMS]
        if clock.end is not None:
            yield clock.end.heard.id
        if (context := context_of(clock.rule, clock.start, events, skew)) is not None:
            yield context.id


def _needed_by_rules(rules: Sequence[ClockRule], events: Events) -> Iterator[str]:
    """List the events that a rule looks back at."""
    for rule in rules:
        for matches in (rule.fulfilled, rule.withdrawn, rule.latest.of if rule.latest else ()):
            yield from [event.id for event in events.of(matches)][-1:]
        yield from [event.id for event in events.of(rule.starts)][:1]


def _begun_in_series(clocks: Sequence[Clock]) -> dict[str, tuple[str, ...]]:
    """Return for each event the series in which it began a clock: what it answered may be moved."""
    begun: dict[str, set[str]] = defaultdict(set)
    for clock in clocks:
        if clock.rule.repeats:
            begun[clock.start.id] |= {clock.rule.id, *clock.start.begins}
    return {name: tuple(sorted(rules)) for name, rules in begun.items()}


def _lasting(clock: Clock, events: Events) -> Iterator[ObservedEvent]:
    """List the events that extended or suspended the period of a clock."""
    supporting = period_events(clock.rule, clock.limit, events)
    for event in effective_events(clock.rule, clock.limit, clock.start, supporting):
        if clock.end is None or event.at <= clock.end.at:
            yield event


def _is_workable(clock: Clock, needed: set[str], events: Events, skew: timedelta) -> bool:
    """Return whether all events that a clock follows from are still in the thread."""
    if clock.end is None:
        return True
    context = context_of(clock.rule, clock.start, events, skew)
    follows = (clock.start, clock.end.heard, *_lasting(clock, events), context or clock.start)
    return not (clock.rule.follows or clock.rule.breached_rules) and all(
        event.id in needed for event in follows
    )


def _done(start: ObservedEvent, rules: Sequence[ClockRule], workable: set[str]) -> tuple[str, ...]:
    """List the rules whose clocks from this start are not evaluated again."""
    gone = {
        rule.id
        for rule in rules
        if any_matches(rule.possible_starts, start) and clock_id(start, rule) not in workable
    }
    return tuple(sorted(gone | set(start.done)))
