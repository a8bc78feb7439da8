"""The legal rules for a procedure on land, from its plots: the most severe finding decides."""

from collections.abc import Collection, Sequence

from services.environment.gates import sentences
from services.environment.gates.answers import block, defer, in_states
from services.environment.gates.domain import Gate, GateAnswer, GateState
from services.environment.gates.messages import GateReason
from services.environment.gates.suitability import (
    decisive,
    goals_reach,
    is_clean_farmland,
    is_settled_for,
    is_surveyed,
    strictest,
)
from services.environment.plots.domain import UNSETTLED, Plot
from services.environment.plots.messages import LandClass, PlotState
from services.environment.polluted.domain import is_ruled_out
from services.natural_resources.applications.messages import Procedure
from shared.vocabulary import is_covered

GRAVE = (PlotState.POLLUTED, PlotState.REGISTERED)


def decide(gate: Gate, plots: Sequence[Plot], units: Collection[str] = ()) -> GateAnswer:
    """Answer from the plots on the land; `units` names those that a permit holder uses.

    Unknown facts lead to the safe answer: not yet, with the reason.
    """
    return (
        block_registered(gate, plots)
        or block_farmland(gate, plots)
        or block_heavy(gate, plots)
        or keep_polluted(gate, plots)
        or await_farmland_survey(gate, plots)
        or await_survey(gate, plots)
        or await_unit_report(gate, plots, units)
        or clear(plots)
    )


def await_boundary(
    gate: Gate,
    answer: GateAnswer,
    plots: Sequence[Plot],
    doubtful: Sequence[Plot],
    units: Collection[str] = (),
) -> GateAnswer:
    """Let a procedure that is otherwise cleared wait for a doubtful border that would decide it.

    Both bureaus confirm it; the reason is that which would hold if the plots were on the land.
    """
    if answer.state is not GateState.CLEARED or not doubtful:
        return answer
    strict = decide(gate, (*plots, *doubtful), units)
    if strict.state is GateState.CLEARED:
        return answer
    note = sentences.boundary(gate, doubtful)
    return GateAnswer(
        GateState.DEFERRED, strict.reason, tuple(doubtful), note=note, border_in_doubt=True
    )


def block_registered(gate: Gate, plots: Sequence[Plot]) -> GateAnswer | None:
    """Prohibit every procedure on registered land, whatever its use [code.456, plan.6]."""
    registered = in_states(plots, PlotState.REGISTERED)
    if not registered:
        return None
    return block(GateReason.REGISTERED, registered, sentences.registered(gate, registered))


def block_farmland(gate: Gate, plots: Sequence[Plot]) -> GateAnswer | None:
    """Prohibit farmland on land with a history of pollution [code.428, code.446, plan.2].

    Land that was ever suspected, polluted or registered has such a history, even after delisting.
    """
    toxic = tuple(plot for plot in plots if plot.past) if gate.wants_farmland else ()
    if not toxic:
        return None
    grave = any(state in GRAVE for plot in toxic for state in plot.past)
    reason = GateReason.POLLUTED if grave else GateReason.SURVEY_DUE
    return block(reason, toxic, sentences.toxic_farmland(toxic))


def block_heavy(gate: Gate, plots: Sequence[Plot]) -> GateAnswer | None:
    """Prohibit housing and schools on heavily polluted land of certain trades [plan.6].

    An assessment does not change that; delisting for such a use does.
    """
    barred = tuple(plot for plot in plots if any(is_ruled_out(plot, use) for use in gate.wanted))
    if not barred:
        return None
    return block(GateReason.POLLUTED, barred, sentences.heavily_polluted(barred))


