"""Open the case of a clue, and apply the procuratorate's opinion on it."""

from dataclasses import replace

from services.casework.cases.domain import Case, TransferOpinion, open_case
from services.casework.cases.own_steps import publish_status, publish_step
from services.casework.clues.domain import Clue, ClueState
from services.casework.procedures.case_file import RecordedStep, record_remote_step
from services.casework.procedures.criminal import criminal_of
from services.casework.procedures.vocabulary import Organ
from services.casework.steps.messages import Step
from services.partners.procuratorate.messages import TransferOpinionIssued
from shared.handling import UnitOfWork


def open_for(uow: UnitOfWork, clue: Clue) -> Case:
    """Open a case of a clue that is suspected of crime [17号 5; 310号 5]."""
    suspected = RecordedStep(Step.SUSPECTED, Organ.REFERRER, uow.cause.actor, uow.today, uow.now)
    opened = replace(open_case(clue, uow.new_id(), uow.today), history=(suspected,))
    uow.save(opened, replace(clue, case_id=opened.case_id))
    publish_step(uow, opened, suspected)
    opinion = uow.find(TransferOpinion, clue.clue_id)
    return opened if opinion is None else _demand(uow, opened, opinion)


def note_opinion(uow: UnitOfWork, event: TransferOpinionIssued) -> None:
    """Apply the procuratorate's opinion that a clue, known or not, must be referred [17号 14]."""
    opinion = TransferOpinion(event.clue_id, event.opinion, event.issued_on)
    if uow.find(TransferOpinion, event.clue_id) == opinion:
        return
    uow.save(opinion)
    clue = uow.find(Clue, event.clue_id)
    if clue is None or clue.state is not ClueState.VERIFIED:
        return
    if clue.case_id is None:
        open_for(uow, clue)
    else:
        _demand(uow, uow.get(Case, clue.case_id), opinion)


def _demand(uow: UnitOfWork, case: Case, opinion: TransferOpinion) -> Case:
    """Oblige the head to refer a case; a case that was already handed over is unchanged."""
    told = RecordedStep(
        Step.TRANSFER_DEMANDED,
        Organ.PROCURATORATE,
        uow.cause.actor,
        opinion.issued_on,
        uow.cause.published_at or uow.now,
        words=opinion.opinion,
    )
    after = record_remote_step(
        criminal_of(uow.department), case, told, Organ.REFERRER, lambda file, _: file
    )
    uow.save(after)
    if not after.history[-1].overtaken:
        publish_step(uow, after, after.history[-1])
        publish_status(uow, case, after)
    return after
