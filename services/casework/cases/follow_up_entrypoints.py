"""Routes of a suspected crime after it was handed over."""

from services.casework.cases import after_handover, commands
from services.casework.cases.domain import Case
from services.casework.cases.event_handlers import record_step_event
from services.casework.cases.messages import (
    AnswerConsultation,
    CaseConsultationAnswered,
    CaseConsulted,
    Consult,
)
from services.casework.procedures.criminal import ENVIRONMENTAL as CASES
from services.casework.procedures.own_steps import roles_of
from services.casework.procedures.step_events import CaseEvent
from services.casework.steps.messages import Step
from services.partners.procuratorate import messages as prosecution
from services.public_security.cases import messages as filing
from services.public_security.reviews import messages as reviews
from shared.catalog import subscribe
from shared.runtime import Department
from shared.web import http


class CaseFollowUpRoutes(Department):
    """Supplements, hands items over, disputes decisions, and records the outcome of a case."""

    @http(
        "POST",
        "/v1/cases/<case_id>/supplement",
        roles=roles_of(CASES, Step.SUPPLEMENTED),
        title="补正材料",
    )
    def post_supplement(self, command: commands.SupplementCase) -> Case:
        """Hand in what was missing."""
        return self.work(after_handover.supplement, command)

    @http(
        "POST",
        "/v1/cases/<case_id>/supplement-explanation",
        roles=roles_of(CASES, Step.SUPPLEMENT_IMPOSSIBLE),
        title="说明无法补正",
    )
    def post_supplement_explanation(self, command: commands.ExplainGap) -> Case:
        """Say why something missing cannot be handed in."""
        return self.work(after_handover.explain_gap, command)

    @http(
        "POST",
        "/v1/cases/<case_id>/items",
        roles=roles_of(CASES, Step.ITEMS_HANDED),
        title="移交涉案物品",
    )
    def post_items(self, command: commands.HandItems) -> Case:
        """Hand seized items over."""
        return self.work(after_handover.hand_items, command)

    @http(
        "POST",
        "/v1/cases/<case_id>/reconsideration",
        roles=roles_of(CASES, Step.RECONSIDERATION_REQUESTED),
        title="申请复议",
    )
    def post_reconsideration(self, command: commands.RequestReconsideration) -> Case:
        """Dispute that a case was not filed."""
        return self.work(after_handover.request_reconsideration, command)

    @http(
        "POST",
        "/v1/cases/<case_id>/supervision",
        roles=roles_of(CASES, Step.SUPERVISION_SUGGESTED),
        title="建议立案监督",
    )
    def post_supervision(self, command: commands.SuggestSupervision) -> Case:
        """Ask the procuratorate to look at a case."""
        return self.work(after_handover.suggest_supervision, command)

    @http(
        "POST",
        "/v1/cases/<case_id>/administrative-acceptance",
        roles=roles_of(CASES, Step.ADMIN_ACCEPTED),
        title="接收行政处理案件",
    )
    def post_administrative_acceptance(self, command: commands.AcceptAdmin) -> Case:
        """Take a case back for administrative handling."""
        return self.work(after_handover.accept_admin, command)

    @http(
        "POST",
        "/v1/cases/<case_id>/consultation",
        roles=roles_of(CASES, Step.CONSULTED),
        title="书面咨询",
    )
    def post_consultation(self, command: Consult) -> Case:
        """Ask public security in writing."""
        return self.work(after_handover.consult, command)

    @http(
        "POST",
        "/v1/cases/<case_id>/consultation-answer",
        roles=roles_of(CASES, Step.CONSULTATION_ANSWERED),
        title="答复书面咨询",
    )
    def post_consultation_answer(self, command: AnswerConsultation) -> Case:
        """Answer public security's question."""
        return self.work(after_handover.answer_consultation, command)

    @subscribe(
        filing.CaseReceipted,
        filing.CaseSupplementRequested,
        filing.CaseForwarded,
        filing.CaseNotCompetent,
        filing.CaseCheckExtended,
        filing.CaseFiled,
        filing.CaseNotFiled,
        filing.CaseWithdrawn,
        filing.CaseNotified,
        reviews.CaseReconsidered,
        reviews.CaseInvestigationSupplemented,
        reviews.CaseReturnedForAdmin,
        CaseConsulted,
        CaseConsultationAnswered,
        prosecution.CaseCharged,
        prosecution.CaseNotProsecuted,
    )
    def on_case_news(self, event: CaseEvent) -> None:
        """Record a step of public security or the procuratorate in an own case."""
        self.work(record_step_event, event)
