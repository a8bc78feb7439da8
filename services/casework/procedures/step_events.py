"""Convert the events of one organ to steps in the case file of another."""

from datetime import date
from typing import Protocol

from services.casework.cases.messages import CaseSupplemented
from services.casework.procedures.authorization import marking_of
from services.casework.procedures.case_file import RecordedStep
from services.casework.procedures.event_step_map import STEPS
from services.casework.procedures.vocabulary import CaseMark, Organ
from services.casework.steps.messages import POLICE_DEPARTMENT, Step
from services.public_security.cases.messages import CaseCheckExtended
from services.public_security.reviews.messages import CaseReconsidered
from shared.handling import UnitOfWork


class CaseEvent(Protocol):
    """An event about a case."""

    @property
    def case_id(self) -> str:
        """The number of the case."""


def recorded_step_of(event: CaseEvent, uow: UnitOfWork) -> RecordedStep:
    """Convert an event to a recorded step; its publisher is the organ that took it."""
    return RecordedStep(
        step=step_of(event),
        organ=organ_of(uow.cause.department),
        by=str(getattr(event, "officer", uow.cause.actor)),
        on=_day_of(event),
        at=uow.cause.published_at or uow.now,
        document_number=getattr(event, "document_number", None),
        words=getattr(event, "reason", None),
        marking=_marking_of(event),
        materials=getattr(event, "materials", ()),
        county=getattr(event, "to_division", None),
        handler=getattr(event, "to_organ", None),
        about=getattr(event, "about", None),
    )


def step_of(event: CaseEvent) -> Step:
    """Return the step that an event reports."""
    if isinstance(event, CaseReconsidered):
        return Step.RECONSIDERATION_UPHELD if event.upheld else Step.RECONSIDERATION_CHANGED
    if isinstance(event, CaseSupplemented) and not event.materials:
        return Step.SUPPLEMENT_IMPOSSIBLE
    return STEPS[type(event)]


def organ_of(publisher: str) -> Organ:
    """Return the organ that a publisher acts as."""
    sides = {POLICE_DEPARTMENT: Organ.PUBLIC_SECURITY, "procuratorate": Organ.PROCURATORATE}
    return sides.get(publisher, Organ.REFERRER)


def _marking_of(event: CaseEvent) -> CaseMark | None:
    if not isinstance(event, CaseCheckExtended):
        return None
    return marking_of(Step.CHECK_EXTENDED, event.complexity)


def _day_of(event: object) -> date:
    for name in ("taken_on", "decided_on", "receipted_on"):
        if (day := getattr(event, name, None)) is not None:
            return day  # type: ignore[no-any-return]  # the field of an event that has it
    raise TypeError(f"{event!r} tells no day")
