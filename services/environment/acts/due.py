"""Acts of a day to come: applied on their day."""

from functools import partial

from services.environment.acts.domain import PlotAct
from services.environment.acts.handlers import come_into_force
from services.environment.gates.handlers import answer_again
from shared.handling import Cause, DepartmentContext, UnitOfWork
from shared.store import Session

AT_A_TIME = 100


def apply_due(context: DepartmentContext) -> int:
    """Apply every act whose day has come; return how many were read.

    Several processes may run this at once: the second one finds the act applied.
    """
    looked = 0
    while due := context.store.due(PlotAct, "due_at", context.clock(), AT_A_TIME):
        for act in due:
            context.store.transact(partial(_apply, context=context, act_id=act.act_id))
        looked += len(due)
        if len(due) < AT_A_TIME:
            break
    return looked


def _apply(session: Session, *, context: DepartmentContext, act_id: str) -> None:
    act = session.find(PlotAct, act_id)
    if act is None or act.due_at is None:
        return
    cause = Cause(act.cause_id, "timer", "platform", context.department, act.cause_id)
    uow = UnitOfWork(session, cause, context.identity, context.clock())
    plot = come_into_force(uow, act).plot
    if plot is not None:
        answer_again(uow, plot)
