"""Routes to transfer cases for administrative detention."""

from services.casework.detentions import commands, handlers
from services.casework.detentions.domain import Detention
from services.casework.procedures.detention import DETENTION
from services.casework.procedures.own_steps import roles_of
from services.casework.procedures.step_events import CaseEvent
from services.casework.steps.messages import Step
from services.public_security.detentions import messages as answers
from shared.catalog import subscribe
from shared.runtime import Department
from shared.store import Page, PageRequest
from shared.web import Role, http

NAMED_ORGANS = (Role.OFFICER, Role.UNIT, Role.LEGAL, Role.HEAD)


class DetentionReferralRoutes(Department):
    """Drafts, signs and hands over cases for detention."""

    @http("GET", "/v1/detentions", roles=NAMED_ORGANS, title="移送拘留案件列表")
    def get_detentions(self, page: PageRequest) -> Page[Detention]:
        """List the cases for detention of this department."""
        return self.work.page(Detention, page)

    @http("GET", "/v1/detentions/<case_id>", roles=NAMED_ORGANS, title="查看移送拘留案件")
    def get_detention(self, case_id: str) -> Detention:
        """Show a case for detention of this department."""
        return self.work.get(Detention, case_id)

    @http(
        "POST",
        "/v1/received-clues/<clue_id>/detention",
        roles=[Role.OFFICER],
        title="提请移送适用行政拘留",
    )
    def post_detention(self, command: commands.DraftDetention) -> Detention:
        """Draft the approval form of a case for detention."""
        return self.work(handlers.draft, command)

    @http(
        "POST",
        "/v1/detentions/<case_id>/unit-review",
        roles=roles_of(DETENTION, Step.UNIT_AGREED),
        title="执法机构审核",
    )
    def post_unit_review(self, command: commands.ReviewAsUnit) -> Detention:
        """Sign for the law-enforcement unit, or refuse."""
        return self.work(handlers.review_as_unit, command)

    @http(
        "POST",
        "/v1/detentions/<case_id>/legal-review",
        roles=roles_of(DETENTION, Step.LEGAL_AGREED),
        title="法制机构审核",
    )
    def post_legal_review(self, command: commands.ReviewAsLegal) -> Detention:
        """Sign for the legal unit, or refuse."""
        return self.work(handlers.review_as_legal, command)

    @http(
        "POST",
        "/v1/detentions/<case_id>/decision",
        roles=roles_of(DETENTION, Step.APPROVED),
        title="负责人批准移送",
    )
    def post_detention_decision(self, command: commands.DecideDetention) -> Detention:
        """Sign as head, or refuse."""
        return self.work(handlers.decide, command)

    @http(
        "POST",
        "/v1/detentions/<case_id>/hand-over",
        roles=roles_of(DETENTION, Step.SENT),
        title="移送拘留案件",
    )
    def post_detention_hand_over(self, command: commands.HandOverDetention) -> Detention:
        """Hand an approved case to public security."""
        return self.work(handlers.hand_over, command)

    @http(
        "POST",
        "/v1/detentions/<case_id>/supplement",
        roles=roles_of(DETENTION, Step.SUPPLEMENTED),
        title="补充拘留案件材料",
    )
    def post_detention_supplement(self, command: commands.SupplementDetention) -> Detention:
        """Hand in what public security asked for."""
        return self.work(handlers.supplement, command)

    @http(
        "POST",
        "/v1/detentions/<case_id>/closing",
        roles=roles_of(DETENTION, Step.CLOSED),
        title="拘留案件结案",
    )
    def post_detention_closing(self, command: commands.CloseDetention) -> Detention:
        """Close a case for detention."""
        return self.work(handlers.close, command)

    @subscribe(
        answers.DetentionReceipted,
        answers.DetentionSupplementRequested,
        answers.DetentionForwarded,
        answers.DetentionNotCompetent,
        answers.DetentionDecided,
        answers.DetentionDecisionCopied,
        answers.DetentionRejected,
    )
    def on_detention_news(self, event: CaseEvent) -> None:
        """Record a step of public security in an own case."""
        self.work(handlers.record_step_event, event)
