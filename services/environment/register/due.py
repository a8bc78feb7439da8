"""Removals from the register that the province announced in advance: applied on their date."""

from functools import partial

from services.environment.register.domain import HeldRemovals
from services.environment.register.handlers import apply_held
from shared.handling import Cause, DepartmentContext, UnitOfWork
from shared.store import Session

AT_A_TIME = 100


def apply_due(context: DepartmentContext) -> int:
    """Apply every removal whose date has come; return how many plots were read.

    Several processes may run this at once: the second one finds the removal applied.
    """
    looked = 0
    while due := context.store.due(HeldRemovals, "due_at", context.clock(), AT_A_TIME):
        for held in due:
            context.store.transact(partial(_apply, context=context, plot_code=held.plot_code))
        looked += len(due)
        if len(due) < AT_A_TIME:
            break
    return looked


def _apply(session: Session, *, context: DepartmentContext, plot_code: str) -> None:
    held = session.find(HeldRemovals, plot_code)
    if held is None:
        return
    cause = Cause(held.told_by, "timer", "platform", context.department, held.told_by)
    apply_held(UnitOfWork(session, cause, context.identity, context.clock()), plot_code)
