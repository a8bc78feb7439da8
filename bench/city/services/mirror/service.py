"""The mirror: what comes in."""

from services.mirror.plots import handlers
from services.registry.plots.messages import PlotRecorded
from shared.catalog import subscribe
from shared.runtime import Department


class Mirror(Department):
    """The mirror of the made-up pair."""

    name = "mirror"
    title = "备份处"

    @subscribe(PlotRecorded)
    def on_plot_recorded(self, event: PlotRecorded) -> None:
        """Keep what was recorded."""
        self.work(handlers.note_record, event)
