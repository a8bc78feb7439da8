"""The register: provincial acts relayed, by the dates of the acts, in whatever order they come."""

from datetime import date

import pytest
from environment_given import (
    HALF,
    LISTING,
    NO_WELLS,
    PLOT,
    REMOVAL,
    TODAY,
    TOMORROW,
    delist_plot,
    listing,
    plot_of,
    record_plot,
    register_plot,
    removal,
    suspect,
)

from services.environment.plots.domain import PlotState
from services.environment.plots.messages import PlotDelisted, PlotRegistered
from services.environment.register.domain import HeldRemovals
from services.environment.register.handlers import note_removal
from shared.errors import InvalidInputError, NotFoundError, WrongStateError
from shared.testing import World

SPRING = date(2026, 3, 1)
SUMMER = date(2026, 7, 1)
AUTUMN = date(2026, 9, 30)


@pytest.fixture
def world():
    return World("environment")


def published(world):
    return [type(event) for event in world.environment.published()]


def held(world):
    found = world.environment.find(HeldRemovals, PLOT)
    return found.removals if found else ()


def test_a_plot_never_seen_enters_the_register(world):
    """[code.456]: the province decides, this bureau relays."""
    plot = register_plot(world)

    assert (plot.state, plot.registered_on) == (PlotState.REGISTERED, TODAY)
    (event,) = world.environment.published()
    assert isinstance(event, PlotRegistered)
    assert (event.plot_code, event.document_number) == (PLOT, LISTING)
    assert event.pollutants == ("镉", "苯并[a]芘")


def test_a_listing_that_the_province_announces_has_the_same_effect(world):
    world.environment.receives(listing())

    other = World("environment")
    assert plot_of(world) == register_plot(other)
    assert world.environment.published() == other.environment.published()


def test_a_suspected_plot_enters_the_register_with_the_area_of_the_act(world):
    record_plot(world)
    suspect(world)

    world.environment.receives(listing(area=HALF))

    plot = plot_of(world)
    assert (plot.state, plot.area) == (PlotState.REGISTERED, HALF)
    assert plot.past == (PlotState.SUSPECTED, PlotState.REGISTERED)


def test_an_act_that_comes_from_clerk_and_province_counts_once(world):
    register_plot(world)

    world.environment.receives(listing())

    assert published(world) == [PlotRegistered]
    assert register_plot(world) == plot_of(world)


def test_an_announcement_delivered_twice_changes_nothing_more(world):
    world.environment.receives(listing(), event_id="e1")
    once = world.environment.snapshot()

    world.environment.receives(listing(), event_id="e1")

    assert world.environment.snapshot() == once


def test_another_act_cannot_list_a_plot_that_is_listed(world):
    register_plot(world)

    with pytest.raises(WrongStateError, match=f"{PLOT}.*{LISTING}.*列入名录"):
        register_plot(world, number="晋环函〔2026〕某9号")


def test_another_announcement_for_a_listed_plot_waits_for_a_person(world):
    register_plot(world)

    world.environment.receives(listing(number="晋环函〔2026〕某9号"))

    (lane,) = world.environment.lanes()
    assert "已由" in lane.error
    assert published(world) == [PlotRegistered]


def test_a_clerk_cannot_list_a_plot_from_tomorrow(world):
    with pytest.raises(InvalidInputError, match="registered_on"):
        register_plot(world, TOMORROW)


def test_a_listing_of_a_day_to_come_freezes_at_once_when_the_province_says_it(world):
    """[code.456]: the safe side."""
    world.environment.receives(listing(TOMORROW))

    assert plot_of(world).state is PlotState.REGISTERED


def test_a_delisted_plot_keeps_the_conditions_of_its_aftercare(world):
    """[code.461, code.437]."""
    register_plot(world, SPRING)

    plot = delist_plot(world, SUMMER)

    assert (plot.state, plot.conditions) == (PlotState.DELISTED, (NO_WELLS,))
    (event,) = world.environment.published(PlotDelisted)
    assert (event.document_number, event.delisted_on) == (REMOVAL, SUMMER)
    assert event.conditions == (NO_WELLS,)


