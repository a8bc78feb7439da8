"""The papers of public security: receipt, request, notices, decisions."""

from typing import TypeVar

from services.casework.papers.data.facts import CaseFacts
from services.casework.papers.forms.acceptance import (
    AcceptanceReceipt,
    DetentionReceipt,
    ForwardNotice,
    ReturnNotice,
)
from services.casework.papers.forms.detention import (
    AdminHandback,
    DetentionDecisionCopy,
    DetentionRejection,
)
from services.casework.papers.forms.filings import FilingNotice, NoFilingNotice, WithdrawalNotice
from services.casework.papers.forms.parts import PaperSigner
from services.casework.papers.forms.supplements import SupplementRequest
from services.casework.procedures.case_file import RecordedStep
from services.casework.steps.messages import Step

R = TypeVar("R", bound=AcceptanceReceipt)


def _taken(case: CaseFacts, step: Step) -> RecordedStep:
    taken = case.last(step)
    if taken is None:
        raise LookupError(f"{case.case_id} has no step {step}")
    return taken


def acceptance_receipt(case: CaseFacts) -> AcceptanceReceipt:
    """Fill in the receipt that is given at once [17号 7; 310号 7]."""
    return _receipt(AcceptanceReceipt, case)


def detention_receipt(case: CaseFacts) -> DetentionReceipt:
    """Fill in the receipt of an administrative case [853号 12; PSA 60]."""
    return _receipt(DetentionReceipt, case)


def _receipt(form: type[R], case: CaseFacts) -> R:
    at = _taken(case, Step.RECEIPTED)
    return form(
        office=case.police,
        to=case.referrer,
        case_name=case.case_name,
        received_on=at.on,
        number=at.document_number,
        materials=f"案卷材料{len(case.materials)}份，详见移送材料清单",
        taker=PaperSigner(at.by),
        issued_on=at.on,
    )


def supplement_request(case: CaseFacts) -> SupplementRequest:
    """Fill in what a file lacks [17号 8; 853号 13]."""
    at = _taken(case, Step.SUPPLEMENT_REQUESTED)
    return SupplementRequest(
        office=case.police,
        to=case.referrer,
        case_name=case.case_name,
        missing=(at.words or "详见附页",),
        number=at.document_number,
        issued_on=at.on,
    )


def forward_notice(case: CaseFacts) -> ForwardNotice:
    """Fill in that another organ is competent [17号 9; 310号 7]."""
    at = _taken(case, Step.FORWARDED)
    return ForwardNotice(
        office=case.police,
        to=case.referrer,
        case_name=case.case_name,
        competent=at.handler or case.police,
        reason=at.words or "属地管辖",
        forwarded_on=at.on,
        copies_to=(case.procuratorate,),
        issued_on=at.on,
    )


def return_notice(case: CaseFacts) -> ReturnNotice:
    """Fill in that a case is no matter of public security [17号 9]."""
    at = _taken(case, Step.NOT_COMPETENT)
    return ReturnNotice(
        office=case.police,
        to=case.referrer,
        case_name=case.case_name,
        reason=at.words or "不属于公安机关管辖",
        issued_on=at.on,
    )


def filing_notice(case: CaseFacts) -> FilingNotice:
    """Fill in that a criminal case was opened [17号 9-10; 310号 8]."""
    at = _taken(case, Step.FILED)
    return FilingNotice(
        office=case.police,
        to=case.referrer,
        case_name=case.case_name,
        charge=case.charge,
        number=at.document_number,
        decided_on=at.on,
        copies_to=(case.procuratorate,),
        issued_on=at.on,
    )


def no_filing_notice(case: CaseFacts) -> NoFilingNotice:
    """Fill in that no case was opened, and why [17号 9-10; 310号 8]."""
    at = _taken(case, Step.NOT_FILED)
    return NoFilingNotice(
        office=case.police,
        to=case.referrer,
        case_name=case.case_name,
        reason=at.words or "",
        number=at.document_number,
        decided_on=at.on,
        copies_to=(case.procuratorate,),
        issued_on=at.on,
    )


def withdrawal_notice(case: CaseFacts) -> WithdrawalNotice:
    """Fill in that a case was withdrawn, and why [17号 10]."""
    at, filed = _taken(case, Step.WITHDRAWN), case.last(Step.FILED)
    return WithdrawalNotice(
        office=case.police,
        to=case.referrer,
        case_name=case.case_name,
        reason=at.words or "",
        number=at.document_number,
        filing_number=filed.document_number if filed else None,
        decided_on=at.on,
        copies_to=(case.procuratorate,),
        issued_on=at.on,
    )


def detention_rejection(case: CaseFacts) -> DetentionRejection:
    """Fill in why the conditions are not met [853号 15]."""
    at, receipt = _taken(case, Step.REJECTED), case.last(Step.RECEIPTED)
    return DetentionRejection(
        office=case.police,
        to=case.referrer,
        case_name=case.case_name,
        reason=at.words or "",
        number=at.document_number,
        accepted_on=receipt.on if receipt else None,
        returned=f"案卷材料{len(case.materials)}份",
        issued_on=at.on,
    )


def detention_decision_copy(case: CaseFacts) -> DetentionDecisionCopy:
    """Fill in the copy of a decision to detain [853号 14]."""
    at = _taken(case, Step.DETAINED)
    return DetentionDecisionCopy(
        office=case.police,
        to=case.referrer,
        case_name=case.case_name,
        detained="、".join(party.name for party in case.parties),
        decision_number=at.document_number or "",
        decided_on=at.on,
        outcome=at.words,
        issued_on=at.on,
    )


def admin_handback(case: CaseFacts) -> AdminHandback:
    """Fill in that a case goes back for administrative handling [17号 17; 310号 13; code.1083]."""
    at = _taken(case, Step.RETURNED_FOR_ADMIN)
    return AdminHandback(
        office=case.police,
        to=case.referrer,
        case_name=case.case_name,
        findings=at.words or "",
        basis="《行政执法机关移送涉嫌犯罪案件的规定》第十三条",
        number=at.document_number,
        copies_to=(case.procuratorate,),
        issued_on=at.on,
    )
