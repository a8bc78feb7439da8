"""The mirror's handler of recorded plots."""

from services.mirror.plots.domain import Plot
from services.registry.plots.messages import PlotRecorded
from shared.handling import UnitOfWork


def note_record(uow: UnitOfWork, event: PlotRecorded) -> None:
    """Store the record in place of the earlier one, and count it."""
    plot = uow.find(Plot, event.plot_code) or Plot(event.plot_code)
    uow.save(
        Plot(
            plot.plot_code,
            event.record_no,
            event.name,
            event.county,
            event.area_m2,
            event.longitude,
            event.latitude,
            event.former_use,
            event.pollutants,
            event.recorded_on,
            plot.told + 1,
        )
    )
