"""Decide on contested cases, answer the procuratorate, and return cases."""

from services.casework.steps.messages import Step
from services.public_security.cases.domain import ReferredCase
from services.public_security.cases.own_steps import record_step
from services.public_security.reviews.commands import (
    DecideReconsideration,
    GiveReasons,
    ReturnForAdmin,
    SupplementInvestigation,
)
from services.public_security.reviews.domain import outcome_of
from services.public_security.reviews.messages import (
    CaseInvestigationSupplemented,
    CaseReasonsGiven,
    CaseReconsidered,
    CaseReturnedForAdmin,
)
from shared.handling import UnitOfWork


def decide_reconsideration(uow: UnitOfWork, command: DecideReconsideration) -> ReferredCase:
    """Uphold the decision not to file a case, or file it [17号 11; 310号 9]."""
    case_id, upheld = command.case_id, command.upheld
    number, why = command.document_number, command.reason
    case = record_step(uow, case_id, outcome_of(command), document_number=number, words=why)
    uow.emit(CaseReconsidered(case.own_number, case.referred_by, uow.today, upheld, number, why))
    return case


def give_reasons(uow: UnitOfWork, command: GiveReasons) -> ReferredCase:
    """State to the procuratorate the reasons for not filing a case [proc01.10]."""
    case = record_step(uow, command.case_id, Step.REASONS_GIVEN, words=command.reason)
    uow.emit(CaseReasonsGiven(case.own_number, case.referred_by, uow.today, command.reason))
    return case


def supplement_investigation(uow: UnitOfWork, command: SupplementInvestigation) -> ReferredCase:
    """Report that the supplementary investigation is complete [17号 19]."""
    case_id, why = command.case_id, command.reason
    case = record_step(uow, case_id, Step.INVESTIGATION_SUPPLEMENTED, words=why)
    uow.emit(CaseInvestigationSupplemented(case.own_number, case.referred_by, uow.today, why))
    return case


def return_for_admin(uow: UnitOfWork, command: ReturnForAdmin) -> ReferredCase:
    """Return a case without crime for an administrative penalty [17号 17; 310号 13]."""
    case_id, number, why = command.case_id, command.document_number, command.reason
    case = record_step(uow, case_id, Step.RETURNED_FOR_ADMIN, document_number=number, words=why)
    uow.emit(CaseReturnedForAdmin(case.own_number, case.referred_by, uow.today, number, why))
    return case
