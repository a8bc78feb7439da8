"""Agriculture and rural affairs: its HTTP routes and subscriptions."""

from services.agriculture.plots import handlers as plot_handlers
from services.agriculture.plots.domain import KnownPlot
from services.agriculture.reclamations import handlers as reclamation_handlers
from services.agriculture.reclamations.domain import Reclamation, is_decided
from services.agriculture.reclamations.messages import RequestReclamation, ReviewReclamation
from services.casework.clues.matter_files import CASEWORK_MATTERS, other_files
from services.casework.entrypoints import CaseworkRoutes, ClueReportRoutes
from services.environment.gates.messages import LandHistoryReturned
from services.environment.plots.messages import PlotStandingChanged, PlotSuspected, SuspicionRemoved
from services.environment.register.messages import PlotDelisted, PlotEntryChanged, PlotRegistered
from services.environment.surveys.messages import SurveyReviewed
from services.jurisdiction.entrypoints import JurisdictionRoutes
from services.jurisdiction.handlers import DepartmentMatters
from shared.catalog import subscribe
from shared.runtime import Department
from shared.store import Page, PageRequest
from shared.web import READ_ROLES, Role, http


class Agriculture(ClueReportRoutes, CaseworkRoutes, JurisdictionRoutes, Department):
    """The agriculture and rural affairs bureau, on the bus and on HTTP."""

    name = "agriculture"
    title = "农业农村局"
    matters = DepartmentMatters((Reclamation, *CASEWORK_MATTERS), other_files)

    @http("POST", "/v1/reclamations", roles=[Role.CLERK], title="申请复垦为耕地")
    def post_reclamation(self, command: RequestReclamation) -> Reclamation:
        """Ask to reclaim land as farmland."""
        return self.work.handle_and_wait(
            reclamation_handlers.request_reclamation, command, done=is_decided
        )

    @http("GET", "/v1/reclamations/<reclamation_id>", roles=READ_ROLES, title="查看复垦申请")
    def get_reclamation(self, reclamation_id: str) -> Reclamation:
        """Show a reclamation."""
        return self.work.get(Reclamation, reclamation_id)

    @http("GET", "/v1/reclamations", roles=READ_ROLES, title="复垦申请列表")
    def get_reclamations(self, page: PageRequest) -> Page[Reclamation]:
        """List reclamations."""
        return self.work.page(Reclamation, page)

    @http(
        "POST",
        "/v1/reclamations/<reclamation_id>/review",
        roles=[Role.HEAD],
        title="复核已同意的复垦申请",
    )
    def post_reclamation_review(self, command: ReviewReclamation) -> Reclamation:
        """Decide what becomes of an approval against which something came up."""
        return self.work(reclamation_handlers.review_reclamation, command)

    @http("GET", "/v1/plots", roles=READ_ROLES, title="已知地块列表")
    def get_plots(self, page: PageRequest) -> Page[KnownPlot]:
        """List the plots that the environment bureau spoke of."""
        return self.work.page(KnownPlot, page)

    @subscribe(LandHistoryReturned)
    def on_land_history_returned(self, event: LandHistoryReturned) -> None:
        """Decide a reclamation by the history of its land."""
        self.work(reclamation_handlers.note_history, event)

    @subscribe(PlotSuspected)
    def on_plot_suspected(self, event: PlotSuspected) -> None:
        """Record a suspected plot, and refuse food production on it."""
        self.work(plot_handlers.note_suspicion, event)

    @subscribe(PlotRegistered)
    def on_plot_registered(self, event: PlotRegistered) -> None:
        """Refuse the waiting reclamations on a registered plot."""
        self.work(plot_handlers.note_registration, event)

    @subscribe(PlotEntryChanged)
    def on_plot_entry_changed(self, event: PlotEntryChanged) -> None:
        """Record the new area of a registered plot from a later act."""
        self.work(plot_handlers.note_change, event)

    @subscribe(PlotDelisted)
    def on_plot_delisted(self, event: PlotDelisted) -> None:
        """Record that a plot left the register."""
        self.work(plot_handlers.note_delisting, event)

    @subscribe(SuspicionRemoved)
    def on_suspicion_removed(self, event: SuspicionRemoved) -> None:
        """Record that a plot is not suspected any more."""
        self.work(plot_handlers.note_suspicion_removed, event)

    @subscribe(PlotStandingChanged)
    def on_plot_standing_changed(self, event: PlotStandingChanged) -> None:
        """Record the whole standing of a plot that was folded anew."""
        self.work(plot_handlers.note_standing, event)

    @subscribe(SurveyReviewed)
    def on_survey_reviewed(self, event: SurveyReviewed) -> None:
        """Record a plot that exceeds the limits; remove the suspicion of a clean one."""
        self.work(plot_handlers.note_review, event)
