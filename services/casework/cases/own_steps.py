"""Record a step of this department in its case file, and publish it."""

from typing import Any

from services.casework.cases.domain import STATUS, Case
from services.casework.messages import CaseStatusChanged
from services.casework.procedures.case_file import RecordedStep, record_own_step
from services.casework.procedures.criminal import criminal_of
from services.casework.procedures.step_event import step_taken_event
from services.casework.procedures.vocabulary import Organ
from services.casework.steps.messages import Step
from shared.handling import UnitOfWork


def record_step(uow: UnitOfWork, case: Case, step: Step, **said: Any) -> Case:
    """Record a step that the procedure allows, save the case, publish the step without names."""
    taken = RecordedStep(step, Organ.REFERRER, uow.cause.actor, uow.today, uow.now, **said)
    after = record_own_step(criminal_of(uow.department), case, taken)
    uow.save(after)
    publish_step(uow, after, taken)
    publish_status(uow, case, after)
    return after


def publish_step(uow: UnitOfWork, case: Case, taken: RecordedStep) -> None:
    """Publish a step without names, for all departments."""
    uow.emit(
        step_taken_event(
            criminal_of(uow.department),
            case,
            taken,
            case_id=case.case_id,
            referred_by=uow.department,
            county=case.county,
            division=case.division,
            organ_name=case.handler,
        )
    )


def publish_status(uow: UnitOfWork, before: Case, after: Case) -> None:
    """Publish the state of a case to the reporter of its clue, when the state changed."""
    if before.state is not after.state and after.state in STATUS:
        status = STATUS[after.state]
        uow.emit(CaseStatusChanged(after.case_id, after.clue_id, after.reporter, status))
