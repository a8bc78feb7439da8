"""The history of land: what speaks against reclaiming it as farmland."""

from collections.abc import Sequence

from services.agriculture.reclamations.messages import ReclamationProposed
from services.environment.gates.messages import LandHistoryReturned
from services.environment.plots.domain import Plot, PlotState


def tell_history(event: ReclamationProposed, plots: Sequence[Plot]) -> LandHistoryReturned:
    """Tell what speaks against farmland on the plots that it would cover [code.446, code.428]."""
    against = tuple(plot for plot in plots if speaks_against(plot, edible=event.edible))
    return LandHistoryReturned(
        reclamation_id=event.reclamation_id,
        clean=not against,
        plot_codes=tuple(plot.plot_code for plot in against),
        note=_note(against),
    )


def speaks_against(plot: Plot, *, edible: bool) -> bool:
    """Tell whether a plot's past forbids farmland [code.428, plan.2].

    What was ever suspected, polluted or registered stays a toxic past, after delisting too. Food is
    refused by default: only a survey that found nothing lets it grow on a polluting unit's plot.
    """
    return bool(plot.past) or (edible and plot.state is not PlotState.CLEAN)


def _note(against: Sequence[Plot]) -> str:
    if not against:
        return "未见不利历史"
    known = dict.fromkeys(state.value for plot in against for state in plot.past)
    if not known:
        return "地块曾由排污单位使用或应先调查，未经调查评审为未超筛选值"
    return f"地块曾被认定：{'、'.join(known)}"
