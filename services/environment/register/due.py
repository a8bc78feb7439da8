"""Removals from the register that the province announced ahead: applied on their day."""

from functools import partial

from services.environment.register.domain import HeldRemovals
from services.environment.register.handlers import apply_held
from shared.delivery import Desk
from shared.handling import Cause, UnitOfWork
from shared.store import Session

AT_A_TIME = 100


def apply_due(desk: Desk) -> int:
    """Apply every removal whose day has come; say how many plots were looked at.

    Several processes may do so at once: who comes second finds it applied.
    """
    looked = 0
    while due := desk.store.due(HeldRemovals, "due_at", desk.clock(), AT_A_TIME):
        for held in due:
            desk.store.transact(partial(_apply, desk=desk, plot_code=held.plot_code))
        looked += len(due)
        if len(due) < AT_A_TIME:
            break
    return looked


def _apply(session: Session, *, desk: Desk, plot_code: str) -> None:
    held = session.find(HeldRemovals, plot_code)
    if held is None:
        return
    cause = Cause(held.told_by, "timer", "platform", desk.place.department, held.told_by)
    apply_held(UnitOfWork(session, cause, desk.place, desk.clock()), plot_code)
