"""The public security bureau: all that comes in, over HTTP and from the bus."""

from services.casework.entrypoints import ReportsClues
from services.casework.materials.entrypoints import KeepsReferredMaterials
from services.casework.messages import CaseReferred
from services.public_security.cases import handlers, messages
from services.public_security.cases.domain import ReferredCase
from shared.auth import Role
from shared.department import Department
from shared.subscribe import subscribe
from shared.web import http
from shared.work import Page, PageRequest

NAMED_ORGANS = (Role.REGISTRAR, Role.INVESTIGATOR, Role.HEAD)


class PublicSecurity(ReportsClues, KeepsReferredMaterials, Department):
    """The public security bureau, on the bus and on HTTP."""

    name = "public_security"
    title = "公安局"

    @http("GET", "/v1/cases", roles=NAMED_ORGANS, title="移送案件列表")
    def get_cases(self, page: PageRequest) -> Page[ReferredCase]:
        """List the cases that were referred."""
        return self.work.page(ReferredCase, page)

    @http("GET", "/v1/cases/<case_id>", roles=NAMED_ORGANS, title="查看移送案件")
    def get_case(self, case_id: str) -> ReferredCase:
        """Show a case that was referred."""
        return self.work.get(ReferredCase, case_id)

    @http("POST", "/v1/cases/<case_id>/receipt", roles=[Role.REGISTRAR], title="签收移送案件")
    def post_receipt(self, command: messages.ReceiptCase) -> ReferredCase:
        """Sign the receipt of a case."""
        return self.work(handlers.receipt_case, command)

    @http("POST", "/v1/cases/<case_id>/filing-decision", roles=[Role.HEAD], title="决定是否立案")
    def post_filing_decision(self, command: messages.DecideFiling) -> ReferredCase:
        """Decide whether to file a case."""
        return self.work(handlers.decide_filing, command)

    @subscribe(CaseReferred)
    def on_case_referred(self, event: CaseReferred) -> None:
        """Take in a case that was referred."""
        self.work(handlers.note_referral, event)
