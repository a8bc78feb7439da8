"""Routes of public security for cases for administrative detention."""

from services.casework.detentions.messages import DetentionReferred, DetentionSupplemented
from services.casework.procedures.detention import DETENTION
from services.casework.procedures.own_steps import roles_of
from services.casework.steps.messages import Step
from services.public_security.detentions import commands, event_handlers, handlers
from services.public_security.detentions.domain import ReferredDetention
from shared.catalog import subscribe
from shared.runtime import Department
from shared.store import Page, PageRequest
from shared.web import Role, http

NAMED_ORGANS = (Role.REGISTRAR, Role.INVESTIGATOR, Role.HEAD)


class ReferredDetentionRoutes(Department):
    """Accepts cases for detention, completes their file, and decides."""

    @http("GET", "/v1/detentions", roles=NAMED_ORGANS, title="移送拘留案件列表")
    def get_detentions(self, page: PageRequest) -> Page[ReferredDetention]:
        """List the cases for detention that were transferred."""
        return self.work.page(ReferredDetention, page)

    @http("GET", "/v1/detentions/<case_id>", roles=NAMED_ORGANS, title="查看移送拘留案件")
    def get_detention(self, case_id: str) -> ReferredDetention:
        """Show a case for detention that was transferred."""
        return self.work.get(ReferredDetention, case_id)

    @http(
        "POST",
        "/v1/detentions/<case_id>/receipt",
        roles=roles_of(DETENTION, Step.RECEIPTED),
        title="受理拘留案件",
    )
    def post_detention_receipt(self, command: commands.ReceiptDetention) -> ReferredDetention:
        """Accept a case for detention."""
        return self.work(handlers.receipt, command)

    @http(
        "POST",
        "/v1/detentions/<case_id>/supplement-request",
        roles=roles_of(DETENTION, Step.SUPPLEMENT_REQUESTED),
        title="通知补充拘留案件材料",
    )
    def post_detention_supplement_request(
        self, command: commands.RequestDetentionSupplement
    ) -> ReferredDetention:
        """Ask for what is not clear."""
        return self.work(handlers.request_supplement, command)

    @http(
        "POST",
        "/v1/detentions/<case_id>/forwarding",
        roles=roles_of(DETENTION, Step.FORWARDED),
        title="转送拘留案件",
    )
    def post_detention_forwarding(self, command: commands.ForwardDetention) -> ReferredDetention:
        """Hand a case on to the competent organ."""
        return self.work(handlers.forward, command)

    @http(
        "POST",
        "/v1/detentions/<case_id>/incompetence",
        roles=roles_of(DETENTION, Step.NOT_COMPETENT),
        title="拘留案件不属管辖退回",
    )
    def post_detention_incompetence(self, command: commands.DeclineDetention) -> ReferredDetention:
        """Give a case back that is not for public security."""
        return self.work(handlers.decline, command)

    @http(
        "POST",
        "/v1/detentions/<case_id>/detention-decision",
        roles=roles_of(DETENTION, Step.DETAINED),
        title="决定行政拘留",
    )
    def post_detention_decision(self, command: commands.DecideOnDetention) -> ReferredDetention:
        """Decide on detention."""
        return self.work(handlers.detain, command)

    @http(
        "POST",
        "/v1/detentions/<case_id>/extension",
        roles=[Role.HEAD],
        title="延长拘留案件办案期限",
    )
    def post_detention_extension(
        self, command: commands.ExtendDetentionPeriod
    ) -> ReferredDetention:
        """Note that the superior organ let a case take longer."""
        return self.work(handlers.extend_period, command)

    @http(
        "POST",
        "/v1/detentions/<case_id>/decision-copy",
        roles=roles_of(DETENTION, Step.DECISION_COPIED),
        title="抄送拘留决定书",
    )
    def post_decision_copy(self, command: commands.CopyDecision) -> ReferredDetention:
        """Send a copy of the decision."""
        return self.work(handlers.copy_decision, command)

    @http(
        "POST",
        "/v1/detentions/<case_id>/rejection",
        roles=roles_of(DETENTION, Step.REJECTED),
        title="不符合拘留条件退回",
    )
    def post_detention_rejection(self, command: commands.RejectDetention) -> ReferredDetention:
        """Give a case back whose conditions are not met."""
        return self.work(handlers.reject, command)

    @subscribe(DetentionReferred)
    def on_detention_referred(self, event: DetentionReferred) -> None:
        """Record a case for detention."""
        self.work(event_handlers.note_referral, event)

    @subscribe(DetentionSupplemented)
    def on_detention_supplemented(self, event: DetentionSupplemented) -> None:
        """Add what a department handed in to the file."""
        self.work(event_handlers.note_supplement, event)
