"""Handle reclamation requests, and the answers about the history of their land."""

from services.agriculture.reclamations import domain, review
from services.agriculture.reclamations.domain import Reclamation
from services.agriculture.reclamations.effects import plots_on
from services.agriculture.reclamations.messages import (
    ReclamationProposed,
    RequestReclamation,
    ReviewReclamation,
)
from services.environment.gates.messages import LandHistoryReturned
from shared.handling import UnitOfWork
from shared.vocabulary import refuse_misplaced


def request_reclamation(uow: UnitOfWork, command: RequestReclamation) -> Reclamation:
    """Refuse a request known to be prohibited; otherwise request the history of the land."""
    refuse_misplaced(command.county, uow.today, area=command.area)
    division = uow.division_in(command.county)
    asked = domain.request(uow.new_id(), command, uow.today, division)
    plots = plots_on(uow, asked.area)
    if domain.is_forbidden(asked, plots):
        refused, event = domain.refuse_known(asked, plots, uow.today)
        uow.add(refused)
        uow.emit(event)
        return refused
    uow.add(asked)
    uow.emit(ReclamationProposed(asked.reclamation_id, asked.county, asked.area, asked.edible))
    return asked


def note_history(uow: UnitOfWork, answer: LandHistoryReturned) -> None:
    """Decide a reclamation by the history of its land and by the plots known now."""
    reclamation = uow.get(Reclamation, answer.reclamation_id)
    if domain.is_decided(reclamation):
        _review_if_refused_now(uow, reclamation, answer)
        return
    plots = plots_on(uow, reclamation.area)
    decided, event = domain.decide_history(reclamation, answer, plots, uow.today)
    uow.save(decided)
    if event is not None:
        uow.emit(event)


def _review_if_refused_now(
    uow: UnitOfWork, reclamation: Reclamation, answer: LandHistoryReturned
) -> None:
    """Order the review of an approval whose answer the environment bureau took back."""
    due, required = review.require_review_of_answer(reclamation, answer, uow.today)
    if required is not None:
        uow.save(due)
        uow.emit(required)


def review_reclamation(uow: UnitOfWork, command: ReviewReclamation) -> Reclamation:
    """Decide on an approval with a later finding against its land."""
    reclamation = uow.get(Reclamation, command.reclamation_id)
    reviewed, event = review.conclude_review(reclamation, command, uow.today)
    uow.save(reviewed)
    uow.emit(event)
    return reviewed
