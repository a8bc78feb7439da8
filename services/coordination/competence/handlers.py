"""What happens when nobody takes on a clue, and when the office decides who must."""

from services.casework.reports.messages import ABLE, ClueCompetenceAsked
from services.coordination.competence import domain
from services.coordination.competence.domain import CompetenceQuestion
from services.coordination.competence.messages import DecideCompetence
from services.coordination.ledger.handlers import note_event
from shared.errors import NotYoursError
from shared.handling import UnitOfWork


def note_question(uow: UnitOfWork, event: ClueCompetenceAsked) -> None:
    """Put a question before the office, once; ledger and clocks note it like any other event."""
    if uow.cause.department != event.reporter:
        raise NotYoursError(f"线索“{event.clue_id}”应由报告部门“{event.reporter}”提请确定，请核实")
    note_event(uow, event)
    if uow.find(CompetenceQuestion, event.clue_id) is None:
        uow.save(domain.open_question(event, uow.today))


def decide_competence(uow: UnitOfWork, command: DecideCompetence) -> CompetenceQuestion:
    """Say which department takes on a clue, and tell all [code.1083]."""
    question = uow.get(CompetenceQuestion, command.clue_id)
    decided, event = domain.decide(question, command, ABLE, uow.today)
    uow.save(decided)
    uow.emit(event)
    return decided
