"""HTTP routes of recoveries: for the recovering department, and for operators of this one."""

from werkzeug.wrappers import Response

from shared.delivery.inbox.receiver import Receiver
from shared.handling.worker import HandlerRunner
from shared.operations.recovery.answers import serve_received
from shared.operations.recovery.records import LostAct, Recovery
from shared.store.pages import Page, PageRequest
from shared.web.auth import Role
from shared.web.routes import http


class RecoveryRoutes:
    """Events received from others, and own events lost here."""

    work: HandlerRunner
    receiver: Receiver

    @http("GET", "/v1/heard/<since>/<cursor>", signed=True, title="已收事件查询")
    def get_heard(self, since: str, cursor: str, authorization: str) -> Response:
        """Tell a department which of its events came here, after it lost its own record."""
        return serve_received(self.work.context, self.receiver.ring, since, cursor, authorization)

    @http("GET", "/v1/recoveries", roles=[Role.OPS], title="恢复记录")
    def get_recoveries(self, page: PageRequest) -> Page[Recovery]:
        """List when this department's database went back in time, and how it went on."""
        return self.work.page(Recovery, page)

    @http("GET", "/v1/lost-acts", roles=[Role.OPS, Role.CLERK], by_city=True, title="已失事件")
    def get_lost_acts(self, page: PageRequest) -> Page[LostAct]:
        """List acts of this department that others heard and that are lost here."""
        return self.work.page(LostAct, page)
