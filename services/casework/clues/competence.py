"""The office's decision on a clue, for its reporter and for the competent department."""

from services.casework.clues.domain import Clue, CompetenceDecision, reopen
from services.casework.reports.handlers import hand_on
from services.coordination.competence.messages import CompetenceDecided
from shared.handling import UnitOfWork, find_of


def note_competence(uow: UnitOfWork, event: CompetenceDecided) -> None:
    """Hand over an own clue; record that this department must accept another's clue [code.1083].

    A clue that this department sent back before waits again.
    """
    if event.reporter == uow.department:
        hand_on(uow, event.clue_id, event.competent)
    if event.competent != uow.department:
        return
    uow.save(CompetenceDecision(event.clue_id, event.decided_on))
    known = find_of(uow, Clue, event.clue_id, event.reporter)
    if known is not None:
        uow.save(reopen(known, uow.today))
