"""What happens when agriculture asks what land was used for, and when land changes meanwhile."""

from dataclasses import replace
from typing import Any

from services.agriculture.reclamations.messages import (
    ReclamationProposed,
    ReclamationReviewed,
    ReclamationReviewRequired,
)
from services.environment.gates.waiting import waiting_on
from services.environment.histories import domain
from services.environment.histories.domain import Finding, History, HistoryState
from services.environment.plots.domain import Plot
from services.environment.plots.messages import LandClass
from services.environment.surveys.duty import require
from shared.geometry import area_m2
from shared.grid import overlapping
from shared.uow import UnitOfWork
from shared.wording import cut_to_fit

REASON = "拟复垦为耕地，应先按农用地标准调查 [code.446]"


def return_history(uow: UnitOfWork, event: ReclamationProposed) -> None:
    """Tell agriculture the history of the land that it asks about."""
    history, said = _decide(uow, domain.ask(event))
    uow.save(history)
    uow.emit(said)


def tell_again(uow: UnitOfWork, plot: Plot) -> None:
    """Answer anew the questions that wait for a survey and that a plot concerns."""
    for history in waiting_on(uow, History, HistoryState.SURVEY_DUE, plot):
        decided, said = _decide(uow, history)
        if not domain.says_the_same(decided, history):
            uow.save(decided)
            uow.emit(said)


def note_review_required(uow: UnitOfWork, event: ReclamationReviewRequired) -> None:
    """Note that an approval which rests on an answer must be looked at again."""
    _note_review(uow, event.reclamation_id, cut_to_fit(event.why))


def note_reviewed(uow: UnitOfWork, event: ReclamationReviewed) -> None:
    """Note what became of an approval that was looked at again."""
    _note_review(uow, event.reclamation_id, f"已复核：{event.outcome.value}")


def _note_review(uow: UnitOfWork, reclamation_id: str, review: str) -> None:
    history = uow.find(History, reclamation_id)
    if history is not None:
        uow.save(replace(history, review=review))


def _decide(uow: UnitOfWork, history: History) -> tuple[History, Any]:
    found = domain.look(history, overlapping(uow, Plot, history.area))
    plots = (_chart(uow, history),) if found.uncharted else found.due
    due = [require(plot, REASON, uow.today, LandClass.FARMLAND) for plot in plots]
    # Written even if the duty was open: a review that ends meanwhile is then done again.
    uow.save(*(plot for plot, _ in due))
    uow.emit(*(event for _, event in due if event is not None))
    charted = Finding(found.against, tuple(plot for plot, _ in due))
    return domain.settle(history, charted, uow.now)


def _chart(uow: UnitOfWork, history: History) -> Plot:
    """Make a plot of land that none stands for."""
    codes = domain.codes_for(history)
    return Plot(
        plot_code=next(code for code in codes if uow.find(Plot, code) is None),
        name="拟复垦土地",
        county=history.county,
        area=history.area,
        area_m2=round(area_m2(history.area), 2),
        cells=history.cells,
    )
