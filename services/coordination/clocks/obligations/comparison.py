"""Compare a stored obligation with the clock that follows from the events now."""

from datetime import datetime

from services.coordination.clocks.domain import Obligation
from services.coordination.clocks.evaluation.clock import Clock, ClockOutcome
from services.coordination.clocks.obligations.snapshot import basis_of
from services.coordination.clocks.states import ObligationState

State = ObligationState


def is_reconciled(known: Obligation, clock: Clock, now: datetime) -> bool:
    """Return whether a stored obligation already equals its clock."""
    if known.open:
        return _is_unaffected(known, clock, now)
    return same_end(known, clock)


def _is_unaffected(known: Obligation, clock: Clock, now: datetime) -> bool:
    """Return whether an open clock is unchanged: a cheap test that most clocks pass."""
    count = clock.count
    return (
        clock.end is None
        and known.due_at == count.due_at
        and known.started_at == clock.started_at
        and known.length == count.period.length
        and known.pauses == count.pauses
        and known.owner == clock.owner
        and known.division == clock.division
        and known.duty_of == (clock.rule.duty_of or "")
        and known.limit == clock.limit.id
        and known.basis == basis_of(clock)
        and known.warn_at == clock.warn_at
        and known.provisional == count.provisional
        and known.state is state_at(known, now)
    )


def same_end(known: Obligation, clock: Clock) -> bool:
    """Return whether an ended obligation has this end; a pause reported since then is a change."""
    same_rule = (known.limit, known.length) == (clock.limit.id, clock.count.period.length)
    if same_rule and known.pauses != clock.count.pauses:
        return False
    if clock.end is None:
        return known.ended_type is None
    end, fulfilled = clock.end, known.state is State.FULFILLED
    return (known.ended_at, known.ended_type, fulfilled) == (
        end.at,
        end.heard.event,
        end.outcome is ClockOutcome.FULFILLED,
    )


def state_at(kept: Obligation, now: datetime) -> ObligationState:
    """Return the state of an open obligation at an instant."""
    if kept.due_at is None:
        return State.SUSPENDED
    if now >= kept.due_at:
        return State.OVERDUE
    return State.DUE_SOON if kept.warn_at and now >= kept.warn_at else State.RUNNING
