"""A made-up sixth department: the market supervision bureau."""

import services.environment.register.messages as plots
from services.market_supervision.notices import handlers
from services.market_supervision.notices.domain import Notice
from services.market_supervision.notices.messages import StopPurchases
from shared.catalog import subscribe
from shared.runtime import Department
from shared.web import READ_ROLES, Role, http


class MarketSupervision(Department):
    """The market supervision bureau, on the bus and on HTTP."""

    name = "market_supervision"
    title = "市场监督管理局"

    @http("GET", "/v1/notices/<plot_code>", roles=READ_ROLES, title="查看地块通知")
    def get_notice(self, plot_code: str) -> Notice:
        """Show what is known of a plot."""
        return self.work.get(Notice, plot_code)

    @http("POST", "/v1/notices/<plot_code>/stop", roles=[Role.CLERK], title="停止收购")
    def post_stop(self, command: StopPurchases) -> Notice:
        """Stop purchases from a plot."""
        return self.work(handlers.stop_purchases, command)

    @subscribe(plots.PlotRegistered)
    def on_plot_registered(self, event: plots.PlotRegistered) -> None:
        """Note a plot whose produce must not be sold."""
        self.work(handlers.note_registration, event)
