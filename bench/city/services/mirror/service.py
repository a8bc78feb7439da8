"""The mirror's subscription."""

from services.mirror.plots import handlers
from services.registry.plots.messages import PlotRecorded
from shared.catalog import subscribe
from shared.runtime import Department


class Mirror(Department):
    """The subscriber of the two departments."""

    name = "mirror"
    title = "备份处"

    @subscribe(PlotRecorded)
    def on_plot_recorded(self, event: PlotRecorded) -> None:
        """Store the record of a plot."""
        self.work(handlers.note_record, event)
