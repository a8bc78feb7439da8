"""Build the answers of the gate."""

from collections.abc import Sequence

from services.environment.gates.domain import GateAnswer, GateState
from services.environment.gates.messages import GateReason
from services.environment.plots.domain import Plot
from services.environment.plots.messages import LandClass, PlotState


def defer(plots: Sequence[Plot], note: str, land_class: LandClass | None) -> GateAnswer:
    """Wait for a survey of these plots; if there are none, of land without a plot."""
    return GateAnswer(
        GateState.DEFERRED,
        GateReason.SURVEY_DUE,
        tuple(sorted(plots, key=lambda plot: plot.plot_code)),
        note=note,
        land_class=land_class,
    )


def block(reason: GateReason, plots: tuple[Plot, ...], note: str) -> GateAnswer:
    """Prohibit a procedure because of these plots."""
    return GateAnswer(GateState.BLOCKED, reason, plots, note=note)


def in_states(plots: Sequence[Plot], *states: PlotState) -> tuple[Plot, ...]:
    """Return the plots in one of some states."""
    return tuple(plot for plot in plots if plot.state in states)
