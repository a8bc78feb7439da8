"""The gate: what the soil says to a procedure on a piece of land."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import count
from typing import Any

from services.environment.gates.messages import (
    GateBlocked,
    GateCleared,
    GateDeferred,
    GateReason,
)
from services.environment.plots.domain import UNSETTLED, Plot, PlotState
from services.natural_resources.applications.messages import LandGateQueried, Procedure
from shared.divisions import county_now
from shared.document import document
from shared.geometry import area_m2, covered
from shared.grid import cells_of
from shared.identifiers import county_of
from shared.land_use import LandUse


class GateState(StrEnum):
    """What a query was answered last."""

    ASKED = "待核验"
    CLEARED = "通过"
    BLOCKED = "不通过"
    DEFERRED = "待调查"


@document(
    "gates",
    title="准入核验",
    key="application_id",
    indexes=(("county",), ("state",), ("parcel_code",), ("plot_codes",), ("cells",)),
)
class Gate:
    """A query about a procedure, and what it was answered."""

    application_id: str
    parcel_code: str
    county: str
    area: dict[str, Any]
    cells: tuple[str, ...]
    procedure: Procedure
    present_use: LandUse
    wanted_use: LandUse
    state: GateState = GateState.ASKED
    reason: GateReason | None = None
    plot_codes: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the soil says; `uncharted` if land must be surveyed that no plot stands for."""

    state: GateState
    reason: GateReason | None = None
    plots: tuple[Plot, ...] = ()
    conditions: tuple[str, ...] = ()
    uncharted: bool = False


def ask(event: LandGateQueried) -> Gate:
    """Make a gate of a query."""
    return Gate(
        application_id=event.application_id,
        parcel_code=event.parcel_code,
        county=event.county,
        area=event.area,
        cells=cells_of(event.area),
        procedure=event.procedure,
        present_use=event.present_use,
        wanted_use=event.wanted_use,
    )


def decide(gate: Gate, plots: Sequence[Plot]) -> Answer:
    """Answer from the plots on the land: the gravest finding decides."""
    return (
        block_registered(plots)
        or block_polluted(gate, plots)
        or await_survey(gate, plots)
        or clear(plots)
    )


def block_registered(plots: Sequence[Plot]) -> Answer | None:
    """Forbid every procedure on registered land, whatever use it is for [code.456, plan.6]."""
    registered = _in(plots, PlotState.REGISTERED)
    return _block(GateReason.REGISTERED, registered) if registered else None


def block_polluted(gate: Gate, plots: Sequence[Plot]) -> Answer | None:
    """Forbid a sensitive use, and handing over, of polluted land [code.455, code.461]."""
    concerned = gate.wanted_use.is_sensitive or gate.procedure is not Procedure.CHANGE_USE
    polluted = _in(plots, PlotState.POLLUTED)
    return _block(GateReason.POLLUTED, polluted) if concerned and polluted else None


def await_survey(gate: Gate, plots: Sequence[Plot]) -> Answer | None:
    """Have land surveyed before it is used sensitively, or handed over while suspected.

    Land that turns sensitive must be surveyed all over [code.454, plan.5]; what is sensitive
    already is exempt unless something is held against it [42号令 3, plan.5]. For another use only
    a handing over waits, and only on suspected land [plan.8].
    """
    if gate.wanted_use.is_sensitive:
        return _survey_sensitive(gate, plots)
    suspected = tuple(at for at in _in(plots, *UNSETTLED) if at.suspicion is not None)
    if gate.procedure is not Procedure.CHANGE_USE and suspected:
        return Answer(GateState.DEFERRED, GateReason.SURVEY_DUE, suspected)
    return None


def clear(plots: Sequence[Plot]) -> Answer:
    """Let a procedure pass, under the conditions that delisted land keeps [code.461, code.437]."""
    conditions = tuple(dict.fromkeys(word for plot in plots for word in plot.conditions))
    return Answer(GateState.CLEARED, None, tuple(plots), conditions)


def why(gate: Gate) -> str:
    """Say why the land of a gate must be surveyed."""
    if gate.wanted_use.is_sensitive:
        return f"拟用作一住两公用地（{gate.wanted_use.name}）"
    return f"疑似污染地块拟办理{gate.procedure.value}手续"


def codes_for(parcel_code: str) -> Iterator[str]:
    """List the codes that a plot of a parcel may take, for the first that is free."""
    code = f"{county_of(parcel_code)}-{parcel_code.removeprefix(county_of(parcel_code))}"
    yield code
    yield from (f"{code}-{number}" for number in count(2))


def chart(gate: Gate, plot_code: str) -> Plot:
    """Make a plot of a parcel that none stands for."""
    return Plot(
        plot_code=plot_code,
        name=f"宗地 {gate.parcel_code}",
        county=county_now(gate.parcel_code),
        area=gate.area,
        area_m2=round(area_m2(gate.area), 2),
        cells=gate.cells,
    )


def settle(
    gate: Gate, answer: Answer, at: datetime
) -> tuple[Gate, GateCleared | GateBlocked | GateDeferred]:
    """Write an answer into its gate, and say it."""
    codes = tuple(plot.plot_code for plot in answer.plots)
    settled = replace(
        gate,
        state=answer.state,
        reason=answer.reason,
        plot_codes=codes,
        conditions=answer.conditions,
        answered_at=at,
    )
    if answer.reason is None:
        return settled, GateCleared(gate.application_id, codes, answer.conditions)
    says = GateBlocked if answer.state is GateState.BLOCKED else GateDeferred
    return settled, says(gate.application_id, answer.reason, codes)


def says_the_same(one: Gate, other: Gate) -> bool:
    """Tell whether two answers differ in nothing but their time."""
    return replace(one, answered_at=None) == replace(other, answered_at=None)


def _survey_sensitive(gate: Gate, plots: Sequence[Plot]) -> Answer | None:
    exempt = gate.present_use.is_sensitive
    unsettled = _in(plots, *UNSETTLED, *(() if exempt else (PlotState.RECORDED,)))
    settled = _in(plots, PlotState.CLEAN, PlotState.DELISTED)
    if unsettled:
        return Answer(GateState.DEFERRED, GateReason.SURVEY_DUE, unsettled)
    if exempt or covered(gate.area, [plot.area for plot in settled]):
        return None
    return Answer(GateState.DEFERRED, GateReason.SURVEY_DUE, uncharted=True)


def _block(reason: GateReason, plots: tuple[Plot, ...]) -> Answer:
    return Answer(GateState.BLOCKED, reason, plots)


def _in(plots: Sequence[Plot], *states: PlotState) -> tuple[Plot, ...]:
    return tuple(plot for plot in plots if plot.state in states)
