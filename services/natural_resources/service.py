"""Planning and natural resources: its HTTP routes and subscriptions."""

from services.casework.clues.matter_files import CASEWORK_MATTERS, other_files
from services.casework.entrypoints import CaseworkRoutes, ClueReportRoutes
from services.environment.assessments.messages import AssessmentConcluded
from services.environment.gates.messages import GateBlocked, GateCleared, GateDeferred
from services.environment.permits.messages import PermitCancelled
from services.environment.plots.messages import PlotStandingChanged, PlotSuspected, SuspicionRemoved
from services.environment.polluted.messages import PollutedListed
from services.environment.register.messages import PlotDelisted, PlotEntryChanged, PlotRegistered
from services.environment.surveys.messages import (
    CompletenessChecked,
    SurveyReviewed,
    SurveySubmitted,
)
from services.jurisdiction.entrypoints import JurisdictionRoutes
from services.jurisdiction.handlers import DepartmentMatters
from services.jurisdiction.messages import MatterHandedDown, MatterTakenUp
from services.natural_resources.applications import handlers as application_handlers
from services.natural_resources.applications.domain import Application, is_decided
from services.natural_resources.applications.messages import RequestProcedure, ReviewApproval
from services.natural_resources.links.entrypoints import LinkRoutes
from services.natural_resources.overlay import handlers as overlay_handlers
from services.natural_resources.overlay.domain import Hold
from services.natural_resources.parcels import handlers as parcel_handlers
from services.natural_resources.parcels.entrypoints import ParcelRoutes
from services.natural_resources.surveys import handlers as survey_handlers
from services.natural_resources.surveys.domain import Review
from services.natural_resources.surveys.messages import GiveOpinion
from shared.catalog import subscribe
from shared.runtime import Department
from shared.store import Page, PageRequest
from shared.web import READ_ROLES, Role, http


