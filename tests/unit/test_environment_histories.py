"""The history of land: what agriculture is told before it makes farmland of it."""

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
from services.environment.surveys.messages import Outcome
from shared.testing import World


@pytest.fixture
def world():
    return World("environment")


def propose(world, *, edible=True, area=AREA):
    world.environment.receives(ReclamationProposed("reclamation-1", "140727", area, edible))
    return world.environment.published(LandHistoryReturned)[-1]


def test_land_of_which_nothing_is_known_has_a_clean_history(world):
    record_plot(world, area=FAR)

    assert propose(world) == LandHistoryReturned("reclamation-1", True, (), "未见不利历史")


@pytest.mark.parametrize("edible", [True, False])
@pytest.mark.parametrize("given", ["suspected", "polluted", "registered", "delisted"])
def test_a_toxic_past_is_told(world, given, edible):
    """[code.428, plan.2]: also after the plot was delisted."""
    if given in ("suspected", "polluted"):
        record_plot(world)
    if given == "suspected":
        suspect(world)
    elif given == "polluted":
        survey(world, Outcome.EXCEEDED)
    else:
        register_plot(world)
    if given == "delisted":
        delist_plot(world)

    told = propose(world, edible=edible)

    assert (told.clean, told.plot_codes) == (False, (PLOT,))
    assert "地块曾被认定" in told.note


def test_a_suspicion_that_a_survey_settled_stays_a_past(world):
    """[plan.2]: land that made toxic matter does not become farmland for food."""
    record_plot(world)
    suspect(world)
    survey(world, Outcome.CLEAN)

    assert not propose(world).clean


def test_a_removal_whose_listing_is_not_known_yet_tells_of_a_past(world):
    record_plot(world)
    survey(world, Outcome.CLEAN)
    world.environment.receives(removal())

    assert not propose(world).clean


def test_food_is_refused_by_default_on_the_plot_of_a_polluting_unit(world):
    """[code.428, plan.2]."""
    record_plot(world)

    assert not propose(world, edible=True).clean
    assert propose(world, edible=False).clean


def test_a_plot_that_a_survey_found_clean_has_a_clean_history(world):
    """[code.446]."""
    world.environment.receives(query())
    survey(world, Outcome.CLEAN, "140727-001001GB00012")

    assert propose(world).clean


def test_a_question_delivered_twice_is_answered_once(world):
    asked = ReclamationProposed("reclamation-1", "140727", AREA, True)
    world.environment.receives(asked, event_id="e1")
    once = world.environment.snapshot()

    world.environment.receives(asked, event_id="e1")

    assert world.environment.snapshot() == once
