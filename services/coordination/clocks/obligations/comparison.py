"""Compare a stored obligation with the clock that follows from the events now."""

from datetime import datetime

from services.coordination.clocks.domain import Obligation
from services.coordination.clocks.evaluation.clock import Clock, ClockOutcome
from services.coordination.clocks.obligations.snapshot import basis_of
from services.coordination.clocks.states import ObligationState

State = ObligationState


def is_reconciled(known: Obligation, clock: Clock, now: datetime) -> bool:
    """Tell whether a stored obligation already says what its clock says."""
    if known.open:
        return _is_unaffected(known, clock, now)
    return same_end(known, clock)


def _is_unaffected(known: Obligation, clock: Clock, now: datetime) -> bool:
    """Tell at once of an open clock that nothing about it is new, as of most."""
    count = clock.count
    return (
        clock.end is None
        and known.due_at == count.due_at
        and known.started_at == count.start
        and known.length == count.period.length
        and known.pauses == count.pauses
        and known.owner == clock.owner
        and known.limit == clock.limit.id
        and known.basis == basis_of(clock)
        and known.warn_at == clock.warn_at
        and known.provisional == count.provisional
        and known.state is state_at(known, now)
    )


def same_end(known: Obligation, clock: Clock) -> bool:
    """Tell whether an ended clock ended so; a pause that was heard of since is a new fact."""
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
