"""Clues that no department accepts: who was asked, and the decision of the office."""

from dataclasses import replace
from datetime import date
from enum import StrEnum

from services.casework.messages import Matter
from services.casework.reports.messages import ClueCompetenceAsked
from services.coordination.competence.messages import CompetenceDecided, DecideCompetence
from shared.errors import FieldError, InvalidInputError, WrongStateError
from shared.store import document


class QuestionState(StrEnum):
    """Whether the office has decided."""

    OPEN = "待确定"
    DECIDED = "已确定"


@document(
    "competence_questions",
    title="线索管辖争议",
    key="clue_id",
    placed="county",
    indexes=(("state",), ("reporter",), ("county",)),
    owner="reporter",
)
class CompetenceQuestion:
    """A clue that two departments have sent back, and the department that must accept it."""

    clue_id: str
    reporter: str
    matter: Matter
    county: str
    refused_by: tuple[str, ...]
    asked_on: date
    state: QuestionState = QuestionState.OPEN
    competent: str = ""
    reason: str = ""
    decided_on: date | None = None


def open_question(event: ClueCompetenceAsked, today: date) -> CompetenceQuestion:
    """Open the question of competence for a clue."""
    return CompetenceQuestion(
        event.clue_id, event.reporter, event.matter, event.county, event.refused_by, today
    )


def decide(
    question: CompetenceQuestion, said: DecideCompetence, able: frozenset[str], today: date
) -> tuple[CompetenceQuestion, CompetenceDecided]:
    """Decide who is competent, once [code.1083]; `able` are the departments that accept clues."""
    if question.state is QuestionState.DECIDED:
        raise WrongStateError(
            f"线索“{question.clue_id}”已于 {question.decided_on} 确定由“{question.competent}”办理"
        )
    if said.competent not in able:
        fault = f"不受理线索的部门，应为下列之一：{'、'.join(sorted(able))}"
        raise InvalidInputError((FieldError("competent", fault),))
    decided = replace(
        question,
        state=QuestionState.DECIDED,
        competent=said.competent,
        reason=said.reason,
        decided_on=today,
    )
    return decided, CompetenceDecided(question.clue_id, question.reporter, said.competent, today)
