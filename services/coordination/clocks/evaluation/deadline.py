"""The running time of a clock: its start, extensions and suspensions."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from services.coordination.clocks.evaluation.anchor import anchor_of, instant_of_anchor
from services.coordination.clocks.evaluation.date_proof import Proof
from services.coordination.clocks.evaluation.event_index import Events
from services.coordination.clocks.observed import ClockAct, ClockActKind, ObservedEvent
from services.coordination.clocks.rulebook.limit import Limit, LimitForm
from services.coordination.clocks.rulebook.match import any_matches
from services.coordination.clocks.rulebook.rule import ClockRule
from shared.calendar import (
    Calendar,
    CountedPeriod,
    Pause,
    Period,
    count,
    count_back,
    end_at,
)

MOST_PAUSES = 16
"""The number of events that may suspend one clock; a limit on endless suspension."""


def period_events(rule: ClockRule, limit: Limit, heard: Events) -> tuple[ObservedEvent, ...]:
    """List the events that may suspend, resume or extend a clock."""
    wanted = [match for pause in rule.pauses for match in (*pause.begins, *pause.ends)]
    wanted += [match for longer in limit.extend for match in longer.on]
    return heard.of(wanted) if wanted else ()


def effective_events(
    rule: ClockRule, limit: Limit, start: ObservedEvent, events: tuple[ObservedEvent, ...]
) -> Iterator[ObservedEvent]:
    """List the events that actually change a clock, however many there were."""
    later = [event for event in events if event.at >= start.at]
    for pause in rule.pauses:
        stands, changes = False, 0
        for event in later:
            wanted = pause.ends if stands else pause.begins
            if changes < 2 * MOST_PAUSES and any_matches(wanted, event):
                stands, changes = not stands, changes + 1
                yield event
    for longer in limit.extend:
        yield from islice((event for event in later if any_matches(longer.on, event)), 1)


def measure(
    rule: ClockRule,
    limit: Limit,
    start: ObservedEvent,
    until: datetime | None,
    events: tuple[ObservedEvent, ...],
    acts: tuple[ClockAct, ...],
    calendar: Calendar,
    proof: Proof,
) -> CountedPeriod:
    """Compute the period with the changes by events and people while it ran.

    Events with dates that are not accepted change nothing. An accepted event can only move the end
    later, and may thereby make others acceptable: the computation repeats until none is added.
    """
    believed: tuple[ObservedEvent, ...] = ()
    while True:
        result = _counted(rule, limit, start, until, believed, acts, calendar)
        more = tuple(
            event for event in events if event in believed or proof.believes(event, result.due_at)
        )
        if more == believed:
            return result
        believed = more


def _counted(
    rule: ClockRule,
    limit: Limit,
    start: ObservedEvent,
    until: datetime | None,
    events: tuple[ObservedEvent, ...],
    acts: tuple[ClockAct, ...],
    calendar: Calendar,
) -> CountedPeriod:
    if limit.form is LimitForm.DUE:
        return end_at(anchor_of(limit, start), calendar)
    if limit.form is LimitForm.BEFORE:
        return count_back(limit.period, instant_of_anchor(limit, start), calendar)
    begun = _begun(limit, start, acts)
    pauses = (*_paused(rule, start, until, events), *_suspended(acts))

    def counted(period: Period) -> CountedPeriod:
        return count(period, begun, calendar, pauses, limit.counts_start_day)

    result = counted(limit.period)
    for at, period in _extensions(limit, start, until, events, acts):
        if result.due_at is None or at < result.due_at:  # an ended clock cannot be extended
            longer = counted(period)
            if result.due_at is None or (longer.due_at and longer.due_at > result.due_at):
                result = longer
    return result


def _begun(limit: Limit, start: ObservedEvent, acts: tuple[ClockAct, ...]) -> datetime:
    """Return the instant from which a period is counted: as corrected, as named, or of the act."""
    corrected = [act for act in acts if act.kind is ClockActKind.CORRECT]
    if corrected:
        return max(corrected, key=lambda correction: correction.id).at
    return instant_of_anchor(limit, start) if limit.form is LimitForm.FROM else start.at


def _paused(
    rule: ClockRule, start: ObservedEvent, until: datetime | None, heard: tuple[ObservedEvent, ...]
) -> Iterator[Pause]:
    """List the intervals between the events that suspend a clock and those that resume it."""
    for told in rule.pauses:
        since: datetime | None = None
        stood = 0
        for event in heard:
            if event.at < start.at or (until is not None and event.at > until):
                continue
            if since is None and any_matches(told.begins, event):
                stood += 1
                if stood > MOST_PAUSES:
                    break
                since = event.at
            elif since is not None and any_matches(told.ends, event):
                yield Pause(since, event.at, told.why)
                since = None
        if since is not None:
            yield Pause(since, until, told.why)


def _suspended(acts: tuple[ClockAct, ...]) -> Iterator[Pause]:
    since: ClockAct | None = None
    for act in acts:
        if since is None and act.kind is ClockActKind.SUSPEND:
            since = act
        elif since is not None and act.kind is ClockActKind.RESUME:
            yield Pause(since.at, act.at, since.why)
            since = None
    if since is not None:
        yield Pause(since.at, None, since.why)


def _extensions(
    limit: Limit,
    start: ObservedEvent,
    until: datetime | None,
    heard: tuple[ObservedEvent, ...],
    acts: tuple[ClockAct, ...],
) -> list[tuple[datetime, Period]]:
    """List the granted extensions with the time of each grant."""
    granted = [
        (event.at, longer.period)
        for event in heard
        for longer in limit.extend
        if event.at >= start.at
        and (until is None or event.at <= until)
        and any_matches(longer.on, event)
    ]
    granted += [
        (act.at, Period(act.length, act.unit)) for act in acts if act.kind is ClockActKind.EXTEND
    ]
    return sorted(granted, key=lambda grant: (grant[0], grant[1].length))
