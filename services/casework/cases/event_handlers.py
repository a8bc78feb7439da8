"""Record the steps that public security and the procuratorate report in an own case."""

from dataclasses import replace

from services.casework.cases.domain import Case
from services.casework.cases.own_steps import publish_status, publish_step
from services.casework.procedures.case_file import RecordedStep, record_remote_step
from services.casework.procedures.criminal import criminal_of
from services.casework.procedures.dates import check_step_day
from services.casework.procedures.step_events import CaseEvent, recorded_step_of
from services.casework.procedures.vocabulary import Organ
from services.casework.steps.messages import Step
from shared.handling import UnitOfWork

RECEIVED = {
    Step.NOTIFIED: Step.NOTICE_RECEIVED,
    Step.NOT_PROSECUTED: Step.NON_PROSECUTION_TOLD,
}
"""The own step that records the arrival of another organ's event; a clock may run from it."""


def record_step_event(uow: UnitOfWork, event: CaseEvent) -> None:
    """Record a step in an own case; a known step changes nothing, an early one waits."""
    before = uow.get(Case, event.case_id)
    told = recorded_step_of(event, uow)
    check_step_day(told, before.opened_on, uow)
    after = record_remote_step(criminal_of(uow.department), before, told, Organ.REFERRER, _effect)
    if after == before:
        return
    uow.save(after)
    for taken in after.history[len(before.history) :]:
        if taken.step in RECEIVED and not taken.overtaken:
            publish_step(uow, after, _received(uow, taken))
    publish_status(uow, before, after)


def _effect(case: Case, taken: RecordedStep) -> Case:
    """Store which organ handles the case after it was forwarded."""
    return replace(case, handler=taken.handler) if taken.handler else case


def _received(uow: UnitOfWork, taken: RecordedStep) -> RecordedStep:
    organ = Organ.REFERRER if taken.step is Step.NOTIFIED else Organ.PROCURATORATE
    return replace(taken, step=RECEIVED[taken.step], organ=organ, at=uow.now)
