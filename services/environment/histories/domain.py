"""The history of land: findings against its reclamation as farmland."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import count
from typing import Any

from services.agriculture.reclamations.messages import ReclamationProposed
from services.environment.gates.domain import MOST_CODES
from services.environment.gates.messages import LandHistoryReturned
from services.environment.gates.suitability import is_clean_farmland
from services.environment.plots.domain import Plot
from services.environment.plots.messages import PlotState
from shared.store import document
from shared.texts import enumerated
from shared.vocabulary import area_m2, cells_of, is_covered, uncovered

NOT_AS_FARMLAND = (PlotState.REGISTERED, PlotState.POLLUTED)


class HistoryState(StrEnum):
    """The latest answer to a question about the history of land."""

    ASKED = "待核查"
    ANSWERED = "已回复"
    SURVEY_DUE = "待调查"


@document(
    "histories",
    title="复垦地块历史核查",
    key="reclamation_id",
    placed="county",
    indexes=(("county",), ("state",), ("cells", "state"), ("plot_codes", "state"), ("review",)),
)
class History:
    """A question about the history of land, and its answer."""

    reclamation_id: str
    county: str
    area: dict[str, Any]
    cells: tuple[str, ...]
    edible: bool
    state: HistoryState = HistoryState.ASKED
    plot_codes: tuple[str, ...] = ()
    note: str = ""
    answered_at: datetime | None = None
    review: str = ""


@dataclass(frozen=True, slots=True)
class HistoryFinding:
    """The findings from the history of land.

    `against` are the plots that prohibit farmland, `due` those that must be surveyed first;
    `uncharted` if land without a plot must be surveyed. The land is clean if all are empty.
    """

    against: tuple[Plot, ...] = ()
    due: tuple[Plot, ...] = ()
    uncharted: bool = False


def open_history(event: ReclamationProposed) -> History:
    """Create the record of a question."""
    return History(
        event.reclamation_id, event.county, event.area, cells_of(event.area), event.edible
    )


def examine(history: History, plots: Sequence[Plot]) -> HistoryFinding:
    """Find plots that prohibit farmland, or that must be surveyed first [code.446, code.428].

    Land is surveyed by the limits for farmland before it is reclaimed, for any crop.
    """
    against = tuple(plot for plot in plots if speaks_against(plot, edible=history.edible))
    if against:
        return HistoryFinding(against=against)
    due = tuple(plot for plot in plots if not is_clean_farmland(plot))
    whole = is_covered(history.area, [plot.area for plot in plots])
    return HistoryFinding(due=due, uncharted=not due and not whole)


def speaks_against(plot: Plot, *, edible: bool) -> bool:
    """Return whether a plot prohibits farmland [code.428, plan.2, plan.6].

    Land that was ever suspected, polluted or registered grows no food, even after delisting; while
    it is polluted or registered it becomes no farmland at all.
    """
    return bool(plot.past) if edible else plot.state in NOT_AS_FARMLAND


def record_finding(
    history: History, found: HistoryFinding, at: datetime
) -> tuple[History, LandHistoryReturned]:
    """Record an answer, and return the event that publishes it."""
    waits = bool(found.due) or found.uncharted
    codes = tuple(plot.plot_code for plot in (*found.against, *found.due))[:MOST_CODES]
    settled = replace(
        history,
        state=HistoryState.SURVEY_DUE if waits else HistoryState.ANSWERED,
        plot_codes=codes,
        note=_note(found),
        answered_at=at,
    )
    return settled, LandHistoryReturned(
        reclamation_id=history.reclamation_id,
        clean=not found.against and not waits,
        plot_codes=codes,
        note=settled.note,
        survey_due=waits,
        forbidden=any(plot.state in NOT_AS_FARMLAND for plot in found.against),
    )


def codes_for(history: History) -> Iterator[str]:
    """List the candidate codes for a plot of land to be reclaimed; the first free one is used."""
    code = f"{history.county}-FK{history.reclamation_id.replace('-', '')[-12:].upper()}"
    yield code
    yield from (f"{code}-{number}" for number in count(2))


def new_plot_for(history: History, plot_code: str, charted: Iterable[Plot]) -> Plot:
    """Create a plot for the ground to be reclaimed that no charted plot covers."""
    area = uncovered(history.area, [plot.area for plot in charted]) or history.area
    return Plot(
        plot_code=plot_code,
        name="拟复垦土地",
        county=history.county,
        area=area,
        area_m2=round(area_m2(area), 2),
        cells=cells_of(area),
    )


def _note(found: HistoryFinding) -> str:
    if found.against:
        known = enumerated(state.value for plot in found.against for state in plot.past)
        named = enumerated(plot.plot_code for plot in found.against)
        return f"地块曾被认定：{known}（{named}）[code.428, plan.2]"
    if found.due or found.uncharted:
        which = (
            f"地块 {enumerated(plot.plot_code for plot in found.due)} " if found.due else "该土地"
        )
        return (
            f"{which}应先由农业农村部门会同生态环境、自然资源部门按农用地标准调查并通过评审，"
            "未经调查不得复垦为耕地 [code.446]"
        )
    return "未见不利历史"
