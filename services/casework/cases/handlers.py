"""Propose and decide referrals, and note what public security makes of them."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from services.casework.cases.domain import (
    Case,
    check_file,
    check_referable,
    decide,
    filed,
    not_filed,
    propose,
    receipted,
)
from services.casework.clues.domain import Clue
from services.casework.messages import (
    CaseReferred,
    CaseState,
    CaseStatusChanged,
    DecideReferral,
    ProposeReferral,
)
from services.public_security.cases.messages import CaseFiled, CaseNotFiled, CaseReceipted
from shared.uow import UnitOfWork

Answer = TypeVar("Answer", CaseReceipted, CaseFiled, CaseNotFiled)


def propose_referral(uow: UnitOfWork, command: ProposeReferral) -> Case:
    """Open a case for the head to decide, if the clue and the file allow it."""
    clue = uow.get(Clue, command.clue_id)
    check_referable(clue, uow.get(Case, clue.case_id) if clue.case_id else None)
    check_file(uow.department, command.materials)
    case = propose(clue, uow.new_id(), command, uow.cause.actor, uow.today)
    uow.save(case, replace(clue, case_id=case.case_id))
    return case


def decide_referral(uow: UnitOfWork, command: DecideReferral) -> Case:
    """Hand an approved case to public security; keep why another one was not approved."""
    case = decide(uow.get(Case, command.case_id), command, uow.cause.actor, uow.today)
    uow.save(case)
    if case.state is CaseState.REFERRED:
        uow.emit(_referral(uow, case))
    uow.emit(_status(case))
    return case


def note_receipt(uow: UnitOfWork, event: CaseReceipted) -> None:
    """Note that public security signed for an own case."""
    _note(uow, event, receipted)


def note_filing(uow: UnitOfWork, event: CaseFiled) -> None:
    """Note that public security opened an own case."""
    _note(uow, event, filed)


def note_no_filing(uow: UnitOfWork, event: CaseNotFiled) -> None:
    """Note that public security did not open an own case."""
    _note(uow, event, not_filed)


def _note(uow: UnitOfWork, event: Answer, noted: Callable[[Case, Answer], Case]) -> None:
    """Change an own case, and tell the others where it stands now; known news changes nothing."""
    if event.referred_by != uow.department:
        return
    before = uow.get(Case, event.case_id)
    if (after := noted(before, event)) != before:
        uow.save(after)
        uow.emit(_status(after))


def _referral(uow: UnitOfWork, case: Case) -> CaseReferred:
    return CaseReferred(
        case_id=case.case_id,
        clue_id=case.clue_id,
        referred_by=uow.department,
        county=case.county,
        charge=case.charge,
        suspects=case.suspects,
        materials=case.materials,
        referred_on=uow.today,
    )


def _status(case: Case) -> CaseStatusChanged:
    return CaseStatusChanged(case.case_id, case.clue_id, case.reporter, case.state)
