"""Functions shared by the land queries of natural resources and of agriculture."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from services.boundaries.domain import BoundaryOutcome
from services.boundaries.handlers import outcome_of
from services.environment.acts.handlers import record_act
from services.environment.gates.domain import Gate, GateState
from services.environment.histories.domain import History, HistoryState
from services.environment.plots.domain import Plot, as_recorded, has_finding
from services.environment.surveys.messages import SurveyRequired
from shared.handling import UnitOfWork, overlapping, related
from shared.store import key_of
from shared.vocabulary import RelationKind

Q = TypeVar("Q", Gate, History)


def waiting_on(
    uow: UnitOfWork, kind: type[Q], state: GateState | HistoryState, plot: Plot
) -> tuple[Q, ...]:
    """Read the queries in a state that overlap a plot or whose answer names it.

    An index finds them, however many queries were answered before.
    """
    near = overlapping(uow, kind, plot.area, state=state)
    named = uow.select(kind, plot_codes=plot.plot_code, state=state)
    found = {key_of(query): query for query in near + named}
    return tuple(query for _, query in sorted(found.items()))


def plots_on(uow: UnitOfWork, gate: Gate) -> tuple[tuple[Plot, ...], tuple[Plot, ...]]:
    """Return the plots on the land of a query, and those with findings whose border is in doubt.

    Both bureaus may have settled a doubtful border; one with a plot that nothing stands against
    needs no decision.
    """
    on_land, doubtful = list[Plot](), list[Plot]()
    for plot, found in related(uow, Plot, gate.area):
        outcome = outcome_of(uow, plot.plot_code, gate.parcel_code)
        if found.kind is RelationKind.SHARING or outcome is BoundaryOutcome.SHARED:
            on_land.append(plot)
        elif outcome is BoundaryOutcome.DOUBTFUL and has_finding(plot):
            doubtful.append(plot)
    return tuple(on_land), tuple(doubtful)


def publish_if_changed(uow: UnitOfWork, before: Q, after: Q, said: Any) -> None:
    """Save and publish a new answer, unless only its time differs from the one before."""
    if replace(after, answered_at=None) != replace(before, answered_at=None):
        uow.save(after)
        uow.emit(said)


def open_duties(
    uow: UnitOfWork, due: Sequence[tuple[Plot, SurveyRequired | None]]
) -> tuple[Plot, ...]:
    """Record the duties that are new, and chart the plots that are not recorded yet.

    Plots are written even if the duty was open: a concurrent review is then retried and finds the
    query, which otherwise would never be answered.
    """
    return tuple(_open_duty(uow, plot, event) for plot, event in due)


def _open_duty(uow: UnitOfWork, plot: Plot, event: SurveyRequired | None) -> Plot:
    if uow.find(Plot, plot.plot_code) is None:
        record_act(uow, plot.plot_code, as_recorded(plot))
    if event is None:
        uow.save(plot)
        return plot
    return record_act(uow, plot.plot_code, event).existing


def free_code(uow: UnitOfWork, codes: Iterable[str]) -> str:
    """Return the first code that no plot has."""
    return next(code for code in codes if uow.find(Plot, code) is None)


def note_review(uow: UnitOfWork, kind: type[Q], key: str, review: str) -> None:
    """Record in a query the state of the review of the approval that is based on its answer."""
    query = uow.find(kind, key)
    if query is not None:
        uow.save(replace(query, review=review))
