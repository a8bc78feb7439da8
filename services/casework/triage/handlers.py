"""Store a proposal with its clue."""

from services.casework.clues.domain import Clue
from services.casework.triage.domain import ClueLikeness, assess
from services.casework.triage.messages import AssessClue
from shared.handling import UnitOfWork


def assess_clue(uow: UnitOfWork, command: AssessClue) -> ClueLikeness:
    """Propose which way a clue may go; the clue itself is unchanged."""
    uow.get(Clue, command.clue_id)
    likeness = assess(command, uow.cause.actor, uow.now)
    uow.save(likeness)
    return likeness
