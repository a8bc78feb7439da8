"""Reconcile a stored obligation with its projected clock; publish every difference exactly once."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from services.coordination.clocks.domain import Obligation
from services.coordination.clocks.evaluation.clock import Clock, ClockOutcome
from services.coordination.clocks.evaluation.late_claims import claims_of, words_of_claim
from services.coordination.clocks.history import ChangeReason, HistoryEntry
from services.coordination.clocks.obligations import published
from services.coordination.clocks.obligations.comparison import is_reconciled, same_end, state_at
from services.coordination.clocks.obligations.snapshot import (
    published_fields,
    to_obligation,
    with_better_certainty,
)
from services.coordination.clocks.rulebook.rule import Expiry
from services.coordination.clocks.states import ObligationState
from services.coordination.clocks.titles import title_of, words_of_end
from shared.texts import shortened

State = ObligationState
LAPSED = "期限届满，未提出"
VANISHED = "-"
"""The end of a clock that no longer follows from the events: no event ended it."""
SYSTEM = "clock"


IN_TIME_AFTER_ALL = ChangeReason(SYSTEM, "更正逾期", "期限内已有结果，在告知逾期之后才获知")


@dataclass(frozen=True, slots=True)
class Reconciled:
    """The obligation to store, and the events that publish its changes."""

    kept: Obligation
    events: tuple[Any, ...] = ()

    def then(self, kept: Obligation, *more: Any) -> "Reconciled":
        """Add a step."""
        return Reconciled(kept, (*self.events, *more))


def reconcile(
    known: Obligation | None, clock: Clock, book: str, now: datetime, why: ChangeReason
) -> Reconciled:
    """Compare a stored obligation with its clock; the result depends on these and on the time.

    A clock that had already ended by the same event is unchanged: a new law does not reopen it.
    """
    claims = claims_of(known, clock)
    if known is not None and known.claims == claims and is_reconciled(known, clock, now):
        return Reconciled(known)
    picture = replace(to_obligation(clock, book, now), claims=claims)
    if known is None:
        first = Reconciled(picture, (published.opened(picture),))
    elif known.state.is_ended and same_end(known, clock):
        return _with_claims(Reconciled(replace(known, claims=claims)), known, now)
    else:
        first = _with_claims(_with_revision(known, picture, now, why), known, now)
    return advance(_with_end(first, clock, now), clock.rule.expiry, now)


def _with_claims(so_far: Reconciled, known: Obligation, now: datetime) -> Reconciled:
    """Add new late claims to the history."""
    for claim in so_far.kept.claims:
        if not claim.accepted and claim not in known.claims:
            so_far = _with_history_entry(so_far, so_far.kept, now, words_of_claim(claim))
    return so_far


def withdraw_stale(known: Obligation, now: datetime, why: ChangeReason) -> Reconciled:
    """Withdraw an obligation whose clock no longer follows from the events, even an ended one."""
    if known.ended_type == VANISHED:
        return Reconciled(known)
    reason = f"据其后获知的情况，该事项不成立：{shortened(why.why)}"
    gone = replace(known, state=State.WITHDRAWN, reason=reason, ended_at=now, ended_by=None)
    kept = closed(replace(gone, ended_type=VANISHED, late=False))
    if known.state is State.WITHDRAWN:
        return Reconciled(kept)
    so_far = Reconciled(kept)
    if known.state.is_ended:
        so_far = _with_history_entry(so_far, known, now, replace(why, what="更正结果"))
    return so_far.then(so_far.kept, published.withdrawn(so_far.kept))


def advance(so_far: Reconciled, expiry: Expiry, now: datetime) -> Reconciled:
    """Apply the passage of time: due soon, overdue, lapsed."""
    kept = so_far.kept
    if kept.state.is_ended:
        return so_far
    state = state_at(kept, now)
    if state is State.OVERDUE and expiry is Expiry.LAPSES:
        lapsed = closed(replace(kept, state=State.WITHDRAWN, reason=LAPSED, ended_at=kept.due_at))
        return so_far.then(lapsed, published.withdrawn(lapsed))
    fresh = replace(kept, state=state, next_at=_next(kept, state))
    if state is kept.state:
        return so_far.then(fresh)
    told = {State.DUE_SOON: published.due_soon, State.OVERDUE: published.overdue}.get(state)
    return so_far.then(fresh, *([told(fresh)] if told else []))


def closed(kept: Obligation) -> Obligation:
    """Remove an ended obligation from the indexes of open ones."""
    return replace(kept, open=False, next_at=None, portion=None)


def _with_end(so_far: Reconciled, clock: Clock, now: datetime) -> Reconciled:
    kept, end = so_far.kept, clock.end
    if end is None:
        return so_far
    told = replace(
        kept,
        ended_at=end.at,
        ended_by=end.heard.id,
        ended_type=end.heard.event,
        ended_title=title_of(end.heard),
        late=clock.late,
    )
    if kept.state is State.OVERDUE and kept.due_at and end.at < kept.due_at:
        so_far = _with_history_entry(so_far.then(told), kept, now, IN_TIME_AFTER_ALL)
        told = so_far.kept
    if end.outcome is ClockOutcome.WITHDRAWN:
        gone = closed(replace(told, state=State.WITHDRAWN, reason=words_of_end(end.heard.said)))
        return so_far.then(gone, published.withdrawn(gone))
    done = closed(replace(told, state=State.FULFILLED))
    return so_far.then(done, published.fulfilled(done, end.heard.id, end.at))


def _with_revision(
    known: Obligation, picture: Obligation, now: datetime, why: ChangeReason
) -> Reconciled:
    """Apply the projected values; publish a change if a published field differs."""
    rearmed = known.state.is_ended or known.due_at != picture.due_at
    kept = replace(
        picture,
        opened_at=known.opened_at,
        history=known.history,
        state=State.RUNNING if rearmed else known.state,
    )
    if known.state.is_ended:
        what = replace(why, what="更正结果")
        return _with_history_entry(Reconciled(kept), known, now, what)
    if published_fields(known) == published_fields(picture):
        return Reconciled(with_better_certainty(known, picture))
    return _with_history_entry(Reconciled(kept), known, now, why)


def _with_history_entry(
    so_far: Reconciled, before: Obligation, now: datetime, why: ChangeReason
) -> Reconciled:
    change = HistoryEntry(now, why.who, why.what, why.why, before.due_at, so_far.kept.due_at)
    kept = replace(so_far.kept, history=(*so_far.kept.history, change))
    return so_far.then(kept, published.changed(kept, change))


def _next(kept: Obligation, state: ObligationState) -> datetime | None:
    if state is State.RUNNING:
        return kept.warn_at or kept.due_at
    return kept.due_at if state is State.DUE_SOON else None
