"""Answer agriculture's questions about the history of land, and update them when it changes."""

from collections.abc import Sequence
from typing import Any

from services.agriculture.reclamations.messages import (
    ReclamationProposed,
    ReclamationReviewed,
    ReclamationReviewRequired,
)
from services.environment.gates.queries import (
    free_code,
    note_review,
    open_duties,
    publish_if_changed,
    waiting_on,
)
from services.environment.histories import domain
from services.environment.histories.domain import History, HistoryFinding, HistoryState
from services.environment.plots.domain import Plot
from services.environment.plots.messages import LandClass
from services.environment.surveys.duty import new_duty
from shared.handling import UnitOfWork, overlapping

REASON = "拟复垦为耕地，应先按农用地标准调查 [code.446]"


def return_history(uow: UnitOfWork, event: ReclamationProposed) -> None:
    """Answer a question of agriculture about the history of land."""
    history, said = _decide(uow, domain.open_history(event))
    uow.save(history)
    uow.emit(said)


def answer_histories_again(uow: UnitOfWork, plot: Plot) -> None:
    """Update the answers to questions that wait for a survey and concern a plot."""
    for history in waiting_on(uow, History, HistoryState.SURVEY_DUE, plot):
        decided, said = _decide(uow, history)
        publish_if_changed(uow, history, decided, said)


def answer_all_histories_again(uow: UnitOfWork, plot: Plot) -> None:
    """Update the answers about a plot whose past acts were corrected."""
    for history in waiting_on(uow, History, HistoryState.ANSWERED, plot):
        decided, said = _decide(uow, history)
        publish_if_changed(uow, history, decided, said)


def note_review_required(uow: UnitOfWork, event: ReclamationReviewRequired) -> None:
    """Record that an approval based on an answer must be reviewed."""
    note_review(uow, History, event.reclamation_id, event.why)


def note_reviewed(uow: UnitOfWork, event: ReclamationReviewed) -> None:
    """Record the outcome of the review of an approval."""
    note_review(uow, History, event.reclamation_id, f"已复核：{event.outcome.value}")


def _decide(uow: UnitOfWork, history: History) -> tuple[History, Any]:
    charted = overlapping(uow, Plot, history.area)
    found = domain.examine(history, charted)
    plots = (_new_plot(uow, history, charted),) if found.uncharted else found.due
    due = [(plot, new_duty(plot, REASON, uow.today, LandClass.FARMLAND)) for plot in plots]
    named = HistoryFinding(found.against, open_duties(uow, due))
    return domain.record_finding(history, named, uow.now)


def _new_plot(uow: UnitOfWork, history: History, charted: Sequence[Plot]) -> Plot:
    return domain.new_plot_for(history, free_code(uow, domain.codes_for(history)), charted)
