"""Propose, decide and hand over the cases of this department, and close them."""

from dataclasses import replace

from services.casework.cases.commands import CloseCase, HandOverCase, RecordPenalty
from services.casework.cases.domain import (
    ENDED,
    Case,
    check_closing,
    check_file,
    check_referable,
    propose,
    record_penalty,
)
from services.casework.cases.messages import EnterCase
from services.casework.cases.open_case import open_for
from services.casework.cases.own_steps import record_step
from services.casework.clues.domain import Clue
from services.casework.commands import DecideReferral, ProposeReferral
from services.casework.messages import CaseReferred
from services.casework.steps.messages import Step
from shared.handling import UnitOfWork
from shared.vocabulary import office_division


def propose_referral(uow: UnitOfWork, command: ProposeReferral) -> Case:
    """Submit the report and the file to the head, if the clue and the file allow it."""
    clue = uow.get(Clue, command.clue_id)
    latest = uow.get(Case, clue.case_id) if clue.case_id else None
    check_referable(clue, latest)
    penalties = latest.penalties if latest else ()
    check_file(uow.department, command.materials, penalties)
    case = open_for(uow, clue) if latest is None or latest.state in ENDED else latest
    return record_step(uow, propose(case, command), Step.REPORTED)


def record(uow: UnitOfWork, command: RecordPenalty) -> Case:
    """Record a penalty that was decided before, with its decision in the file [17号 16]."""
    case = record_penalty(uow.get(Case, command.case_id), command)
    uow.save(case)
    return case


def decide_referral(uow: UnitOfWork, command: DecideReferral) -> Case:
    """Approve a referral or refuse it, by another person, with the reason [17号 5; 310号 5]."""
    step = Step.APPROVED if command.approved else Step.REFUSED
    return record_step(uow, uow.get(Case, command.case_id), step, words=command.reason)


def hand_over(uow: UnitOfWork, command: HandOverCase) -> Case:
    """Hand an approved case with its complete file to public security [17号 6; 310号 5-6]."""
    kept = uow.get(Case, command.case_id)
    case = replace(kept, materials=(*kept.materials, *command.materials))
    check_file(uow.department, case.materials, case.penalties)
    sent = record_step(uow, case, Step.SENT)
    uow.emit(
        CaseReferred(
            case_id=case.case_id,
            clue_id=case.clue_id,
            referred_by=uow.department,
            county=case.county,
            charge=case.charge,
            suspects=case.suspects,
            materials=case.materials,
            referred_on=uow.today,
            division=office_division(case.division, case.county),
        )
    )
    return sent


def enter(uow: UnitOfWork, command: EnterCase) -> Case:
    """Record an entry in the sharing platform [17号 34]."""
    return record_step(uow, uow.get(Case, command.case_id), Step.ENTERED, words=command.entry)


def close(uow: UnitOfWork, command: CloseCase) -> Case:
    """Close a case in which nothing is owed; a penalty cannot replace a transfer [310号 11]."""
    case = uow.get(Case, command.case_id)
    check_closing(case, command)
    return record_step(
        uow, case, Step.CLOSED, document_number=command.penalty_decision, words=command.reason
    )
