"""Steps of the referring department after a case was handed over."""

from dataclasses import replace

from services.casework.cases.commands import (
    AcceptAdmin,
    ExplainGap,
    HandItems,
    RequestReconsideration,
    SuggestSupervision,
    SupplementCase,
)
from services.casework.cases.domain import Case
from services.casework.cases.messages import (
    AnswerConsultation,
    CaseAdminAccepted,
    CaseConsultationAnswered,
    CaseConsulted,
    CaseItemsHanded,
    CaseReconsiderationRequested,
    CaseSupervisionSuggested,
    CaseSupplemented,
    Consult,
)
from services.casework.cases.own_steps import record_step
from services.casework.cases.supervision import check_overdue
from services.casework.procedures.case_file import decision_of
from services.casework.steps.messages import POLICE_DEPARTMENT as POLICE
from services.casework.steps.messages import Step
from shared.handling import UnitOfWork
from shared.texts import enumerated


def supplement(uow: UnitOfWork, command: SupplementCase) -> Case:
    """Hand in what was missing [17号 8]."""
    case = uow.get(Case, command.case_id)
    added = replace(case, materials=(*case.materials, *command.materials))
    after = record_step(uow, added, Step.SUPPLEMENTED, materials=command.materials)
    told = CaseSupplemented(case.case_id, uow.department, POLICE, uow.today, command.materials)
    uow.emit(told)
    return after


def explain_gap(uow: UnitOfWork, command: ExplainGap) -> Case:
    """Explain why missing material cannot be handed in [17号 8]."""
    case_id, reason = command.case_id, command.reason
    after = record_step(uow, uow.get(Case, case_id), Step.SUPPLEMENT_IMPOSSIBLE, words=reason)
    uow.emit(CaseSupplemented(case_id, uow.department, POLICE, uow.today, reason=reason))
    return after


def hand_items(uow: UnitOfWork, command: HandItems) -> Case:
    """Hand seized items over, signed for [17号 10; 310号 12]."""
    case_id, items = command.case_id, command.items
    after = record_step(uow, uow.get(Case, case_id), Step.ITEMS_HANDED, words=enumerated(items))
    signed = command.received_by
    about = decision_of(after)
    uow.emit(CaseItemsHanded(case_id, uow.department, POLICE, uow.today, items, signed, about))
    return after


def request_reconsideration(uow: UnitOfWork, command: RequestReconsideration) -> Case:
    """Dispute that a case was not filed [17号 11; 310号 9]."""
    case_id, reason = command.case_id, command.reason
    after = record_step(uow, uow.get(Case, case_id), Step.RECONSIDERATION_REQUESTED, words=reason)
    about = decision_of(after)
    told = CaseReconsiderationRequested(case_id, uow.department, POLICE, uow.today, reason, about)
    uow.emit(told)
    return after


def suggest_supervision(uow: UnitOfWork, command: SuggestSupervision) -> Case:
    """Ask the procuratorate to supervise the case [17号 12-13; 310号 9]."""
    case_id, reason = command.case_id, command.reason
    case = uow.get(Case, case_id)
    check_overdue(case, uow.now)
    after = record_step(uow, case, Step.SUPERVISION_SUGGESTED, words=reason)
    uow.emit(CaseSupervisionSuggested(case_id, uow.department, uow.today, reason))
    return after


def accept_admin(uow: UnitOfWork, command: AcceptAdmin) -> Case:
    """Accept a returned case for administrative handling [17号 17; 310号 13; code.1083]."""
    after = record_step(uow, uow.get(Case, command.case_id), Step.ADMIN_ACCEPTED)
    uow.emit(CaseAdminAccepted(after.case_id, uow.department, POLICE, uow.today))
    return after


def consult(uow: UnitOfWork, command: Consult) -> Case:
    """Ask public security in writing [17号 24]."""
    after = record_step(uow, uow.get(Case, command.case_id), Step.CONSULTED, words=command.question)
    uow.emit(CaseConsulted(after.case_id, POLICE, uow.today, command.question))
    return after


def answer_consultation(uow: UnitOfWork, command: AnswerConsultation) -> Case:
    """Answer public security's question [17号 24]."""
    case_id, number = command.case_id, command.document_number
    kept = uow.get(Case, case_id)
    step = Step.CONSULTATION_ANSWERED
    after = record_step(uow, kept, step, words=command.answer, document_number=number)
    uow.emit(CaseConsultationAnswered(case_id, POLICE, uow.today, command.answer, number))
    return after
