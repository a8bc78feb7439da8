"""Routes of the acts about plots: their list, their correction, and what was known when."""

from services.corrections.messages import CorrectAct
from services.environment.acts import corrections, queries
from services.environment.acts.domain import PlotAct
from services.environment.acts.due import apply_due
from services.environment.acts.views import DecisionKnowledge, StandingAsOf
from shared.delivery import every
from shared.runtime import Department
from shared.store import Page, PageRequest
from shared.web import READ_ROLES, Role, http


class PlotActRoutes(Department):
    """Shows and corrects the acts from which the standing of each plot is folded."""

    @http("GET", "/v1/plot-acts", roles=READ_ROLES, title="地块办理记录列表")
    def get_plot_acts(self, page: PageRequest) -> Page[PlotAct]:
        """List acts about plots."""
        return self.work.page(PlotAct, page)

    @http("GET", "/v1/plot-acts/<act_id>", roles=READ_ROLES, title="查看地块办理记录")
    def get_plot_act(self, act_id: str) -> PlotAct:
        """Show an act with its corrections."""
        return self.work.get(PlotAct, act_id)

    @http(
        "POST",
        "/v1/acts/<event_id>/correction",
        roles=[Role.HEAD],
        title="更正、撤销或确认无效",
    )
    def post_correction(self, command: CorrectAct) -> PlotAct:
        """Correct, revoke or void an act, or undo an earlier correction."""
        return self.work(corrections.correct_act, command)

    @http(
        "GET",
        "/v1/plots/<plot_code>/standings/<day>",
        roles=READ_ROLES,
        title="查看地块某日状态",
    )
    def get_standing(self, plot_code: str, day: str) -> StandingAsOf:
        """Show the standing of a plot on a day, by what is known now."""
        return queries.standing_on(self.work, plot_code, day)

    @http(
        "GET",
        "/v1/gates/<application_id>/knowledge",
        roles=READ_ROLES,
        title="查看核验时已知和现知情况",
    )
    def get_knowledge(self, application_id: str) -> DecisionKnowledge:
        """Show what was known when an application was answered, and what is known now."""
        return queries.knowledge_of(self.work, application_id)

    @every(60.0)
    def on_due_acts(self) -> int:
        """Apply the acts whose day has come."""
        return apply_due(self.work.context)
