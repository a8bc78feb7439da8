"""The papers of a dispute over a decision: supplement, reconsideration, supervision."""

from services.casework.papers.data.facts import CaseFacts, lines_of
from services.casework.papers.forms.reviews import (
    NoFilingExplanation,
    ReconsiderationDecision,
    ReconsiderationRequest,
    SupervisionSuggestion,
)
from services.casework.papers.forms.supplements import SupplementAnswer
from services.casework.steps.messages import Step

DECISIONS = (Step.NOT_FILED, Step.WITHDRAWN)
SUPERVISION = "《行政执法机关移送涉嫌犯罪案件的规定》第九条"


def _number(case: CaseFacts) -> str | None:
    decided = case.last(*DECISIONS)
    return decided.document_number if decided else None


def supplement_answer(case: CaseFacts) -> SupplementAnswer:
    """Fill in what is supplied, or why it cannot be [17号 8]."""
    at = case.last(Step.SUPPLEMENTED, Step.SUPPLEMENT_IMPOSSIBLE)
    asked = case.last(Step.SUPPLEMENT_REQUESTED)
    return SupplementAnswer(
        office=case.referrer,
        to=case.police,
        case_name=case.case_name,
        supplied=lines_of(at.materials, case.referrer) if at else (),
        request_number=asked.document_number if asked else None,
        impossible=at.words if at else None,
        issued_on=at.on if at else None,
    )


def reconsideration_request(case: CaseFacts) -> ReconsiderationRequest:
    """Fill in why the department disputes a decision [17号 11; 310号 9]."""
    at, notice = case.last(Step.RECONSIDERATION_REQUESTED), case.last(Step.NOTIFIED)
    return ReconsiderationRequest(
        office=case.referrer,
        to=case.police,
        case_name=case.case_name,
        grounds=(at.words if at else None) or "",
        decision_number=_number(case),
        received_on=notice.on if notice else None,
        issued_on=at.on if at else None,
    )


def reconsideration_decision(case: CaseFacts) -> ReconsiderationDecision:
    """Fill in the result of the reconsideration [17号 11; 310号 9]."""
    at = case.last(Step.RECONSIDERATION_UPHELD, Step.RECONSIDERATION_CHANGED)
    asked = case.last(Step.RECONSIDERATION_REQUESTED)
    return ReconsiderationDecision(
        office=case.police,
        to=case.referrer,
        case_name=case.case_name,
        changed=at is not None and at.step is Step.RECONSIDERATION_CHANGED,
        reason=(at.words if at else None) or "",
        number=at.document_number if at else None,
        decision_number=_number(case),
        received_on=asked.on if asked else None,
        issued_on=at.on if at else None,
    )


def supervision_suggestion(case: CaseFacts) -> SupervisionSuggestion:
    """Fill in why the procuratorate is asked to supervise [17号 12-13; 310号 9]."""
    at = case.last(Step.SUPERVISION_SUGGESTED)
    return SupervisionSuggestion(
        office=case.referrer,
        to=case.procuratorate,
        case_name=case.case_name,
        police=case.police,
        grounds=(at.words if at else None) or "",
        basis=SUPERVISION,
        decision_number=_number(case),
        attached=lines_of(case.materials, case.referrer),
        issued_on=at.on if at else None,
    )


def no_filing_explanation(case: CaseFacts) -> NoFilingExplanation:
    """Fill in why public security did not file [PROC01 10]."""
    at, asked = case.last(Step.REASONS_GIVEN), case.last(Step.REASONS_REQUIRED)
    return NoFilingExplanation(
        office=case.police,
        to=case.procuratorate,
        case_name=case.case_name,
        reason=(at.words if at else None) or "",
        request_number=asked.document_number if asked else None,
        issued_on=at.on if at else None,
    )
