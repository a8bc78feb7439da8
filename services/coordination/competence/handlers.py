"""Handle clues that no department accepts, and the office's decisions on them."""

from services.casework.reports.messages import ABLE, ClueCompetenceAsked
from services.coordination.competence import domain
from services.coordination.competence.domain import CompetenceQuestion
from services.coordination.competence.messages import DecideCompetence
from services.coordination.ledger.handlers import note_event
from shared.errors import NotYoursError
from shared.handling import UnitOfWork


def note_question(uow: UnitOfWork, event: ClueCompetenceAsked) -> None:
    """Record a question for the office, once; ledger and clocks record it like any other event."""
    if uow.cause.department != event.reporter:
        raise NotYoursError(f"线索“{event.clue_id}”应由报告部门“{event.reporter}”提请确定，请核实")
    note_event(uow, event)
    if uow.find(CompetenceQuestion, event.clue_id) is None:
        uow.save(domain.open_question(event, uow.today))


def decide_competence(uow: UnitOfWork, command: DecideCompetence) -> CompetenceQuestion:
    """Decide which department must accept a clue, and publish the decision [code.1083]."""
    question = uow.get(CompetenceQuestion, command.clue_id)
    decided, event = domain.decide(question, command, ABLE, uow.today)
    uow.save(decided)
    uow.emit(event)
    return decided
