"""Store published steps and clocks; each event replaces the earlier state of its clock."""

from services.casework.cases.domain import Case
from services.casework.detentions.domain import Detention
from services.casework.steps.messages import CaseStepTaken
from services.casework.timelines.domain import (
    CaseStepRecord,
    ClockEvent,
    case_of,
    case_step_record,
    clock_of_event,
)
from shared.handling import UnitOfWork


def note_own_step(uow: UnitOfWork, event: CaseStepTaken) -> None:
    """Store a step in a case that this department refers."""
    if event.referred_by == uow.department:
        note_step(uow, event)


def note_step(uow: UnitOfWork, event: CaseStepTaken) -> None:
    """Store a step of any department's case: public security may receive the case later."""
    uow.save(case_step_record(event, _key(uow), uow.cause))


def _key(uow: UnitOfWork) -> str:
    """Return the key of a step: its event id, made distinct if another publisher used it."""
    first = uow.find(CaseStepRecord, uow.cause.id)
    if first is None or first.told_by in ("", uow.cause.department):
        return uow.cause.id
    return f"{uow.cause.id}@{uow.cause.department}"


def note_own_clock(uow: UnitOfWork, event: ClockEvent) -> None:
    """Store a clock that this department owes, or that runs in a case of its own."""
    case = case_of(event.thread)
    if event.owner == uow.department or (case and _is_own(uow, case)):
        note_clock(uow, event)


def note_case_clock(uow: UnitOfWork, event: ClockEvent) -> None:
    """Store a clock that this department owes, or that runs in any case."""
    if event.owner == uow.department or case_of(event.thread):
        note_clock(uow, event)


def note_clock(uow: UnitOfWork, event: ClockEvent) -> None:
    """Store a clock."""
    told_at = uow.cause.published_at or uow.now
    uow.save(clock_of_event(event, uow.cause.correlation, told_at))


def _is_own(uow: UnitOfWork, case: str) -> bool:
    return uow.find(Case, case) is not None or uow.find(Detention, case) is not None