class NaturalResources(
    ParcelRoutes, LinkRoutes, ClueReportRoutes, CaseworkRoutes, JurisdictionRoutes, Department
):
    """The planning and natural resources bureau, on the bus and on HTTP."""

    name = "natural_resources"
    title = "规划和自然资源局"
    matters = DepartmentMatters((Application, Review, *CASEWORK_MATTERS), other_files)

    @http("POST", "/v1/applications", roles=[Role.CLERK], title="申请用地手续")
    def post_application(self, command: RequestProcedure) -> Application:
        """Ask for a land procedure."""
        return self.work.handle_and_wait(
            application_handlers.request_procedure, command, done=is_decided
        )

    @http("GET", "/v1/applications/<application_id>", roles=READ_ROLES, title="查看用地手续申请")
    def get_application(self, application_id: str) -> Application:
        """Show an application."""
        return self.work.get(Application, application_id)

    @http("GET", "/v1/applications", roles=READ_ROLES, title="用地手续申请列表")
    def get_applications(self, page: PageRequest) -> Page[Application]:
        """List applications."""
        return self.work.page(Application, page)

    @http(
        "POST",
        "/v1/applications/<application_id>/review",
        roles=[Role.HEAD],
        title="复核已准予的用地手续",
    )
    def post_approval_review(self, command: ReviewApproval) -> Application:
        """Decide what becomes of an approval against which something came up."""
        return self.work(application_handlers.review_approval, command)

    @http("GET", "/v1/holds/<plot_code>", roles=READ_ROLES, title="查看一张图管控地块")
    def get_hold(self, plot_code: str) -> Hold:
        """Show the hold of a plot."""
        return self.work.get(Hold, plot_code)

    @http("GET", "/v1/holds", roles=READ_ROLES, title="一张图管控地块列表")
    def get_holds(self, page: PageRequest) -> Page[Hold]:
        """List the holds on the overlay."""
        return self.work.page(Hold, page)

    @http("GET", "/v1/surveys", roles=READ_ROLES, title="调查报告评审列表")
    def get_surveys(self, page: PageRequest) -> Page[Review]:
        """List survey reports and this bureau's opinions."""
        return self.work.page(Review, page)

    @http(
        "POST",
        "/v1/surveys/<survey_id>/opinion",
        roles=[Role.CLERK, Role.OFFICER],
        title="出具调查报告评审意见",
    )
    def post_opinion(self, command: GiveOpinion) -> Review:
        """Give this bureau's part of a joint review."""
        return self.work(survey_handlers.give_opinion, command)

    @subscribe(PermitCancelled)
    def on_permit_cancelled(self, event: PermitCancelled) -> None:
        """Answer about the parcels on the plot of an ended permit."""
        self.work(parcel_handlers.note_cancellation, event)

    @subscribe(PlotSuspected)
    def on_plot_suspected(self, event: PlotSuspected) -> None:
        """Add a suspected plot to the overlay."""
        self.work(overlay_handlers.note_suspicion, event)

    @subscribe(PlotRegistered)
    def on_plot_registered(self, event: PlotRegistered) -> None:
        """Freeze a registered plot."""
        self.work(overlay_handlers.note_registration, event)

    @subscribe(PlotEntryChanged)
    def on_plot_entry_changed(self, event: PlotEntryChanged) -> None:
        """Freeze a registered plot in its area according to a later act."""
        self.work(overlay_handlers.note_change, event)

    @subscribe(PlotDelisted)
    def on_plot_delisted(self, event: PlotDelisted) -> None:
        """Unfreeze a delisted plot; its conditions remain."""
        self.work(overlay_handlers.note_delisting, event)

    @subscribe(SuspicionRemoved)
    def on_suspicion_removed(self, event: SuspicionRemoved) -> None:
        """Lift the hold of a plot that is not suspected any more."""
        self.work(overlay_handlers.note_suspicion_removed, event)

    @subscribe(PollutedListed)
    def on_plot_polluted_listed(self, event: PollutedListed) -> None:
        """Show the risk grade of a polluted plot on the overlay."""
        self.work(overlay_handlers.note_polluted_listing, event)

    @subscribe(PlotStandingChanged)
    def on_plot_standing_changed(self, event: PlotStandingChanged) -> None:
        """Apply the whole standing of a plot that was folded anew."""
        self.work(overlay_handlers.note_standing, event)

    @subscribe(SurveySubmitted)
    def on_survey_submitted(self, event: SurveySubmitted) -> None:
        """Open the review of a survey report."""
        self.work(survey_handlers.note_submission, event)

    @subscribe(MatterTakenUp, MatterHandedDown)
    def on_matter_moved(self, event: MatterTakenUp | MatterHandedDown) -> None:
        """Let the office of the same level review a survey report."""
        self.work(survey_handlers.note_level, event)

    @subscribe(CompletenessChecked)
    def on_completeness_checked(self, event: CompletenessChecked) -> None:
        """Close the review of a returned report."""
        self.work(survey_handlers.note_completeness, event)

    @subscribe(SurveyReviewed)
    def on_survey_reviewed(self, event: SurveyReviewed) -> None:
        """Hold a plot that exceeds the limits; lift the hold of one that was found clean."""
        self.work(overlay_handlers.note_review, event)

    @subscribe(AssessmentConcluded)
    def on_assessment_concluded(self, event: AssessmentConcluded) -> None:
        """Record the result of an assessment on a polluted plot."""
        self.work(overlay_handlers.note_assessment, event)

    @subscribe(GateCleared)
    def on_gate_cleared(self, event: GateCleared) -> None:
        """Decide an application that the gate cleared."""
        self.work(application_handlers.note_cleared, event)

    @subscribe(GateBlocked)
    def on_gate_blocked(self, event: GateBlocked) -> None:
        """Refuse an application that the gate blocked."""
        self.work(application_handlers.note_blocked, event)

    @subscribe(GateDeferred)
    def on_gate_deferred(self, event: GateDeferred) -> None:
        """Let an application wait for a survey."""
        self.work(application_handlers.note_deferred, event)