def test_a_removal_that_comes_from_clerk_and_province_counts_once(world):
    register_plot(world, SPRING)
    delist_plot(world, SUMMER)

    world.environment.receives(removal(SUMMER))

    assert published(world) == [PlotRegistered, PlotDelisted]
    assert not held(world)
    assert delist_plot(world, SUMMER) == plot_of(world)


def test_a_removal_delivered_twice_changes_nothing_more(world):
    register_plot(world, SPRING)
    world.environment.receives(removal(SUMMER), event_id="e1")
    once = world.environment.snapshot()

    world.environment.receives(removal(SUMMER), event_id="e1")

    assert world.environment.snapshot() == once


def test_a_plot_is_not_delisted_before_it_was_listed(world):
    register_plot(world, SUMMER)

    with pytest.raises(InvalidInputError, match="delisted_on：移出日期不能早于列入日期"):
        delist_plot(world, SPRING)

    assert plot_of(world).state is PlotState.REGISTERED


def test_a_clerk_cannot_delist_what_is_not_listed(world):
    with pytest.raises(NotFoundError, match=PLOT):
        delist_plot(world)
    record_plot(world)
    with pytest.raises(WrongStateError, match=r"已登记.*不在名录内"):
        delist_plot(world)


def test_a_plot_is_not_delisted_from_tomorrow(world):
    register_plot(world)

    with pytest.raises(InvalidInputError, match="delisted_on：不能晚于今天"):
        delist_plot(world, TOMORROW)
    world.environment.receives(removal(TOMORROW))

    assert plot_of(world).state is PlotState.REGISTERED
    assert world.environment.lanes()


def test_a_removal_of_a_plot_never_seen_is_held_until_its_listing_comes(world):
    """Acts count by their dates, not by their arrival [code.456, code.461]."""
    world.environment.receives(removal(SUMMER))
    assert held(world) == (removal(SUMMER),)
    assert not world.environment.published()

    world.environment.receives(listing(SPRING), sequence=2)

    assert plot_of(world).state is PlotState.DELISTED
    assert published(world) == [PlotRegistered, PlotDelisted]
    assert not held(world)


def test_a_removal_of_a_plot_that_is_known_but_not_listed_is_held_too(world):
    record_plot(world)

    world.environment.receives(removal(SUMMER))

    assert held(world) == (removal(SUMMER),)
    plot = plot_of(world)
    assert (plot.state, plot.past) == (PlotState.RECORDED, (PlotState.REGISTERED,))


def test_a_held_removal_does_not_end_a_listing_of_a_later_day(world):
    world.environment.receives(removal(SPRING))

    world.environment.receives(listing(SUMMER), sequence=2)

    assert plot_of(world).state is PlotState.REGISTERED
    assert held(world) == (removal(SPRING),)


def test_a_late_removal_does_not_end_a_listing_of_a_later_day(world):
    world.environment.receives(listing(SUMMER))

    world.environment.receives(removal(SPRING), sequence=2)

    assert plot_of(world).state is PlotState.REGISTERED
    assert held(world) == (removal(SPRING),)


def test_a_late_listing_of_before_a_known_removal_does_not_register_again(world):
    register_plot(world, SUMMER)
    delist_plot(world, AUTUMN)

    world.environment.receives(listing(SPRING, "晋环函〔2026〕某0号"))

    assert plot_of(world).state is PlotState.DELISTED
    assert published(world) == [PlotRegistered, PlotDelisted]


def test_a_delisted_plot_may_be_listed_again_by_a_later_act(world):
    register_plot(world, SPRING)
    delist_plot(world, SUMMER)

    plot = register_plot(world, AUTUMN, "晋环函〔2026〕某3号")

    assert (plot.state, plot.registered_on) == (PlotState.REGISTERED, AUTUMN)
    assert published(world) == [PlotRegistered, PlotDelisted, PlotRegistered]


def test_a_removal_that_meets_its_listing_is_not_held_for_ever(world):
    """Whichever commits second sees the other."""
    meanwhile = [listing(SPRING)]

    def raced(uow, event):
        note_removal(uow, event)
        if meanwhile:
            world.environment.receives(meanwhile.pop())
        return event

    world.environment.does(raced, removal(SUMMER))

    assert plot_of(world).state is PlotState.DELISTED
    assert published(world) == [PlotRegistered, PlotDelisted]
