"""Plots: the findings against each piece of land, and its status in the register."""

from dataclasses import replace
from datetime import date
from typing import Any

from services.environment.plots.messages import (
    LandClass,
    PlotState,
    PlotSuspected,
    RecordPlot,
    Suspicion,
)
from services.environment.polluted.messages import FormerTrade, RiskGrade
from services.environment.register.messages import RegisterEntry, RegisterPlot
from shared.errors import FieldError, InvalidInputError
from shared.store import document
from shared.vocabulary import LandUse, cells_of, place_of

REMEMBERED = (PlotState.SUSPECTED, PlotState.POLLUTED, PlotState.REGISTERED)
UNSETTLED = (PlotState.SUSPECTED, PlotState.SURVEY_DUE, PlotState.UNDER_REVIEW)


@document(
    "plots",
    title="地块",
    key="plot_code",
    placed="county",
    indexes=(("county",), ("division",), ("state",), ("cells",)),
)
class Plot:
    """A piece of land that may be polluted.

    `past` contains all former findings against it. `suspicion` is the one that no survey has
    settled. `registered_by` and `delisted_by` are the document numbers of the provincial acts;
    `confirmed_by` that of the latest announcement that confirmed the plot on the register.
    `conditions` are those of the aftercare; `doubts` describe contradictions within an act.

    `clean_for` names the classes for which a survey found nothing, the latest on `clean_on`; a
    later finding clears both. `due_for` names the classes for which a survey is required.
    `assessed_for` is the class for which the risk of a polluted plot was found acceptable.
    `usable_for` and `usable_class` are the permitted uses of a delisted plot. `polluted_by` is the
    document number of the city's listing as polluted, with grade and trade. `folded_to` is the
    order of the latest act in this standing; "" for a plot of an older release. `acts_since` counts
    the acts since the latest checkpoint.
    """

    plot_code: str
    name: str
    county: str
    area: dict[str, Any]
    area_m2: float
    cells: tuple[str, ...]
    state: PlotState = PlotState.RECORDED
    past: tuple[PlotState, ...] = ()
    suspicion: Suspicion | None = None
    suspicion_note: str = ""
    suspected_on: date | None = None
    pollutants: tuple[str, ...] = ()
    registered_by: str = ""
    registered_on: date | None = None
    confirmed_by: str = ""
    confirmed_on: date | None = None
    delisted_by: str = ""
    delisted_on: date | None = None
    conditions: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    clean_for: tuple[LandClass, ...] = ()
    clean_on: date | None = None
    due_for: tuple[LandClass, ...] = ()
    assessed_for: LandClass | None = None
    assessed_by: str = ""
    usable_for: tuple[LandUse, ...] = ()
    usable_class: LandClass | None = None
    polluted_by: str = ""
    risk_grade: RiskGrade | None = None
    former_trade: FormerTrade | None = None
    is_heavy: bool = False
    division: str = ""
    folded_to: str = ""
    acts_since: int = 0


def record(told: RecordPlot | RegisterPlot | RegisterEntry) -> Plot:
    """Create a plot from the reported data."""
    cells = cells_of(told.area)
    return Plot(
        told.plot_code,
        told.name,
        place_of(told.county, told.plot_code),
        told.area,
        told.area_m2,
        cells,
    )


def bare(plot: Plot) -> Plot:
    """Return a plot of which nothing is known but its ground."""
    return Plot(plot.plot_code, plot.name, plot.county, plot.area, plot.area_m2, plot.cells)


def as_recorded(plot: Plot) -> RecordPlot:
    """Return the command that records a plot as it is charted."""
    return RecordPlot(plot.plot_code, plot.name, plot.county, plot.area, plot.area_m2)


def moved(plot: Plot, state: PlotState) -> Plot:
    """Return a plot in a new state; findings against the land are never removed from `past`."""
    known = _discredit(remember(plot, state)) if state in REMEMBERED else plot
    return replace(known, state=state)


def remember(plot: Plot, state: PlotState) -> Plot:
    """Add a state to the past of a plot."""
    return replace(plot, past=tuple(dict.fromkeys((*plot.past, state))))


def may_be_suspected(plot: Plot) -> bool:
    """Return whether a suspicion changes a plot: graver findings and open suspicions remain."""
    listed = plot.state is PlotState.SURVEY_DUE and plot.suspicion is not None
    graver = (PlotState.SUSPECTED, PlotState.POLLUTED, PlotState.REGISTERED)
    return plot.state not in graver and not listed


def has_finding(plot: Plot) -> bool:
    """Return whether a plot is suspected, polluted or registered now."""
    return plot.suspicion is not None or plot.state in REMEMBERED


def suspect(plot: Plot, suspicion: Suspicion, note: str, on: date) -> tuple[Plot, PlotSuspected]:
    """Put a plot on the suspected list [42号令 12, plan.5]."""
    listed = replace(plot, suspicion=suspicion, suspicion_note=note, suspected_on=on)
    told = note or None
    event = PlotSuspected(plot.plot_code, plot.name, plot.county, plot.area, suspicion, on, told)
    return moved(listed, PlotState.SUSPECTED), event


def clear_suspicion(plot: Plot) -> Plot:
    """Return a plot without its suspicion, in the state that it would have without it."""
    cleared = replace(plot, suspicion=None, suspicion_note="", suspected_on=None)
    if plot.state not in UNSETTLED:
        return cleared
    if plot.delisted_on is not None:
        return replace(cleared, state=PlotState.DELISTED)
    if plot.due_for:
        return replace(cleared, state=PlotState.SURVEY_DUE)
    settled = PlotState.CLEAN if plot.clean_on is not None else PlotState.RECORDED
    return replace(cleared, state=settled)


def refuse_future(field: str, day: date, today: date) -> None:
    """Raise `InvalidInputError` for an act dated after today."""
    if day > today:
        raise InvalidInputError((FieldError(field, f"不能晚于今天（{today}），请核对日期"),))


def _discredit(plot: Plot) -> Plot:
    """Clear the favourable results of a survey, an assessment or a removal."""
    return replace(
        plot,
        clean_for=(),
        clean_on=None,
        due_for=(),
        assessed_for=None,
        assessed_by="",
        usable_for=(),
        usable_class=None,
    )
