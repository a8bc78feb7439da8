"""Record a step of public security in the file of a case, and publish it."""

from dataclasses import replace
from typing import Any

from services.casework.procedures.case_file import RecordedStep, record_own_step
from services.casework.procedures.criminal import criminal_of
from services.casework.procedures.step_event import step_taken_event
from services.casework.procedures.vocabulary import Organ
from services.casework.steps.messages import Step
from services.public_security.cases.domain import ReferredCase
from shared.handling import UnitOfWork
from shared.vocabulary import current


def record_step(uow: UnitOfWork, case_id: str, step: Step, **said: Any) -> ReferredCase:
    """Record a step that the procedure allows, save the case, publish the step without names."""
    case = uow.get(ReferredCase, case_id)
    actor = said.pop("by", uow.cause.actor)
    taken = RecordedStep(step, Organ.PUBLIC_SECURITY, actor, uow.today, uow.now, **said)
    after = record_own_step(criminal_of(case.referred_by), case, taken)
    if taken.county:
        after = replace(after, division=current(taken.county))
    uow.save(after)
    publish_step(uow, after, taken)
    return after


def publish_step(uow: UnitOfWork, case: ReferredCase, taken: RecordedStep) -> None:
    """Publish a step to all departments, without names."""
    uow.emit(
        step_taken_event(
            criminal_of(case.referred_by),
            case,
            taken,
            case_id=case.own_number,
            referred_by=case.referred_by,
            county=case.county,
            division=case.referrer_division,
            handled_division=case.division,
            organ_name=case.handler,
        )
    )
