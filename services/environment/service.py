"""Ecology and environment: its HTTP routes and subscriptions."""

from services.casework.clues.matter_files import CASEWORK_MATTERS, other_files
from services.casework.entrypoints import CaseworkRoutes, ClueReportRoutes
from services.environment.acts.entrypoints import PlotActRoutes
from services.environment.gates.entrypoints import GateRoutes
from services.environment.permits import handlers as permit_handlers
from services.environment.permits.domain import Permit
from services.environment.permits.messages import CancelPermit, RecordPermit
from services.environment.plots import handlers as plot_handlers
from services.environment.plots.domain import Plot
from services.environment.plots.messages import RecordPlot, RemoveSuspicion, SuspectPlot
from services.environment.polluted import handlers as polluted_handlers
from services.environment.polluted.messages import ListPolluted
from services.environment.register import handlers as register_handlers
from services.environment.register.messages import DelistPlot, RegisterPlot
from services.environment.surveys.domain import Survey
from services.environment.surveys.entrypoints import SurveyRoutes
from services.jurisdiction.entrypoints import JurisdictionRoutes
from services.jurisdiction.handlers import DepartmentMatters
from services.partners.province.messages import RegisterEntryAnnounced, RegisterEntryRemoved
from shared.catalog import subscribe
from shared.runtime import Department
from shared.store import Page, PageRequest
from shared.web import READ_ROLES, Role, http

JUDGES = (Role.CLERK, Role.OFFICER)


class Environment(
    GateRoutes,
    PlotActRoutes,
    SurveyRoutes,
    ClueReportRoutes,
    CaseworkRoutes,
    JurisdictionRoutes,
    Department,
):
    """The ecology and environment bureau, on the bus and on HTTP."""

    name = "environment"
    title = "生态环境局"
    matters = DepartmentMatters((Plot, Permit, Survey, *CASEWORK_MATTERS), other_files)

    @http("POST", "/v1/plots", roles=[Role.CLERK], title="登记地块")
    def post_plot(self, command: RecordPlot) -> Plot:
        """Record a plot."""
        return self.work(plot_handlers.record_plot, command)

    @http("GET", "/v1/plots/<plot_code>", roles=READ_ROLES, title="查看地块")
    def get_plot(self, plot_code: str) -> Plot:
        """Show a plot."""
        return self.work.get(Plot, plot_code)

    @http("GET", "/v1/plots", roles=READ_ROLES, title="地块列表")
    def get_plots(self, page: PageRequest) -> Page[Plot]:
        """List plots."""
        return self.work.page(Plot, page)

    @http(
        "POST",
        "/v1/plots/<plot_code>/suspicion",
        roles=JUDGES,
        title="列入疑似污染地块名单",
    )
    def post_suspicion(self, command: SuspectPlot) -> Plot:
        """Put a plot on the suspected list."""
        return self.work(plot_handlers.suspect_plot, command)

    @http(
        "POST",
        "/v1/plots/<plot_code>/polluted-listing",
        roles=[Role.HEAD],
        title="列入污染地块名录",
    )
    def post_polluted_listing(self, command: ListPolluted) -> Plot:
        """List a plot as polluted, with its risk grade."""
        return self.work(polluted_handlers.list_polluted, command)

    @http(
        "POST",
        "/v1/plots/<plot_code>/registration",
        roles=[Role.CLERK],
        title="转办省级名录列入",
    )
    def post_registration(self, command: RegisterPlot) -> Plot:
        """Relay the provincial act that puts a plot on the register."""
        return self.work(register_handlers.register_plot, command)

    @http(
        "POST",
        "/v1/plots/<plot_code>/delisting",
        roles=[Role.CLERK],
        title="转办省级名录移出",
    )
    def post_delisting(self, command: DelistPlot) -> Plot:
        """Relay the provincial act that takes a plot off the register."""
        return self.work(register_handlers.delist_plot, command)

    @http(
        "POST",
        "/v1/plots/<plot_code>/suspicion-removal",
        roles=[Role.HEAD],
        title="移出疑似污染地块名单",
    )
    def post_suspicion_removal(self, command: RemoveSuspicion) -> Plot:
        """Take a plot off the suspected list."""
        return self.work(plot_handlers.remove_suspicion, command)

    @http("POST", "/v1/permits", roles=[Role.CLERK], title="登记排污许可证")
    def post_permit(self, command: RecordPermit) -> Permit:
        """Record a discharge permit."""
        return self.work(permit_handlers.record_permit, command)

    @http("GET", "/v1/permits/<number>", roles=READ_ROLES, title="查看排污许可证")
    def get_permit(self, number: str) -> Permit:
        """Show a discharge permit."""
        return self.work.get(Permit, number)

    @http("GET", "/v1/permits", roles=READ_ROLES, title="排污许可证列表")
    def get_permits(self, page: PageRequest) -> Page[Permit]:
        """List discharge permits."""
        return self.work.page(Permit, page)

    @http(
        "POST",
        "/v1/permits/<number>/cancellation",
        roles=[Role.CLERK],
        title="注销、撤销或吊销排污许可证",
    )
    def post_cancellation(self, command: CancelPermit) -> Permit:
        """End a discharge permit."""
        return self.work(permit_handlers.cancel_permit, command)

    @subscribe(RegisterEntryAnnounced)
    def on_register_entry_announced(self, event: RegisterEntryAnnounced) -> None:
        """Relay the province's listing of a plot."""
        self.work(register_handlers.note_announcement, event)

    @subscribe(RegisterEntryRemoved)
    def on_register_entry_removed(self, event: RegisterEntryRemoved) -> None:
        """Relay the province's removal of a plot."""
        self.work(register_handlers.note_removal, event)
