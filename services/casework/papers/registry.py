"""All papers of case transfer: the title, form, layout and basis of each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from services.casework.papers.forms import (
    acceptance,
    approvals,
    casefile,
    detention,
    filings,
    lists,
    reports,
    reviews,
    supplements,
    transfers,
)
from services.casework.papers.layouts.acceptance import (
    lay_acceptance_receipt,
    lay_detention_receipt,
    lay_forward_notice,
    lay_return_notice,
)
from services.casework.papers.layouts.approvals import (
    lay_detention_approval,
    lay_transfer_approval,
)
from services.casework.papers.layouts.casefile import lay_case_file
from services.casework.papers.layouts.detention import (
    lay_admin_handback,
    lay_detention_decision_copy,
    lay_detention_rejection,
)
from services.casework.papers.layouts.filings import (
    lay_filing_notice,
    lay_no_filing_notice,
    lay_withdrawal_notice,
)
from services.casework.papers.layouts.lists import lay_item_handover, lay_material_list
from services.casework.papers.layouts.reports import lay_investigation_report
from services.casework.papers.layouts.reviews import (
    lay_no_filing_explanation,
    lay_reconsideration_decision,
    lay_reconsideration_request,
    lay_supervision_suggestion,
)
from services.casework.papers.layouts.supplements import (
    lay_supplement_answer,
    lay_supplement_request,
)
from services.casework.papers.layouts.transfers import (
    lay_detention_transfer_letter,
    lay_transfer_letter,
)
from shared.messages import meta_of
from shared.papers import Sheet


@dataclass(frozen=True, slots=True)
class PaperKind:
    """One kind of paper."""

    form: type[Any]
    lay_out: Callable[[Any], Sheet]
    basis: str

    @property
    def title(self) -> str:
        """The title that clerks use."""
        return meta_of(self.form).title


FILING = "17号 9-10; 310号 8"

PAPERS: dict[str, PaperKind] = {
    "transfer_approval": PaperKind(
        approvals.TransferApproval, lay_transfer_approval, "17号 5; 310号 5"
    ),
    "transfer_letter": PaperKind(transfers.TransferLetter, lay_transfer_letter, "17号 6; 310号 6"),
    "detention_approval": PaperKind(
        approvals.DetentionApproval, lay_detention_approval, "853号 10"
    ),
    "detention_transfer_letter": PaperKind(
        transfers.DetentionTransferLetter, lay_detention_transfer_letter, "853号 11"
    ),
    "material_list": PaperKind(lists.MaterialList, lay_material_list, "853号 11; 17号 6"),
    "investigation_report": PaperKind(
        reports.InvestigationReport, lay_investigation_report, "17号 5-6; 310号 5-6"
    ),
    "acceptance_receipt": PaperKind(
        acceptance.AcceptanceReceipt, lay_acceptance_receipt, "17号 7; 310号 7"
    ),
    "detention_receipt": PaperKind(
        acceptance.DetentionReceipt, lay_detention_receipt, "853号 12; PSA 60"
    ),
    "supplement_request": PaperKind(
        supplements.SupplementRequest, lay_supplement_request, "17号 8; 853号 13"
    ),
    "supplement_answer": PaperKind(supplements.SupplementAnswer, lay_supplement_answer, "17号 8"),
    "forward_notice": PaperKind(acceptance.ForwardNotice, lay_forward_notice, "17号 9; 310号 7"),
    "return_notice": PaperKind(acceptance.ReturnNotice, lay_return_notice, "17号 9"),
    "filing_notice": PaperKind(filings.FilingNotice, lay_filing_notice, FILING),
    "no_filing_notice": PaperKind(filings.NoFilingNotice, lay_no_filing_notice, FILING),
    "withdrawal_notice": PaperKind(filings.WithdrawalNotice, lay_withdrawal_notice, "17号 10"),
    "item_handover": PaperKind(lists.ItemHandover, lay_item_handover, "17号 10; 310号 12"),
    "reconsideration_request": PaperKind(
        reviews.ReconsiderationRequest, lay_reconsideration_request, "17号 11; 310号 9"
    ),
    "reconsideration_decision": PaperKind(
        reviews.ReconsiderationDecision, lay_reconsideration_decision, "17号 11; 310号 9"
    ),
    "supervision_suggestion": PaperKind(
        reviews.SupervisionSuggestion, lay_supervision_suggestion, "17号 12-13; 310号 9"
    ),
    "no_filing_explanation": PaperKind(
        reviews.NoFilingExplanation, lay_no_filing_explanation, "proc01.10"
    ),
    "detention_decision_copy": PaperKind(
        detention.DetentionDecisionCopy, lay_detention_decision_copy, "853号 14"
    ),
    "detention_rejection": PaperKind(
        detention.DetentionRejection, lay_detention_rejection, "853号 15"
    ),
    "admin_handback": PaperKind(
        detention.AdminHandback, lay_admin_handback, "17号 17; 310号 13; code.1083"
    ),
    "case_file": PaperKind(casefile.CaseFile, lay_case_file, "17号 6; 853号 16"),
}
