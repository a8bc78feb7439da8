"""The gate: a query about a procedure on a piece of land, and its answer."""

from collections.abc import Iterable, Iterator
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
from services.environment.plots.domain import Plot
from services.environment.plots.messages import LandClass
from services.natural_resources.applications.messages import LandGateQueried, Procedure
from shared.store import document
from shared.vocabulary import LandUse, area_m2, cells_of, county_now, county_of, uncovered

MOST_CODES = 100
"""The maximum number of plots that an answer names; its note counts them all."""


class GateState(StrEnum):
    """The latest answer to a query."""

    ASKED = "待核验"
    CLEARED = "通过"
    BLOCKED = "不通过"
    DEFERRED = "待调查"


@document(
    "gates",
    title="准入核验",
    key="application_id",
    placed="county",
    indexes=(
        ("county",),
        ("state",),
        ("parcel_code",),
        ("plot_codes",),
        ("cells",),
        ("cells", "state"),
        ("plot_codes", "state"),
        ("review",),
    ),
)
class Gate:
    """A query about a procedure, and its answer.

    `further_uses` accompany the wanted use, `known_uses` are all past uses of the land. `asked`
    counts the queries of one application. `review` records that an approval based on the answer
    must be reviewed.
    """

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
    further_uses: tuple[LandUse, ...] = ()
    known_uses: tuple[LandUse, ...] = ()
    holder: str | None = None
    asked: int = 0
    note: str = ""
    land_class: LandClass | None = None
    review: str = ""

    @property
    def wanted(self) -> tuple[LandUse, ...]:
        """All uses that are planned for the land."""
        return (self.wanted_use, *self.further_uses)

    @property
    def sensitive(self) -> tuple[LandUse, ...]:
        """The planned uses that are residential or public (一住两公)."""
        return tuple(use for use in self.wanted if use.is_sensitive)

    @property
    def wants_farmland(self) -> bool:
        """Return whether food is to be grown on the land."""
        return any(use.is_edible_cropland for use in self.wanted)

    @property
    def is_exempt(self) -> bool:
        """Return whether the land only ever had sensitive uses (原一住两公) [42号令 3, plan.5]."""
        return all(use.is_sensitive for use in (self.present_use, *self.known_uses))


@dataclass(frozen=True, slots=True)
class GateAnswer:
    """The answer from the soil data, and why; `land_class` is the class that a survey must use.

    `border_in_doubt`: the plots may not lie on the land, so that no survey is required yet.
    """

    state: GateState
    reason: GateReason | None = None
    plots: tuple[Plot, ...] = ()
    conditions: tuple[str, ...] = ()
    note: str = ""
    land_class: LandClass | None = None
    border_in_doubt: bool = False

    @property
    def duty(self) -> bool:
        """Return whether a survey must be made first."""
        due = self.state is GateState.DEFERRED and self.reason is GateReason.SURVEY_DUE
        return due and not self.border_in_doubt

    @property
    def uncharted(self) -> bool:
        """Return whether land without a plot must be surveyed: a plot is created then."""
        return self.duty and not self.plots


def open_gate(event: LandGateQueried) -> Gate:
    """Open the gate for a query."""
    return Gate(
        application_id=event.application_id,
        parcel_code=event.parcel_code,
        county=event.county,
        area=event.area,
        cells=cells_of(event.area),
        procedure=event.procedure,
        present_use=event.present_use,
        wanted_use=event.wanted_use,
        further_uses=event.further_uses,
        known_uses=event.known_uses,
        holder=event.holder,
        asked=event.asked,
    )


def codes_for(parcel_code: str) -> Iterator[str]:
    """List the candidate codes for the new plot of a parcel; the first free one is used."""
    code = f"{county_of(parcel_code)}-{parcel_code.removeprefix(county_of(parcel_code))}"
    yield code
    yield from (f"{code}-{number}" for number in count(2))


def new_plot_for(gate: Gate, plot_code: str, charted: Iterable[Plot]) -> Plot:
    """Return a new plot for the ground of a parcel that no charted plot covers."""
    area = uncovered(gate.area, [plot.area for plot in charted]) or gate.area
    return Plot(
        plot_code=plot_code,
        name=f"宗地 {gate.parcel_code}",
        county=county_now(gate.parcel_code),
        area=area,
        area_m2=round(area_m2(area), 2),
        cells=cells_of(area),
    )


def record_answer(
    gate: Gate, answer: GateAnswer, at: datetime
) -> tuple[Gate, GateCleared | GateBlocked | GateDeferred]:
    """Record an answer in its gate, and return the event that publishes it."""
    codes = tuple(plot.plot_code for plot in answer.plots[:MOST_CODES])
    settled = replace(
        gate,
        state=answer.state,
        reason=answer.reason,
        plot_codes=codes,
        conditions=answer.conditions,
        answered_at=at,
        note=answer.note,
        land_class=answer.land_class,
    )
    key, note = gate.application_id, answer.note or None
    if answer.reason is None:
        return settled, GateCleared(key, codes, answer.conditions, gate.asked)
    if answer.state is GateState.BLOCKED:
        return settled, GateBlocked(key, answer.reason, codes, note, gate.asked)
    return settled, GateDeferred(key, answer.reason, codes, note, gate.asked, answer.land_class)