def keep_polluted(gate: Gate, plots: Sequence[Plot]) -> GateAnswer | None:
    """Block polluted land until its risk was assessed [code.455, code.461].

    Not assessed: a sensitive use and a transfer are prohibited, other changes wait. Assessed as
    acceptable: uses of that class proceed, a stricter use waits.
    """
    polluted = in_states(plots, PlotState.POLLUTED)
    unassessed = tuple(plot for plot in polluted if plot.assessed_for is None)
    if unassessed and (gate.sensitive or gate.procedure is not Procedure.CHANGE_USE):
        return block(GateReason.POLLUTED, unassessed, sentences.polluted(unassessed))
    if unassessed:
        return GateAnswer(
            GateState.DEFERRED,
            GateReason.POLLUTED,
            unassessed,
            note=sentences.polluted(unassessed),
        )
    short = tuple(plot for plot in polluted if not _serves(plot, gate))
    if not short:
        return None
    note = sentences.assessed_short(short, strictest(decisive(gate.wanted)))
    return GateAnswer(GateState.DEFERRED, GateReason.POLLUTED, short, note=note)


def await_farmland_survey(gate: Gate, plots: Sequence[Plot]) -> GateAnswer | None:
    """Require a survey by the limits for farmland before land becomes farmland [code.446]."""
    if not gate.wants_farmland or gate.present_use.is_edible_cropland:
        return None
    clean = [plot for plot in plots if is_clean_farmland(plot)]
    missing = tuple(plot for plot in plots if not is_clean_farmland(plot))
    if not missing and is_covered(gate.area, [plot.area for plot in clean]):
        return None
    return defer(missing, sentences.farmland_survey(missing), LandClass.FARMLAND)


def await_survey(gate: Gate, plots: Sequence[Plot]) -> GateAnswer | None:
    """Require a survey before a sensitive use, or before the transfer of suspected land.

    Land that becomes sensitive must be surveyed completely, by the limits of the class of its use
    [code.454, plan.5, GB 36600 5.3.1]; land that was never used otherwise is exempt unless there is
    a finding against it [42号令 3, plan.5]. For another use only a transfer waits, and only on
    suspected land [plan.8].
    """
    if gate.sensitive:
        return _survey_sensitive(gate, plots)
    suspected = tuple(plot for plot in in_states(plots, *UNSETTLED) if plot.suspicion is not None)
    if gate.procedure is not Procedure.CHANGE_USE and suspected:
        return defer(suspected, sentences.suspected(gate, suspected), None)
    return None


def await_unit_report(
    gate: Gate, plots: Sequence[Plot], units: Collection[str]
) -> GateAnswer | None:
    """Require a survey of a permit holder's land before its use changes or it is transferred.

    The law requires this of key units [code.462]; the platform does not know which permit holders
    are key units, so all are treated as such.
    """
    settled = (PlotState.DELISTED, PlotState.POLLUTED)
    missing = tuple(
        plot
        for plot in plots
        if plot.plot_code in units and plot.state not in settled and not is_surveyed(plot)
    )
    return defer(missing, sentences.unit_report(gate, missing), None) if missing else None


def clear(plots: Sequence[Plot]) -> GateAnswer:
    """Allow a procedure, under the conditions that apply to the land [code.461, code.437]."""
    conditions = tuple(dict.fromkeys(word for plot in plots for word in plot.conditions))
    return GateAnswer(GateState.CLEARED, None, tuple(plots), conditions)


def _survey_sensitive(gate: Gate, plots: Sequence[Plot]) -> GateAnswer | None:
    served = [plot for plot in plots if _serves(plot, gate)]
    open_again = [plot for plot in in_states(plots, *UNSETTLED) if plot not in served]
    short = [plot for plot in in_states(plots, PlotState.DELISTED) if not _goals(plot, gate)]
    quiet = in_states(plots, PlotState.RECORDED, PlotState.CLEAN)
    unknown = [plot for plot in quiet if plot.past or not gate.is_exempt]
    missing = (*open_again, *short, *(plot for plot in unknown if plot not in served))
    land_class = strictest(decisive(gate.wanted))
    if missing:
        return defer(missing, sentences.sensitive_survey(missing, land_class), land_class)
    if gate.is_exempt or is_covered(gate.area, [plot.area for plot in served]):
        return None
    return defer((), sentences.sensitive_survey((), land_class), land_class)


def _serves(plot: Plot, gate: Gate) -> bool:
    return all(is_settled_for(plot, use) for use in decisive(gate.wanted))


def _goals(plot: Plot, gate: Gate) -> bool:
    return all(goals_reach(plot, use) for use in decisive(gate.wanted))
