"""HTTP routes for operators: this department's events that other departments refused."""

from shared.delivery.refusals.messages import RefusedElsewhere
from shared.delivery.refusals.received import Dismissed, DismissRefusal, dismiss
from shared.handling.worker import HandlerRunner
from shared.store.pages import Page, PageRequest
from shared.web.auth import Role
from shared.web.routes import http


class RefusalRoutes:
    """HTTP routes of refused events."""

    work: HandlerRunner

    @http("GET", "/v1/failed/refused", roles=[Role.OPS], title="他方未采纳清单")
    def get_refused(self, page: PageRequest) -> Page[RefusedElsewhere]:
        """List own events that other departments refused, with reason and remedy."""
        return self.work.page(RefusedElsewhere, page)

    @http("POST", "/v1/failed/refused/<id>/dismissal", roles=[Role.OPS], title="办结他方未采纳")
    def post_refused_dismissal(self, command: DismissRefusal) -> Dismissed:
        """Note that a refusal was dealt with; it leaves the list, the record stays."""
        return self.work(dismiss, command)
