"""Entrypoints of the gate: queries of natural resources and agriculture, and their answers."""

from services.agriculture.reclamations.messages import (
    ReclamationProposed,
    ReclamationReviewed,
    ReclamationReviewRequired,
)
from services.boundaries.domain import Boundary
from services.boundaries.entrypoints import BoundaryRoutes
from services.boundaries.messages import BoundaryConfirmed, ConfirmBoundary
from services.environment.assessments import handlers as assessment_handlers
from services.environment.assessments.messages import RelayAssessment
from services.environment.gates import borders
from services.environment.gates import handlers as gate_handlers
from services.environment.gates.domain import Gate
from services.environment.histories import handlers as history_handlers
from services.environment.histories.domain import History
from services.environment.plots.domain import Plot
from services.natural_resources.applications.messages import (
    ApprovalReviewed,
    ApprovalReviewRequired,
    LandGateQueried,
)
from shared.catalog import subscribe
from shared.store import Page, PageRequest
from shared.web import READ_ROLES, Role, http


class GateRoutes(BoundaryRoutes):
    """Answers those who must not act on land before they have an answer (准入核验)."""

    @http(
        "POST",
        "/v1/plots/<plot_code>/assessment",
        roles=[Role.CLERK],
        title="转办省级风险评估结论",
    )
    def post_assessment(self, command: RelayAssessment) -> Plot:
        """Relay what the province found of a risk assessment."""
        return self.work(assessment_handlers.relay_assessment, command)

    @http("POST", "/v1/boundaries", roles=[Role.OFFICER], title="核实边界")
    def post_boundary(self, command: ConfirmBoundary) -> Boundary:
        """Say whether a plot and a parcel share ground, where their border is in doubt."""
        return self.work(borders.confirm_boundary, command)

    @http("GET", "/v1/gates/<application_id>", roles=READ_ROLES, title="查看准入核验")
    def get_gate(self, application_id: str) -> Gate:
        """Show a gate query and its answer."""
        return self.work.get(Gate, application_id)

    @http("GET", "/v1/gates", roles=READ_ROLES, title="准入核验列表")
    def get_gates(self, page: PageRequest) -> Page[Gate]:
        """List gate queries."""
        return self.work.page(Gate, page)

    @http("GET", "/v1/histories/<reclamation_id>", roles=READ_ROLES, title="查看复垦地块历史核查")
    def get_history(self, reclamation_id: str) -> History:
        """Show a question about the history of land and its answer."""
        return self.work.get(History, reclamation_id)

    @http("GET", "/v1/histories", roles=READ_ROLES, title="复垦地块历史核查列表")
    def get_histories(self, page: PageRequest) -> Page[History]:
        """List questions about the history of land."""
        return self.work.page(History, page)

    @subscribe(BoundaryConfirmed)
    def on_boundary_confirmed(self, event: BoundaryConfirmed) -> None:
        """Record the other bureau's opinion on a border."""
        self.work(borders.note_boundary, event)

    @subscribe(LandGateQueried)
    def on_land_gate_queried(self, event: LandGateQueried) -> None:
        """Answer whether the soil data allow a procedure."""
        self.work(gate_handlers.answer_query, event)

    @subscribe(ReclamationProposed)
    def on_reclamation_proposed(self, event: ReclamationProposed) -> None:
        """Answer which uses the land had."""
        self.work(history_handlers.return_history, event)

    @subscribe(ApprovalReviewRequired)
    def on_approval_review_required(self, event: ApprovalReviewRequired) -> None:
        """Record an approval that must be reviewed."""
        self.work(gate_handlers.note_review_required, event)

    @subscribe(ApprovalReviewed)
    def on_approval_reviewed(self, event: ApprovalReviewed) -> None:
        """Record the outcome of the review."""
        self.work(gate_handlers.note_reviewed, event)

    @subscribe(ReclamationReviewRequired)
    def on_reclamation_review_required(self, event: ReclamationReviewRequired) -> None:
        """Record a reclamation that must be reviewed."""
        self.work(history_handlers.note_review_required, event)

    @subscribe(ReclamationReviewed)
    def on_reclamation_reviewed(self, event: ReclamationReviewed) -> None:
        """Record the outcome of the review."""
        self.work(history_handlers.note_reviewed, event)
