"""Take in referred cases, sign for them, decide on them."""

from services.casework.messages import CaseReferred
from services.public_security.cases.domain import ReferredCase, Stage, arrive, decide, receipt
from services.public_security.cases.messages import (
    CaseFiled,
    CaseNotFiled,
    CaseReceipted,
    DecideFiling,
    ReceiptCase,
)
from shared.uow import UnitOfWork


def note_referral(uow: UnitOfWork, event: CaseReferred) -> None:
    """Take in a case from the department that refers it; a case known already stays as it is."""
    if uow.find(ReferredCase, event.case_id) is None:
        uow.add(arrive(event, uow.cause.department, uow.today))


def receipt_case(uow: UnitOfWork, command: ReceiptCase) -> ReferredCase:
    """Sign for a case, and send the receipt to who referred it."""
    case = receipt(uow.get(ReferredCase, command.case_id), command.officer, uow.today)
    uow.save(case)
    uow.emit(CaseReceipted(case.case_id, case.referred_by, command.officer, uow.today))
    return case


def decide_filing(uow: UnitOfWork, command: DecideFiling) -> ReferredCase:
    """File a case or not, and tell who referred it."""
    before = uow.get(ReferredCase, command.case_id)
    case = decide(before, command, uow.cause.actor, uow.today)
    uow.save(case)
    uow.emit(_decision(case, command, uow))
    return case


def _decision(
    case: ReferredCase, command: DecideFiling, uow: UnitOfWork
) -> CaseFiled | CaseNotFiled:
    number = command.document_number
    if case.state is Stage.FILED:
        return CaseFiled(case.case_id, case.referred_by, number, uow.today)
    return CaseNotFiled(case.case_id, case.referred_by, number, command.reason, uow.today)
