"""Routes by which the city takes matters up and hands them down, shared by the bureaus."""

from typing import ClassVar

from services.jurisdiction.domain import JurisdictionChange
from services.jurisdiction.handlers import DepartmentMatters
from services.jurisdiction.messages import HandDownMatter, TakeUpMatter
from shared.runtime import Department
from shared.store import Page, PageRequest
from shared.web import READ_ROLES, Role, http


class JurisdictionRoutes(Department):
    """Changes the office that handles a matter; a subclass names its matters."""

    matters: ClassVar[DepartmentMatters]

    @http("POST", "/v1/jurisdiction/take-ups", roles=[Role.HEAD], title="提级办理")
    def post_take_up(self, command: TakeUpMatter) -> JurisdictionChange:
        """Let the city's office handle a matter of a county."""
        return self.work(self.matters.take_up, command)

    @http("POST", "/v1/jurisdiction/hand-downs", roles=[Role.HEAD], title="交办")
    def post_hand_down(self, command: HandDownMatter) -> JurisdictionChange:
        """Let the office of a county handle a matter of the city."""
        return self.work(self.matters.hand_down, command)

    @http("GET", "/v1/jurisdiction-changes", roles=READ_ROLES, title="办理层级变更列表")
    def get_jurisdiction_changes(self, page: PageRequest) -> Page[JurisdictionChange]:
        """List which matters changed their office, and why."""
        return self.work.page(JurisdictionChange, page)

    @http(
        "GET",
        "/v1/jurisdiction-changes/<change_id>",
        roles=READ_ROLES,
        title="查看办理层级变更",
    )
    def get_jurisdiction_change(self, change_id: str) -> JurisdictionChange:
        """Show one change of office."""
        return self.work.get(JurisdictionChange, change_id)
