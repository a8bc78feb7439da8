"""The history of land, which environment gives agriculture before a reclamation."""

import pytest
from environment_given import (
    AREA,
    FAR,
    PLOT,
    delist_plot,
    query,
    record_plot,
    register_plot,
    removal,
    survey,
    suspect,
)

from services.agriculture.reclamations.messages import ReclamationProposed
from services.environment.gates.messages import LandHistoryReturned
from services.environment.histories.domain import History, HistoryState
from services.environment.plots.messages import LandClass
from services.environment.surveys.messages import SurveyOutcome, SurveyRequired
from shared.testing.world import World

CHARTED = "140727-001001GB00012"


@pytest.fixture
def world():
    return World("environment")


def propose(world, *, edible=True, area=AREA):
    world.environment.deliver_event(ReclamationProposed("reclamation-1", "140727", area, edible))
    return world.environment.published(LandHistoryReturned)[-1]


@pytest.mark.parametrize("edible", [True, False])
def test_land_of_which_nothing_is_known_must_be_surveyed(world, edible):
    """[code.446]: future farmland is surveyed for any crop; a plot is opened."""
    record_plot(world, area=FAR)

    told = propose(world, edible=edible)

    assert (told.clean, told.survey_due, told.forbidden) == (False, True, False)
    (code,) = told.plot_codes
    (duty,) = world.environment.published(SurveyRequired)
    assert (duty.plot_code, duty.land_class) == (code, LandClass.FARMLAND)
    assert world.environment.get(History, "reclamation-1").state is HistoryState.SURVEY_DUE


def test_a_question_that_waits_is_answered_again_after_the_survey(world):
    """[code.446]: only a survey by the limits of farmland permits it."""
    (code,) = propose(world).plot_codes
    survey(world, SurveyOutcome.CLEAN, code, LandClass.FIRST)
    assert world.environment.published(LandHistoryReturned)[-1].survey_due

    survey(world, SurveyOutcome.CLEAN, code, LandClass.FARMLAND)

    assert world.environment.published(LandHistoryReturned)[-1] == LandHistoryReturned(
        "reclamation-1", True, (), "未见不利历史"
    )


def test_a_question_that_waits_is_answered_again_when_its_land_is_registered(world):
    """[code.456, plan.6]."""
    record_plot(world)
    propose(world, edible=False)

    register_plot(world)

    told = world.environment.published(LandHistoryReturned)[-1]
    assert (told.clean, told.survey_due, told.forbidden) == (False, False, True)


@pytest.mark.parametrize(
    ("given", "edible"),
    [
        ("suspected", True),
        ("polluted", True),
        ("polluted", False),
        ("registered", True),
        ("registered", False),
        ("delisted", True),
    ],
)
def test_a_toxic_past_is_told(world, given, edible):
    """[code.428, plan.2, plan.6]: for food also after the delisting of the plot."""
    if given in ("suspected", "polluted"):
        record_plot(world)
    if given == "suspected":
        suspect(world)
    elif given == "polluted":
        survey(world, SurveyOutcome.EXCEEDED)
    else:
        register_plot(world)
    if given == "delisted":
        delist_plot(world)

    told = propose(world, edible=edible)

    assert (told.clean, told.survey_due, told.plot_codes) == (False, False, (PLOT,))
    assert told.forbidden is (given in ("polluted", "registered"))
    assert "地块曾被认定" in told.note


@pytest.mark.parametrize("given", ["suspected", "delisted"])
def test_other_crops_on_land_with_a_toxic_past_wait_for_a_survey(world, given):
    """[code.446]."""
    if given == "suspected":
        record_plot(world)
        suspect(world)
    else:
        register_plot(world)
        delist_plot(world)

    assert propose(world, edible=False).survey_due
    survey(world, SurveyOutcome.CLEAN, land_class=LandClass.FARMLAND)

    assert world.environment.published(LandHistoryReturned)[-1].clean


def test_a_suspicion_that_a_survey_settled_stays_a_past(world):
    """[plan.2]: land with toxic production does not become farmland for food."""
    record_plot(world)
    suspect(world)
    survey(world, SurveyOutcome.CLEAN)

    assert not propose(world).clean


def test_a_removal_whose_listing_is_not_known_yet_tells_of_a_past(world):
    record_plot(world)
    survey(world, SurveyOutcome.CLEAN)
    world.environment.deliver_event(removal())

    assert not propose(world).clean


@pytest.mark.parametrize("edible", [True, False])
def test_nothing_grows_by_default_on_the_plot_of_a_polluting_unit(world, edible):
    """[code.446, code.428, plan.2]."""
    record_plot(world)

    told = propose(world, edible=edible)

    assert (told.clean, told.survey_due, told.plot_codes) == (False, True, (PLOT,))


def test_a_plot_that_a_survey_found_clean_as_farmland_has_a_clean_history(world):
    """[code.446]: a survey for housing proves nothing about food."""
    world.environment.deliver_event(query())
    survey(world, SurveyOutcome.CLEAN, CHARTED, LandClass.FIRST)
    assert not propose(world).clean

    survey(world, SurveyOutcome.CLEAN, CHARTED, LandClass.FARMLAND)

    assert propose(world).clean


def test_a_question_delivered_twice_is_answered_once(world):
    asked = ReclamationProposed("reclamation-1", "140727", AREA, True)
    world.environment.deliver_event(asked, event_id="e1")
    once = world.environment.snapshot()

    world.environment.deliver_event(asked, event_id="e1")

    assert world.environment.snapshot() == once
