"""The registry's HTTP route."""

from services.registry.plots import handlers
from services.registry.plots.domain import Plot
from services.registry.plots.messages import RecordPlot
from shared.runtime import Department
from shared.web import Role, http


class Registry(Department):
    """The publisher of the two departments."""

    name = "registry"
    title = "登记处"

    @http("POST", "/v1/plots/<plot_code>/records", roles=[Role.CLERK], title="记录地块")
    def post_record(self, command: RecordPlot) -> Plot:
        """Record a plot."""
        return self.work(handlers.record, command)
