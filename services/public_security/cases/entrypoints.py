"""Routes of public security for suspected crimes until it decides on filing."""

from services.casework.messages import CaseReferred
from services.casework.procedures.criminal import ENVIRONMENTAL as CASES
from services.casework.procedures.own_steps import roles_of
from services.casework.procedures.vocabulary import CaseMark
from services.casework.steps.messages import Step
from services.public_security.cases import commands, event_handlers, handlers
from services.public_security.cases.domain import ReferredCase
from shared.catalog import subscribe
from shared.runtime import Department
from shared.store import Page, PageRequest
from shared.web import Role, http

NAMED_ORGANS = (Role.REGISTRAR, Role.INVESTIGATOR, Role.HEAD)


class ReferredCaseRoutes(Department):
    """Signs for referred cases, completes their file, and decides on filing."""

    @http("GET", "/v1/cases", roles=NAMED_ORGANS, title="移送案件列表")
    def get_cases(self, page: PageRequest) -> Page[ReferredCase]:
        """List the cases that were referred."""
        return self.work.page(ReferredCase, page)

    @http("GET", "/v1/cases/<case_id>", roles=NAMED_ORGANS, title="查看移送案件")
    def get_case(self, case_id: str) -> ReferredCase:
        """Show a case that was referred."""
        return self.work.get(ReferredCase, case_id)

    @http(
        "POST",
        "/v1/cases/<case_id>/receipt",
        roles=roles_of(CASES, Step.RECEIPTED),
        title="签收移送案件",
    )
    def post_receipt(self, command: commands.ReceiptCase) -> ReferredCase:
        """Sign the receipt of a case."""
        return self.work(handlers.receipt_case, command)

    @http(
        "POST",
        "/v1/cases/<case_id>/supplement-request",
        roles=roles_of(CASES, Step.SUPPLEMENT_REQUESTED),
        title="通知补正",
    )
    def post_supplement_request(self, command: commands.RequestSupplement) -> ReferredCase:
        """Tell what a file lacks."""
        return self.work(handlers.request_supplement, command)

    @http(
        "POST",
        "/v1/cases/<case_id>/forwarding",
        roles=roles_of(CASES, Step.FORWARDED),
        title="转送有管辖权机关",
    )
    def post_forwarding(self, command: commands.ForwardCase) -> ReferredCase:
        """Hand a case on to the competent organ."""
        return self.work(handlers.forward_case, command)

    @http(
        "POST",
        "/v1/cases/<case_id>/incompetence",
        roles=roles_of(CASES, Step.NOT_COMPETENT),
        title="不属公安机关管辖退回",
    )
    def post_incompetence(self, command: commands.DeclineCompetence) -> ReferredCase:
        """Give a case back that is not for public security."""
        return self.work(handlers.decline_competence, command)

    @http(
        "POST",
        "/v1/cases/<case_id>/check-extension",
        roles=roles_of(CASES, Step.CHECK_EXTENDED, CaseMark.NEEDS_CHECK),
        title="进一步核查，延长至七日",
    )
    def post_check_extension(self, command: commands.ExtendCheck) -> ReferredCase:
        """Take seven days to decide."""
        return self.work(handlers.extend_check, command)

    @http(
        "POST",
        "/v1/cases/<case_id>/major-extension",
        roles=roles_of(CASES, Step.CHECK_EXTENDED, CaseMark.MAJOR),
        title="重大复杂，延长至三十日",
    )
    def post_major_extension(self, command: commands.ExtendMajor) -> ReferredCase:
        """Take thirty days to decide."""
        return self.work(handlers.extend_major, command)

    @http(
        "POST",
        "/v1/cases/<case_id>/filing-decision",
        roles=roles_of(CASES, Step.FILED),
        title="决定是否立案",
    )
    def post_filing_decision(self, command: commands.DecideFiling) -> ReferredCase:
        """Decide whether to file a case."""
        return self.work(handlers.decide_filing, command)

    @http(
        "POST",
        "/v1/cases/<case_id>/withdrawal",
        roles=roles_of(CASES, Step.WITHDRAWN),
        title="撤销案件",
    )
    def post_withdrawal(self, command: commands.WithdrawCase) -> ReferredCase:
        """End a filed case."""
        return self.work(handlers.withdraw_case, command)

    @http(
        "POST",
        "/v1/cases/<case_id>/notice",
        roles=roles_of(CASES, Step.NOTIFIED),
        title="送达决定通知书",
    )
    def post_notice(self, command: commands.ServeNotice) -> ReferredCase:
        """Serve the written notice of a decision."""
        return self.work(handlers.serve_notice, command)

    @subscribe(CaseReferred)
    def on_case_referred(self, event: CaseReferred) -> None:
        """Record a case that was referred."""
        self.work(event_handlers.note_referral, event)
