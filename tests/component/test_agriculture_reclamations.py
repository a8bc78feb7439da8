"""Reclamations: land with a toxic past does not grow food."""

from datetime import date

import pytest
from land_given import AREA, FAR, PLOT, TODAY, delisted, registered, reviewed, suspected

from services.agriculture.plots.domain import KnownPlot, PlotKind
from services.agriculture.reclamations import handlers
from services.agriculture.reclamations.domain import Reclamation, ReclamationState
from services.agriculture.reclamations.messages import (
    ReclamationApproved,
    ReclamationProposed,
    ReclamationRefused,
    RequestReclamation,
)
from services.environment.gates.messages import LandHistoryReturned
from services.environment.register.messages import PlotEntryChanged
from services.environment.surveys.messages import SurveyOutcome
from shared.errors import InvalidInputError
from shared.messages.contract import contract_of
from shared.testing.world import World

SPRING, SUMMER = date(2026, 3, 2), date(2026, 6, 1)


@pytest.fixture
def world():
    return World("agriculture")


def request(world, *, edible=True, area=AREA):
    command = RequestReclamation("140727", area, "祁县某某村民委员会", edible)
    return world.agriculture.execute(handlers.request_reclamation, command)


def state(world, reclamation):
    return world.agriculture.get(Reclamation, reclamation.reclamation_id).state


def plot(world):
    return world.agriculture.get(KnownPlot, PLOT)


def history(reclamation, *, clean):
    plots, note = ((), "无") if clean else ((PLOT,), "曾用于焦化生产")
    return LandHistoryReturned(reclamation.reclamation_id, clean, plots, note)


def test_a_reclamation_waits_for_the_history_of_its_land(world):
    """[code.446, plan.2]: agriculture asks for the history of the land."""
    reclamation = request(world)

    assert reclamation.state is ReclamationState.PENDING
    (asked,) = world.agriculture.published(ReclamationProposed)
    assert (asked.reclamation_id, asked.edible) == (reclamation.reclamation_id, True)


@pytest.mark.parametrize("act", [suspected, registered])
def test_food_on_a_plot_known_to_be_toxic_is_refused_at_once(world, act):
    """[code.428, plan.2]: no edible crops on suspected or registered land."""
    world.agriculture.deliver_event(act())

    reclamation = request(world)

    assert reclamation.state is ReclamationState.REFUSED
    (refusal,) = world.agriculture.published(ReclamationRefused)
    assert PLOT in refusal.reason
    assert "code.428" in refusal.reason
    assert not world.agriculture.published(ReclamationProposed)


def test_other_crops_and_other_land_are_asked_about_all_the_same(world):
    world.agriculture.deliver_event(suspected())

    assert request(world, edible=False).state is ReclamationState.PENDING
    assert request(world, area=FAR).state is ReclamationState.PENDING


@pytest.mark.parametrize(
    ("edible", "clean", "wanted"),
    [
        (True, True, ReclamationState.APPROVED),
        (True, False, ReclamationState.REFUSED),
        (False, True, ReclamationState.APPROVED),
        (False, False, ReclamationState.APPROVED),
    ],
)
def test_only_food_on_land_with_a_toxic_history_is_refused(world, edible, clean, wanted):
    """[code.446, code.428, plan.2]: land with a toxic past is not reclaimed for food."""
    reclamation = request(world, edible=edible)

    world.agriculture.deliver_event(history(reclamation, clean=clean))

    decided = world.agriculture.get(Reclamation, reclamation.reclamation_id)
    assert (decided.state, decided.decided_on) == (wanted, TODAY)
    assert ("焦化" in decided.note) is not clean
    approvals = world.agriculture.published(ReclamationApproved)
    assert bool(approvals) is (wanted is ReclamationState.APPROVED)


def test_a_suspicion_that_comes_before_the_answer_wins(world):
    """[code.428, plan.2]: the answer was right when given, and is outdated."""
    reclamation = request(world)
    world.agriculture.deliver_event(suspected())

    world.agriculture.deliver_event(history(reclamation, clean=True))

    assert state(world, reclamation) is ReclamationState.REFUSED


