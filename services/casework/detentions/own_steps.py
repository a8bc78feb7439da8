"""Write a step of this department into the file of a case for detention, and tell it."""

from typing import Any

from services.casework.detentions.domain import Detention
from services.casework.procedures.case_file import Taken, act
from services.casework.procedures.detention import DETENTION
from services.casework.procedures.step_event import step_taken
from services.casework.procedures.vocabulary import Organ
from services.casework.steps.messages import Step
from shared.handling import UnitOfWork
from shared.web import Role


def taken_here(uow: UnitOfWork, step: Step, **said: Any) -> Taken:
    """Make the step that somebody of this department takes now."""
    return Taken(step, Organ.REFERRER, uow.cause.actor, uow.today, uow.now, **said)


def take(
    uow: UnitOfWork, case: Detention, step: Step, role: Role | None = None, **said: Any
) -> Detention:
    """Take a step that the procedure allows, save the case, and tell all but the names."""
    taken = taken_here(uow, step, **said)
    after = act(DETENTION, case, taken, role)
    uow.save(after)
    tell(uow, after, taken)
    return after


def tell(uow: UnitOfWork, case: Detention, taken: Taken) -> None:
    """Tell a step to all, without names."""
    uow.emit(
        step_taken(
            DETENTION,
            case,
            taken,
            case_id=case.case_id,
            referred_by=uow.department,
            county=case.county,
            organ_name=case.handler,
        )
    )
