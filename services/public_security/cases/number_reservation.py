"""Reserve a case number for the department that opens the case."""

from services.casework.steps.messages import CaseStepTaken, Step
from services.casework.timelines import handlers as timelines
from services.public_security.cases.domain import ReferredCase
from services.public_security.detentions.domain import ReferredDetention
from shared.handling import UnitOfWork, reserve

OPENED: dict[Step, type[ReferredCase | ReferredDetention]] = {
    Step.SUSPECTED: ReferredCase,
    Step.DRAFTED: ReferredDetention,
}


def note_step(uow: UnitOfWork, event: CaseStepTaken) -> None:
    """Store a step of any case; its opener owns the number even before the referral arrives."""
    timelines.note_step(uow, event)
    kind, opener = OPENED.get(event.step), uow.cause.department
    if kind is not None and event.taken_by == event.referred_by == opener:
        reserve(uow, kind, event.case_id, opener)
