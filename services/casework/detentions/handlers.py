"""Draft, sign, hand over and close cases for detention, and record their outcome."""

from dataclasses import replace

from services.casework.cases.domain import Case
from services.casework.clues.domain import Clue
from services.casework.detentions.commands import (
    CloseDetention,
    DecideDetention,
    DraftDetention,
    HandOverDetention,
    ReviewAsLegal,
    ReviewAsUnit,
    SupplementDetention,
)
from services.casework.detentions.domain import Detention, check_draft, check_file
from services.casework.detentions.messages import DetentionReferred, DetentionSupplemented
from services.casework.detentions.own_steps import publish_step, record_step, step_of_today
from services.casework.procedures.case_file import RecordedStep, record_remote_step
from services.casework.procedures.dates import check_step_day
from services.casework.procedures.detention import DETENTION
from services.casework.procedures.step_events import CaseEvent, recorded_step_of
from services.casework.procedures.vocabulary import CaseMark, Organ
from services.casework.steps.messages import POLICE_DEPARTMENT as POLICE
from services.casework.steps.messages import Step
from shared.handling import UnitOfWork
from shared.vocabulary import current, office_division
from shared.web import Role


def draft(uow: UnitOfWork, command: DraftDetention) -> Detention:
    """Draft the form and the file; the first of four signatures [853号 2, 10-11]."""
    clue = uow.get(Clue, command.clue_id)
    latest = uow.get(Detention, clue.detention_id) if clue.detention_id else None
    case = uow.find(Case, clue.case_id) if clue.case_id else None
    check_draft(
        clue,
        latest,
        command,
        returned=case is not None and CaseMark.ADMIN_ACCEPTED in case.marks,
        department=uow.department,
        today=uow.today,
    )
    check_file(command.materials)
    drafted = step_of_today(uow, Step.DRAFTED, words=command.form.suggestion)
    made = Detention(
        case_id=uow.new_id(),
        clue_id=clue.clue_id,
        county=clue.county,
        form=command.form,
        materials=command.materials,
        history=(drafted,),
        division=clue.division or current(clue.county),
    )
    uow.save(made, replace(clue, detention_id=made.case_id))
    publish_step(uow, made, drafted)
    return made


def review_as_unit(uow: UnitOfWork, command: ReviewAsUnit) -> Detention:
    """Sign for the law-enforcement unit, or refuse [853号 10]."""
    step = Step.UNIT_AGREED if command.agreed else Step.REFUSED
    return record_step(
        uow, uow.get(Detention, command.case_id), step, Role.UNIT, words=command.opinion
    )


def review_as_legal(uow: UnitOfWork, command: ReviewAsLegal) -> Detention:
    """Sign for the legal unit, or refuse [853号 10]."""
    step = Step.LEGAL_AGREED if command.agreed else Step.REFUSED
    return record_step(
        uow, uow.get(Detention, command.case_id), step, Role.LEGAL, words=command.opinion
    )


def decide(uow: UnitOfWork, command: DecideDetention) -> Detention:
    """Sign as head, or refuse [853号 10]."""
    step = Step.APPROVED if command.approved else Step.REFUSED
    return record_step(
        uow, uow.get(Detention, command.case_id), step, Role.HEAD, words=command.opinion
    )


def hand_over(uow: UnitOfWork, command: HandOverDetention) -> Detention:
    """Hand an approved case with its complete file to public security [853号 11-12]."""
    kept = uow.get(Detention, command.case_id)
    case = replace(kept, materials=(*kept.materials, *command.materials))
    check_file(case.materials)
    sent = record_step(uow, case, Step.SENT)
    uow.emit(
        DetentionReferred(
            case_id=case.case_id,
            referred_by=uow.department,
            handled_by=POLICE,
            county=case.county,
            form=case.form,
            materials=case.materials,
            taken_on=uow.today,
            division=office_division(case.division, case.county),
        )
    )
    return sent


def supplement(uow: UnitOfWork, command: SupplementDetention) -> Detention:
    """Hand in what public security asked for [853号 13]."""
    kept = uow.get(Detention, command.case_id)
    case = replace(kept, materials=(*kept.materials, *command.materials))
    after = record_step(uow, case, Step.SUPPLEMENTED, materials=command.materials)
    told = DetentionSupplemented(case.case_id, uow.department, POLICE, uow.today, command.materials)
    uow.emit(told)
    return after


def close(uow: UnitOfWork, command: CloseDetention) -> Detention:
    """Close a case that came back, or whose decision was copied [853号 14-16]."""
    return record_step(uow, uow.get(Detention, command.case_id), Step.CLOSED, words=command.reason)


def record_step_event(uow: UnitOfWork, event: CaseEvent) -> None:
    """Record a step of public security in an own case; early steps wait, known ones are ignored."""
    before = uow.get(Detention, event.case_id)
    told = recorded_step_of(event, uow)
    check_step_day(told, before.history[0].on, uow)
    after = record_remote_step(DETENTION, before, told, Organ.REFERRER, _effect)
    if after != before:
        uow.save(after)


def _effect(case: Detention, taken: RecordedStep) -> Detention:
    """Store which organ handles the case after it was forwarded."""
    return replace(case, handler=taken.handler) if taken.handler else case
