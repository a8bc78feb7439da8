"""Which papers a case has by its steps, and the function that fills in each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from services.casework.papers.data import answers, disputes, transfers
from services.casework.papers.data.facts import CaseFacts
from services.casework.papers.registry import PAPERS
from services.casework.steps.messages import Step, Track
from shared.errors import NotFoundError, WrongStateError


@dataclass(frozen=True, slots=True)
class FormRule:
    """How a kind of paper is filled in from a case, once one of these steps was taken."""

    fill: Callable[[CaseFacts], Any]
    after: tuple[Step, ...]
    tracks: tuple[Track, ...] = (Track.CRIMINAL,)


BOTH = tuple(Track)
DETENTION = (Track.DETENTION,)
S = Step
FORM_RULES: dict[str, FormRule] = {
    "transfer_approval": FormRule(transfers.transfer_approval, (S.REPORTED,)),
    "transfer_letter": FormRule(transfers.transfer_letter, (S.APPROVED,)),
    "detention_approval": FormRule(transfers.detention_approval, (S.DRAFTED,), DETENTION),
    "detention_transfer_letter": FormRule(
        transfers.detention_transfer_letter, (S.APPROVED,), DETENTION
    ),
    "material_list": FormRule(transfers.material_list, (S.REPORTED, S.DRAFTED), BOTH),
    "acceptance_receipt": FormRule(answers.acceptance_receipt, (S.RECEIPTED,)),
    "detention_receipt": FormRule(answers.detention_receipt, (S.RECEIPTED,), DETENTION),
    "supplement_request": FormRule(answers.supplement_request, (S.SUPPLEMENT_REQUESTED,), BOTH),
    "supplement_answer": FormRule(
        disputes.supplement_answer, (S.SUPPLEMENTED, S.SUPPLEMENT_IMPOSSIBLE), BOTH
    ),
    "forward_notice": FormRule(answers.forward_notice, (S.FORWARDED,), BOTH),
    "return_notice": FormRule(answers.return_notice, (S.NOT_COMPETENT,), BOTH),
    "filing_notice": FormRule(answers.filing_notice, (S.FILED,)),
    "no_filing_notice": FormRule(answers.no_filing_notice, (S.NOT_FILED,)),
    "withdrawal_notice": FormRule(answers.withdrawal_notice, (S.WITHDRAWN,)),
    "item_handover": FormRule(transfers.item_handover, (S.ITEMS_HANDED,)),
    "reconsideration_request": FormRule(
        disputes.reconsideration_request, (S.RECONSIDERATION_REQUESTED,)
    ),
    "reconsideration_decision": FormRule(
        disputes.reconsideration_decision, (S.RECONSIDERATION_UPHELD, S.RECONSIDERATION_CHANGED)
    ),
    "supervision_suggestion": FormRule(disputes.supervision_suggestion, (S.SUPERVISION_SUGGESTED,)),
    "no_filing_explanation": FormRule(disputes.no_filing_explanation, (S.REASONS_GIVEN,)),
    "detention_decision_copy": FormRule(answers.detention_decision_copy, (S.DETAINED,), DETENTION),
    "detention_rejection": FormRule(answers.detention_rejection, (S.REJECTED,), DETENTION),
    "admin_handback": FormRule(answers.admin_handback, (S.RETURNED_FOR_ADMIN,)),
}
BY_HAND = ("investigation_report", "case_file")
"""Papers written by the officers, and the file, which needs more data than the case."""


def available_kinds(case: CaseFacts) -> tuple[str, ...]:
    """List the papers that a case has by now."""
    return tuple(name for name, filling in FORM_RULES.items() if _may(filling, case))


def fill_form(name: str, case: CaseFacts) -> Any:
    """Fill in a paper; `NotFoundError` for no such kind, `WrongStateError` before its step."""
    if (filling := FORM_RULES.get(name)) is None:
        raise NotFoundError("可由案件数据制作的文书种类", name)
    if not _may(filling, case):
        steps = "、".join(filling.after)
        raise WrongStateError(
            f"“{PAPERS[name].title}”在“{steps}”之后才能制作，案件“{case.case_id}”当前为“{case.state}”"
        )
    return filling.fill(case)


def _may(filling: FormRule, case: CaseFacts) -> bool:
    return case.track in filling.tracks and case.last(*filling.after) is not None
