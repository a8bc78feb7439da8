"""Handle a filed survey report and the opinion of this bureau on it."""

from dataclasses import replace

from services.environment.surveys.messages import CompletenessChecked, SurveySubmitted
from services.jurisdiction.messages import MatterHandedDown, MatterTakenUp
from services.natural_resources.surveys import domain
from services.natural_resources.surveys.domain import Review
from services.natural_resources.surveys.messages import GiveOpinion
from shared.handling import UnitOfWork

ENVIRONMENT, SURVEY = "environment", "调查报告"


def note_submission(uow: UnitOfWork, event: SurveySubmitted) -> None:
    """Open the review of a report, once."""
    if uow.find(Review, event.survey_id) is None:
        uow.save(domain.open_review(event))


def note_level(uow: UnitOfWork, event: MatterTakenUp | MatterHandedDown) -> None:
    """Let the office of the same level as the environment bureau's review a report [code.454]."""
    if uow.cause.department != ENVIRONMENT or event.kind != SURVEY:
        return
    review = uow.find(Review, event.matter_id)
    if review is not None:
        uow.save(replace(review, division=event.to_division))


def note_completeness(uow: UnitOfWork, event: CompletenessChecked) -> None:
    """Close the review of a returned report."""
    review = uow.get(Review, event.survey_id)
    uow.save(domain.note_completeness(review, event))


def give_opinion(uow: UnitOfWork, command: GiveOpinion) -> Review:
    """Record this bureau's part of the joint review."""
    review = uow.get(Review, command.survey_id)
    given, event = domain.give_opinion(review, command, uow.today)
    uow.save(given)
    uow.emit(event)
    return given
