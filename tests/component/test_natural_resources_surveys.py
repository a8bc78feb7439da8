"""Natural resources' part of the joint review."""

from datetime import date

import pytest
from land_given import PLOT, TODAY

from services.environment.surveys.messages import SurveySubmitted
from services.natural_resources.surveys import handlers
from services.natural_resources.surveys.domain import OpinionState, Review
from services.natural_resources.surveys.messages import GiveOpinion, OpinionGiven
from shared.errors import InvalidInputError, NotFoundError, WrongStateError
from shared.messages.contract import contract_of
from shared.testing.world import World

SURVEY = "survey-1"
SUBMITTED = SurveySubmitted(
    SURVEY,
    PLOT,
    "祁县某某焦化厂地块土壤污染状况初步调查报告",
    "某某环境科技有限公司",
    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    date(2026, 9, 21),
)
AGREED = GiveOpinion(SURVEY, True, "与规划用途相符")


@pytest.fixture
def world():
    made = World("natural_resources")
    made.natural_resources.deliver_event(SUBMITTED, event_id="e1")
    return made


def review(world):
    return world.natural_resources.get(Review, SURVEY)


def test_a_submitted_report_awaits_the_opinion_of_natural_resources(world):
    """[code.454]: both bureaus judge a survey report."""
    assert review(world).state is OpinionState.AWAITING
    assert review(world).agrees is None


def test_an_opinion_is_given_and_told(world):
    """[code.454]: both bureaus judge a survey report."""
    given = world.natural_resources.execute(handlers.give_opinion, AGREED)

    assert (given.state, given.given_on) == (OpinionState.GIVEN, TODAY)
    (told,) = world.natural_resources.published(OpinionGiven)
    assert told == OpinionGiven(SURVEY, PLOT, True, "与规划用途相符")


def test_an_opinion_is_given_once(world):
    world.natural_resources.execute(handlers.give_opinion, AGREED)

    with pytest.raises(WrongStateError, match=f"{SURVEY}.*2026-10-08"):
        world.natural_resources.execute(handlers.give_opinion, AGREED)

    assert len(world.natural_resources.published(OpinionGiven)) == 1


def test_the_same_request_sent_again_gives_one_opinion(world):
    world.natural_resources.execute(handlers.give_opinion, AGREED, key="k1")

    world.natural_resources.execute(handlers.give_opinion, AGREED, key="k1")

    assert len(world.natural_resources.published(OpinionGiven)) == 1


@pytest.mark.parametrize("event_id", ["e1", "e2"])
def test_a_report_told_of_again_does_not_undo_the_opinion(world, event_id):
    world.natural_resources.execute(handlers.give_opinion, AGREED)

    world.natural_resources.deliver_event(SUBMITTED, event_id=event_id)

    assert review(world).state is OpinionState.GIVEN


def test_an_opinion_of_an_unknown_report_names_it(world):
    with pytest.raises(NotFoundError, match="survey-9"):
        world.natural_resources.execute(
            handlers.give_opinion, GiveOpinion("survey-9", True, "同意")
        )


def test_every_wrong_field_of_an_opinion_is_named():
    wrong = {"survey_id": "", "agrees": "yes", "note": ""}

    with pytest.raises(InvalidInputError) as caught:
        contract_of(GiveOpinion).load(wrong)

    assert {fault.field for fault in caught.value.faults} == set(wrong)
