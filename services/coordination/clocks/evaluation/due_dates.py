"""Compute the deadline of a clock and the event that ended it; each depends on the other."""

from collections.abc import Iterable
from datetime import datetime

from services.coordination.clocks.evaluation.clock import ClockOutcome, End
from services.coordination.clocks.evaluation.date_proof import Proof, proof_of
from services.coordination.clocks.evaluation.deadline import measure, period_events
from services.coordination.clocks.evaluation.event_index import Events
from services.coordination.clocks.evaluation.warning import warning_instant
from services.coordination.clocks.observed import ClockAct, ObservedEvent
from services.coordination.clocks.rulebook.limit import Limit
from services.coordination.clocks.rulebook.rule import ClockRule
from shared.calendar import Calendar, CountedPeriod

Ending = tuple[ClockOutcome, ObservedEvent]
Timed = tuple[CountedPeriod, datetime | None, End | None, tuple[ObservedEvent, ...]]


def evaluate_period(
    rule: ClockRule,
    limit: Limit,
    start: ObservedEvent,
    ends: Iterable[Ending],
    heard: Events,
    acts: tuple[ClockAct, ...],
    calendar: Calendar,
) -> Timed:
    """Compute a period, find its end, and list the late claims about it.

    The candidates for the end are given in the order of their dates; the one that counts earliest
    ends the clock. Those dated after that instant are skipped.
    """
    proof = proof_of(start, acts)
    events = () if limit.form.is_named else period_events(rule, limit, heard)
    best: tuple[End, CountedPeriod] | None = None
    late: list[ObservedEvent] = []
    for outcome, told in ends:
        if best is not None and told.at >= best[0].at:
            break
        count = measure(rule, limit, start, told.at, events, acts, calendar, proof)
        counts_from = proof.counts_from(told, count.due_at)
        if counts_from != told.at:
            late.append(told)
            count = measure(rule, limit, start, counts_from, events, acts, calendar, proof)
        if best is None or (counts_from, told.id) < (best[0].at, best[0].heard.id):
            best = End(outcome, told, counts_from), count
    if best is None:
        end, count = None, measure(rule, limit, start, None, events, acts, calendar, proof)
    else:
        end, count = best
    until = end.at if end else None
    late += [event for event in events if _is_claim(event, start, until, count, proof)]
    claims = sorted(late, key=lambda event: (event.arrived or event.at, event.id))
    known = start.at if limit.form.is_named else None
    return count, warning_instant(rule.warn, count, known), end, tuple(claims)


def _is_claim(
    event: ObservedEvent,
    start: ObservedEvent,
    until: datetime | None,
    count: CountedPeriod,
    proof: Proof,
) -> bool:
    """Return whether a pause or an extension is claimed for the time before a breach."""
    if event.at < start.at or (until is not None and event.at > until):
        return False
    return not proof.believes(event, count.due_at)