def test_a_registration_refuses_what_waits_on_its_plot(world):
    """[code.456, code.428, plan.6]: a registered plot becomes no farmland for any crop."""
    food, trees, elsewhere = request(world), request(world, edible=False), request(world, area=FAR)

    world.agriculture.deliver_event(registered())

    assert state(world, food) is ReclamationState.REFUSED
    assert state(world, trees) is ReclamationState.REFUSED
    assert state(world, elsewhere) is ReclamationState.PENDING
    refused = [event.reclamation_id for event in world.agriculture.published(ReclamationRefused)]
    assert set(refused) == {food.reclamation_id, trees.reclamation_id}


def test_a_decided_reclamation_is_not_decided_again(world):
    reclamation = request(world)
    world.agriculture.deliver_event(history(reclamation, clean=False))

    world.agriculture.deliver_event(history(reclamation, clean=True))

    assert state(world, reclamation) is ReclamationState.REFUSED
    assert not world.agriculture.published(ReclamationApproved)


@pytest.mark.parametrize("what", ["history", "registration", "delisting"])
def test_an_event_delivered_twice_changes_nothing_more(world, what):
    reclamation = request(world)
    events = {
        "history": history(reclamation, clean=True),
        "registration": registered(),
        "delisting": delisted(),
    }
    world.agriculture.deliver_event(events[what], event_id="e1")
    once = world.agriculture.snapshot()

    world.agriculture.deliver_event(events[what], event_id="e1")

    assert world.agriculture.snapshot() == once


def test_an_answer_to_an_unknown_reclamation_is_parked_with_its_id(world):
    unknown = request(World("agriculture"))

    world.agriculture.deliver_event(history(unknown, clean=True))

    (lane,) = world.agriculture.lanes()
    assert unknown.reclamation_id in lane.error


def test_a_delisted_plot_is_no_longer_refused_at_once(world):
    """[code.461]: after a delisting the environment bureau is asked again."""
    world.agriculture.deliver_event(registered(SPRING))
    world.agriculture.deliver_event(delisted(SUMMER))

    assert request(world).state is ReclamationState.PENDING


def test_a_listing_that_comes_after_a_later_delisting_refuses_nothing(world):
    """[code.461]: acts of the province count by the day they take effect, not by arrival."""
    reclamation = request(world)
    world.agriculture.deliver_event(delisted(SUMMER))
    assert plot(world).area is None

    world.agriculture.deliver_event(registered(SPRING))

    assert (plot(world).kind, plot(world).area) == (PlotKind.DELISTED, AREA)
    assert state(world, reclamation) is ReclamationState.PENDING


def test_the_latest_listing_stands_whatever_arrives_after_it(world):
    """[code.456]: an earlier delisting or suspicion does not end a later listing."""
    world.agriculture.deliver_event(registered(TODAY))

    for late in (registered(SPRING), delisted(SUMMER), suspected(SUMMER)):
        world.agriculture.deliver_event(late)

    assert (plot(world).kind, plot(world).since) == (PlotKind.REGISTERED, TODAY)


def test_a_plot_that_proves_clean_is_no_longer_refused_at_once(world):
    """[code.455]: a survey below the screening values ends the suspicion."""
    world.agriculture.deliver_event(suspected())

    world.agriculture.deliver_event(reviewed(SurveyOutcome.CLEAN))

    assert plot(world).kind is PlotKind.CLEAN
    assert request(world).state is ReclamationState.PENDING


def test_a_review_of_an_unknown_plot_changes_nothing(world):
    world.agriculture.deliver_event(reviewed(SurveyOutcome.CLEAN))

    assert world.agriculture.find(KnownPlot, PLOT) is None
    assert not world.agriculture.lanes()


def test_every_wrong_field_of_a_request_is_named():
    wrong = {"county": "110101", "area": [], "applicant": "", "edible": "yes"}

    with pytest.raises(InvalidInputError) as caught:
        contract_of(RequestReclamation).load(wrong)

    assert {fault.field for fault in caught.value.faults} == set(wrong)


def test_an_entry_drawn_elsewhere_refuses_the_food_that_waits_there(world):
    """A register published again may move a plot [code.456, code.428]."""
    food = request(world, area=FAR)
    world.agriculture.deliver_event(registered())

    change = PlotEntryChanged(
        PLOT, "祁县某某焦化厂地块", "140727", FAR, 14743.44, (), "晋环函〔2026〕某9号", TODAY
    )
    world.agriculture.deliver_event(change, sequence=2)

    assert state(world, food) is ReclamationState.REFUSED
    assert plot(world).area == FAR
