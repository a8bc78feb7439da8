"""Sign for referred cases, complete their file, and decide on them."""

from dataclasses import replace

from services.casework.cases.messages import (
    AnswerConsultation,
    CaseConsultationAnswered,
    CaseConsulted,
    Consult,
    EnterCase,
)
from services.casework.procedures.vocabulary import CaseMark
from services.casework.steps.messages import Complexity, Step
from services.public_security.cases.commands import (
    DecideFiling,
    DeclineCompetence,
    ExtendCheck,
    ExtendMajor,
    ForwardCase,
    ReceiptCase,
    RequestSupplement,
    ServeNotice,
    WithdrawCase,
)
from services.public_security.cases.domain import ReferredCase
from services.public_security.cases.messages import (
    CaseCheckExtended,
    CaseFiled,
    CaseForwarded,
    CaseNotCompetent,
    CaseNotFiled,
    CaseNotified,
    CaseReceipted,
    CaseSupplementRequested,
    CaseWithdrawn,
)
from services.public_security.cases.own_steps import record_step
from shared.handling import UnitOfWork


def receipt_case(uow: UnitOfWork, command: ReceiptCase) -> ReferredCase:
    """Sign for a case, whatever its file holds [17号 7; 310号 7]."""
    officer, number = command.officer, command.document_number
    case = record_step(uow, command.case_id, Step.RECEIPTED, by=officer, document_number=number)
    uow.emit(CaseReceipted(case.own_number, case.referred_by, officer, uow.today, number))
    return case


def request_supplement(uow: UnitOfWork, command: RequestSupplement) -> ReferredCase:
    """Request what is missing from a file [17号 8]."""
    case_id, missing, reason = command.case_id, command.missing, command.reason
    case = record_step(uow, case_id, Step.SUPPLEMENT_REQUESTED, words=reason)
    uow.emit(CaseSupplementRequested(case.own_number, case.referred_by, uow.today, missing, reason))
    return case


def forward_case(uow: UnitOfWork, command: ForwardCase) -> ReferredCase:
    """Forward a case to the competent organ; its clocks begin again [17号 9; 310号 7]."""
    case_id, where, organ, why = (
        command.case_id,
        command.to_division,
        command.to_organ,
        command.reason,
    )
    uow.save(replace(uow.get(ReferredCase, case_id), handler=organ))
    case = record_step(uow, case_id, Step.FORWARDED, words=why, county=where, handler=organ)
    uow.emit(CaseForwarded(case.own_number, case.referred_by, uow.today, where, organ, why))
    return case


def decline_competence(uow: UnitOfWork, command: DeclineCompetence) -> ReferredCase:
    """Return a case that no organ of public security is competent for [17号 9]."""
    case = record_step(uow, command.case_id, Step.NOT_COMPETENT, words=command.reason)
    uow.emit(CaseNotCompetent(case.own_number, case.referred_by, uow.today, command.reason))
    return case


def extend_check(uow: UnitOfWork, command: ExtendCheck) -> ReferredCase:
    """Extend the time to decide to seven days [17号 9]."""
    return _extend(
        uow, command.case_id, CaseMark.NEEDS_CHECK, Complexity.NEEDS_CHECK, command.reason
    )


def extend_major(uow: UnitOfWork, command: ExtendMajor) -> ReferredCase:
    """Extend the time to decide to thirty days, with the head's approval [17号 9]."""
    return _extend(uow, command.case_id, CaseMark.MAJOR, Complexity.MAJOR, command.reason)


def decide_filing(uow: UnitOfWork, command: DecideFiling) -> ReferredCase:
    """File a case or not, and notify the referring department [17号 9-10; 310号 8]."""
    number, reason = command.document_number, command.reason
    step = Step.FILED if command.filed else Step.NOT_FILED
    case = record_step(uow, command.case_id, step, document_number=number, words=reason)
    told = (
        CaseFiled(case.own_number, case.referred_by, number, uow.today)
        if command.filed
        else CaseNotFiled(case.own_number, case.referred_by, number, reason, uow.today)
    )
    uow.emit(told)
    return case


def withdraw_case(uow: UnitOfWork, command: WithdrawCase) -> ReferredCase:
    """End a filed case, give the reason, and return the file [17号 9-10]."""
    case_id, number, why = command.case_id, command.document_number, command.reason
    case = record_step(uow, case_id, Step.WITHDRAWN, document_number=number, words=why)
    uow.emit(CaseWithdrawn(case.own_number, case.referred_by, uow.today, number, why))
    return case


def serve_notice(uow: UnitOfWork, command: ServeNotice) -> ReferredCase:
    """Serve the written notice of a decision [17号 9]."""
    case_id, number = command.case_id, command.document_number
    case = record_step(uow, case_id, Step.NOTIFIED, document_number=number)
    uow.emit(CaseNotified(case.own_number, case.referred_by, uow.today, number))
    return case


def enter(uow: UnitOfWork, command: EnterCase) -> ReferredCase:
    """Record an entry in the sharing platform [17号 34]."""
    return record_step(uow, command.case_id, Step.ENTERED, words=command.entry)


def consult(uow: UnitOfWork, command: Consult) -> ReferredCase:
    """Ask the department in writing [17号 24]."""
    case = record_step(uow, command.case_id, Step.CONSULTED, words=command.question)
    uow.emit(CaseConsulted(case.own_number, case.referred_by, uow.today, command.question))
    return case


def answer_consultation(uow: UnitOfWork, command: AnswerConsultation) -> ReferredCase:
    """Answer the department's question [17号 24]."""
    case_id, answer, number = command.case_id, command.answer, command.document_number
    step = Step.CONSULTATION_ANSWERED
    case = record_step(uow, case_id, step, words=answer, document_number=number)
    uow.emit(CaseConsultationAnswered(case.own_number, case.referred_by, uow.today, answer, number))
    return case


def _extend(
    uow: UnitOfWork, case_id: str, mark: CaseMark, complexity: Complexity, reason: str
) -> ReferredCase:
    case = record_step(uow, case_id, Step.CHECK_EXTENDED, marking=mark, words=reason)
    uow.emit(CaseCheckExtended(case.own_number, case.referred_by, uow.today, complexity, reason))
    return case
