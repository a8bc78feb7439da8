"""The registry's handlers of commands to record plots."""

from collections.abc import Sequence

from services.registry.plots.domain import Plot
from services.registry.plots.messages import PlotRecorded, RecordPlot
from shared.handling import SequenceState, UnitOfWork


def record(uow: UnitOfWork, command: RecordPlot) -> Plot:
    """Store the record and publish it."""
    known = uow.find(Plot, command.plot_code)
    plot = Plot(command.plot_code, command.record_no, known.records + 1 if known else 1)
    uow.save(plot)
    uow.emit(
        PlotRecorded(
            command.plot_code,
            command.record_no,
            command.name,
            command.county,
            command.area_m2,
            command.longitude,
            command.latitude,
            command.former_use,
            command.pollutants,
            command.recorded_on,
        )
    )
    return plot


def record_all(uow: UnitOfWork, commands: Sequence[RecordPlot]) -> int:
    """Record many plots in one unit of work; their documents are read in two queries."""
    codes = [command.plot_code for command in commands]
    for kind in (Plot, SequenceState):
        uow.session.load(kind, codes)
    for command in commands:
        record(uow, command)
    return len(commands)
