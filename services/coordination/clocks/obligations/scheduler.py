"""Publish what is due soon, overdue or lapsed; the cost depends only on what is due."""

from functools import partial

from services.coordination.clocks.domain import Obligation
from services.coordination.clocks.handlers import save_and_emit
from services.coordination.clocks.obligations.reconcile import SYSTEM, Reconciled, advance
from services.coordination.clocks.rulebook.book import rulebook
from services.coordination.clocks.rulebook.rule import Expiry
from shared.handling import Cause, DepartmentContext, SequenceState, UnitOfWork
from shared.store import Session

AT_A_TIME = 100


def tick(context: DepartmentContext) -> int:
    """Publish everything that has become due; return how many obligations were read.

    Several processes may run this at once: the second one finds the events already published.
    """
    looked = 0
    while due := context.store.due(Obligation, "next_at", context.clock(), AT_A_TIME):
        context.store.transact(
            partial(_advance, context=context, names=[obligation.id for obligation in due])
        )
        looked += len(due)
        if len(due) < AT_A_TIME:
            break
    return looked


def _advance(session: Session, *, context: DepartmentContext, names: list[str]) -> None:
    session.load(SequenceState, names)
    for known in session.load(Obligation, names).values():
        uow = UnitOfWork(session, cause_of(known), context.identity, context.clock())
        save_and_emit(uow, known, advance(Reconciled(known), expiry_of(known), uow.now))


def expiry_of(known: Obligation) -> Expiry:
    """Return the meaning of the end of a clock's period; a breach if the rule no longer exists."""
    rule = rulebook().rules.get(known.rule)
    return rule.expiry if rule else Expiry.OVERDUE


def cause_of(known: Obligation) -> Cause:
    """Return the cause of a scheduled event: the act that started the clock."""
    return Cause(known.act_id, "tick", SYSTEM, "coordination", known.correlation)
