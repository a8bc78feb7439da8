"""Record a step of this department in a case for detention, and publish it."""

from typing import Any

from services.casework.detentions.domain import Detention
from services.casework.procedures.case_file import RecordedStep, record_own_step
from services.casework.procedures.detention import DETENTION
from services.casework.procedures.step_event import step_taken_event
from services.casework.procedures.vocabulary import Organ
from services.casework.steps.messages import Step
from shared.handling import UnitOfWork
from shared.web import Role


def step_of_today(uow: UnitOfWork, step: Step, **said: Any) -> RecordedStep:
    """Return a step that a person of this department takes now."""
    return RecordedStep(step, Organ.REFERRER, uow.cause.actor, uow.today, uow.now, **said)


def record_step(
    uow: UnitOfWork, case: Detention, step: Step, role: Role | None = None, **said: Any
) -> Detention:
    """Record a step that the procedure allows, save the case, publish the step without names."""
    taken = step_of_today(uow, step, **said)
    after = record_own_step(DETENTION, case, taken, role)
    uow.save(after)
    publish_step(uow, after, taken)
    return after


def publish_step(uow: UnitOfWork, case: Detention, taken: RecordedStep) -> None:
    """Publish a step without names, for all departments."""
    uow.emit(
        step_taken_event(
            DETENTION,
            case,
            taken,
            case_id=case.case_id,
            referred_by=uow.department,
            county=case.county,
            division=case.division,
            organ_name=case.handler,
        )
    )
