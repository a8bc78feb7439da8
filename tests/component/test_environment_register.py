"""The register: provincial acts are relayed and ordered by their own dates, not by arrival."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from environment_given import (
    AREA,
    HALF,
    LISTING,
    NAME,
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
from hypothesis import given, settings
from hypothesis import strategies as st

from services.environment.acts.domain import PlotAct
from services.environment.acts.due import AT_A_TIME, apply_due
from services.environment.plots import handlers as plot_handlers
from services.environment.plots.messages import PlotState, RecordPlot
from services.environment.register import handlers as register_handlers
from services.environment.register.domain import HeldRemovals
from services.environment.register.handlers import note_removal
from services.environment.register.messages import (
    PlotDelisted,
    PlotEntryChanged,
    PlotRegistered,
    RegisterPlot,
)
from services.partners.province.messages import RegisterEntryRemoved
from shared.errors import InvalidInputError, NotFoundError, WrongStateError
from shared.messages.contract import contract_of
from shared.testing.world import World
from shared.vocabulary.geometry import square_around

SPRING = date(2026, 3, 1)
SUMMER = date(2026, 7, 1)
AUTUMN = date(2026, 9, 30)
KEPT = "晋环函〔2026〕某9号"
NOTICE = "公告"
TAIGU = square_around(112.551305, 37.421307, 20000.0)
GUANGZHOU = square_around(113.2, 23.1, 41355.0)


@pytest.fixture
def world():
    return World("environment")


def published(world):
    return [type(event) for event in world.environment.published()]


def held(world):
    """Return the removals that have had no effect yet."""
    return tuple(
        contract_of(RegisterEntryRemoved).load(act.content)
        for act in world.environment.store.all(PlotAct)
        if act.type == "plot.delisted" and not act.event_id
    )


def test_a_plot_never_seen_enters_the_register(world):
    """[code.456]: the province decides, this bureau relays."""
    plot = register_plot(world)

    assert (plot.state, plot.registered_on) == (PlotState.REGISTERED, TODAY)
    (event,) = world.environment.published()
    assert isinstance(event, PlotRegistered)
    assert (event.plot_code, event.document_number) == (PLOT, LISTING)
    assert event.pollutants == ("镉", "苯并[a]芘")


def test_a_listing_that_the_province_announces_has_the_same_effect(world):
    world.environment.deliver_event(listing())

    other = World("environment")
    relayed, entered = plot_of(world), register_plot(other)
    assert replace(relayed, folded_to=entered.folded_to) == entered
    assert world.environment.published() == other.environment.published()


def test_a_suspected_plot_enters_the_register_with_the_area_of_the_act(world):
    record_plot(world)
    suspect(world)

    world.environment.deliver_event(listing(area=HALF))

    plot = plot_of(world)
    assert (plot.state, plot.area) == (PlotState.REGISTERED, HALF)
    assert plot.past == (PlotState.SUSPECTED, PlotState.REGISTERED)


def test_an_act_that_comes_from_clerk_and_province_counts_once(world):
    register_plot(world)

    world.environment.deliver_event(listing())

    assert published(world) == [PlotRegistered]
    assert register_plot(world) == plot_of(world)


def test_an_announcement_delivered_twice_changes_nothing_more(world):
    world.environment.deliver_event(listing(), event_id="e1")
    once = world.environment.snapshot()

    world.environment.deliver_event(listing(), event_id="e1")

    assert world.environment.snapshot() == once


def test_a_register_published_again_keeps_the_plot_and_changes_nothing_else(world):
    """A province publishes the whole register with each update (新增、保留、移出) [code.456]."""
    register_plot(world, SPRING)

    world.environment.deliver_event(listing(SUMMER, KEPT))

    plot = plot_of(world)
    assert (plot.state, plot.registered_on) == (PlotState.REGISTERED, SPRING)
    assert (plot.confirmed_by, plot.confirmed_on) == (KEPT, SUMMER)
    assert published(world) == [PlotRegistered]
    assert not world.environment.lanes()


def test_an_entry_that_is_kept_with_another_area_is_told_as_a_change(world):
    register_plot(world, SPRING)

    world.environment.deliver_event(listing(SUMMER, KEPT, HALF))

    (change,) = world.environment.published(PlotEntryChanged)
    assert (change.area, change.document_number, change.changed_on) == (HALF, KEPT, SUMMER)
    assert plot_of(world).area == HALF


def test_a_clerk_keeps_an_entry_as_the_province_does(world):
    register_plot(world, SPRING)

    plot = register_plot(world, SUMMER, KEPT)

    assert (plot.registered_by, plot.confirmed_by) == (LISTING, KEPT)


def test_an_entry_kept_later_leaves_only_by_a_removal_of_then(world):
    register_plot(world, SPRING)
    world.environment.deliver_event(listing(AUTUMN, KEPT))

    world.environment.deliver_event(removal(SUMMER), sequence=2)
    assert plot_of(world).state is PlotState.REGISTERED
    world.environment.deliver_event(removal(AUTUMN, "晋环函〔2026〕某3号"), sequence=3)

    assert plot_of(world).state is PlotState.DELISTED


@settings(max_examples=200, deadline=None)
@given(order=st.permutations(range(5)))
def test_updates_of_a_register_end_alike_in_whatever_order_they_come(order):
    """Listed, kept, kept with another area, removed, listed again: the days decide."""
    world = World("environment")
    acts = (
        listing(date(2026, 1, 5), "2026年第1号"),
        listing(date(2026, 2, 5), "2026年第2号"),
        listing(date(2026, 3, 5), "2026年第3号", HALF),
        removal(date(2026, 4, 5), "2026年第4号"),
        listing(date(2026, 5, 5), "2026年第5号"),
    )

    for number, place in enumerate(order, 1):
        world.environment.deliver_event(acts[place], sequence=number)

    plot = plot_of(world)
    assert (plot.state, plot.area) == (PlotState.REGISTERED, AREA)
    assert not world.environment.lanes()


def test_an_act_is_its_number_and_its_day(world):
    """Notices without a number (公告) list and remove a plot twice [code.461]."""
    register_plot(world, date(2024, 3, 1), NOTICE)
    delist_plot(world, date(2024, 9, 1), NOTICE)
    register_plot(world, date(2025, 3, 1), NOTICE)

    plot = delist_plot(world, date(2026, 3, 6), NOTICE)

    assert (plot.state, plot.delisted_on) == (PlotState.DELISTED, date(2026, 3, 6))
    assert published(world) == [PlotRegistered, PlotDelisted] * 2


@pytest.mark.parametrize(
    "typed", ["晋环函[2026]某1号", "晋环函〔2026〕某1号 ", "晋环函〔２０２６〕某１号"]
)
def test_one_number_typed_in_other_brackets_or_widths_is_one_act(world, typed):
    register_plot(world)

    assert register_plot(world, number=typed).confirmed_on is None
    assert published(world) == [PlotRegistered]


def test_a_register_without_pollutants_is_taken_both_ways(world):
    """[data/registers.csv]: 7 of 11 listings name none."""
    wire = listing()
    command = RegisterPlot(
        PLOT, NAME, "140727", AREA, wire.area_m2, (), wire.document_number, wire.registered_on
    )

    contract = contract_of(RegisterPlot)

    assert contract.load(contract.dump(command)).pollutants == ()
    blank = {**contract.dump(command), "pollutants": [""]}
    with pytest.raises(InvalidInputError, match="pollutants"):
        contract.load(blank)


def test_a_plot_of_an_abolished_county_is_of_the_county_that_followed_it(world):
    """太谷县（140726）became 太谷区（140703）in 2019 [GB/T 2260]."""
    old = RegisterPlot("140726-0001", NAME, "140726", TAIGU, 20000, (), NOTICE, date(2018, 5, 1))

    plot = world.environment.execute(register_handlers.register_plot, old)

    assert plot.county == "140703"
    late = replace(old, registered_on=TODAY)
    with pytest.raises(
        InvalidInputError, match=r"county：太谷县（140726）已于 2019 年撤销，请填 140703"
    ):
        World("environment").environment.execute(register_handlers.register_plot, late)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"county": "140702"}, r"county：与编码“140727-0003”的前六位（140727 祁县）不一致"),
        ({"area_m2": 62.03}, r"area_m2：.*41,355.*像是以亩为单位"),
        ({"area_m2": 4.1355}, r"area_m2：.*像是以公顷或万平方米为单位"),
        ({"area": GUANGZHOU}, r"area：范围距祁县政府所在地约 1,\d{3} 千米"),
    ],
)
def test_what_a_clerk_tells_twice_must_agree(world, change, words):
    command = RegisterPlot(PLOT, NAME, "140727", AREA, 41355, (), LISTING, TODAY)

    with pytest.raises(InvalidInputError, match=words):
        world.environment.execute(register_handlers.register_plot, replace(command, **change))

    recorded = RecordPlot(PLOT, NAME, "140727", AREA, 41355)
    with pytest.raises(InvalidInputError, match=words):
        world.environment.execute(plot_handlers.record_plot, replace(recorded, **change))


def test_a_provincial_act_freezes_though_its_numbers_disagree(world):
    """[code.456]: the safe choice; the plot records the doubts for review."""
    world.environment.deliver_event(replace(listing(), county="140702", area_m2=62.03))

    plot = plot_of(world)
    assert (plot.state, plot.county) == (PlotState.REGISTERED, "140727")
    assert len(plot.doubts) == 2


def test_a_provincial_act_about_land_in_another_province_waits_for_a_person(world):
    world.environment.deliver_event(listing(area=GUANGZHOU))

    (lane,) = world.environment.lanes()
    assert "千米" in lane.error
    assert lane.due_at is None


def test_a_clerk_cannot_list_a_plot_from_tomorrow(world):
    with pytest.raises(InvalidInputError, match="registered_on"):
        register_plot(world, TOMORROW)


def test_a_listing_of_a_day_to_come_freezes_at_once_when_the_province_says_it(world):
    """[code.456]: the safe choice."""
    world.environment.deliver_event(listing(TOMORROW))

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

    world.environment.deliver_event(removal(SUMMER))

    assert published(world) == [PlotRegistered, PlotDelisted]
    assert not held(world)
    assert delist_plot(world, SUMMER) == plot_of(world)


def test_a_removal_delivered_twice_changes_nothing_more(world):
    register_plot(world, SPRING)
    world.environment.deliver_event(removal(SUMMER), event_id="e1")
    once = world.environment.snapshot()

    world.environment.deliver_event(removal(SUMMER), event_id="e1")

    assert world.environment.snapshot() == once


def test_a_plot_is_not_delisted_before_it_was_listed(world):
    register_plot(world, SUMMER)

    with pytest.raises(InvalidInputError, match="delisted_on：移出日期不能早于列入或续列日期"):
        delist_plot(world, SPRING)

    assert plot_of(world).state is PlotState.REGISTERED


def test_a_clerk_cannot_delist_what_is_not_listed(world):
    with pytest.raises(NotFoundError, match=PLOT):
        delist_plot(world)
    record_plot(world)
    with pytest.raises(WrongStateError, match=r"已登记.*不在名录内"):
        delist_plot(world)


def test_a_clerk_cannot_delist_a_plot_from_tomorrow(world):
    register_plot(world)

    with pytest.raises(InvalidInputError, match="delisted_on：不能晚于今天"):
        delist_plot(world, TOMORROW)


def test_a_removal_announced_ahead_takes_effect_on_its_day(world):
    """[code.461]; the province may announce a removal before its day."""
    register_plot(world)
    world.environment.deliver_event(removal(TOMORROW))
    assert plot_of(world).state is PlotState.REGISTERED
    assert not world.environment.lanes()
    assert apply_due(world.environment.context) == 0

    world.advance(timedelta(days=1))

    assert apply_due(world.environment.context) == 1
    assert plot_of(world).state is PlotState.DELISTED
    assert published(world) == [PlotRegistered, PlotDelisted]
    assert apply_due(world.environment.context) == 0


def test_removals_of_plots_never_listed_are_looked_at_once_and_wait_for_their_listing(world):
    """However many there are, the timer ends, and a later listing finds its removal."""
    for number in range(AT_A_TIME + 1):
        event = replace(removal(TOMORROW), plot_code=f"140727-1{number:03}")
        world.environment.deliver_event(event)
    world.advance(timedelta(days=2))

    assert apply_due(world.environment.context) == AT_A_TIME + 1
    assert apply_due(world.environment.context) == 0

    world.environment.deliver_event(replace(listing(SPRING), plot_code="140727-1000"), sequence=2)
    assert plot_of(world, "140727-1000").state is PlotState.DELISTED


def test_a_removal_of_a_plot_never_seen_is_held_until_its_listing_comes(world):
    """Acts count by their dates, not by their arrival [code.456, code.461]."""
    world.environment.deliver_event(removal(SUMMER))
    assert held(world) == (removal(SUMMER),)
    assert not world.environment.published()

    world.environment.deliver_event(listing(SPRING), sequence=2)

    assert plot_of(world).state is PlotState.DELISTED
    assert published(world) == [PlotRegistered, PlotDelisted]
    assert not held(world)


def test_a_removal_of_a_plot_that_is_known_but_not_listed_is_held_too(world):
    record_plot(world)

    world.environment.deliver_event(removal(SUMMER))

    assert held(world) == (removal(SUMMER),)
    plot = plot_of(world)
    assert (plot.state, plot.past) == (PlotState.RECORDED, (PlotState.REGISTERED,))


def test_a_held_removal_does_not_end_a_listing_of_a_later_day(world):
    world.environment.deliver_event(removal(SPRING))

    world.environment.deliver_event(listing(SUMMER), sequence=2)

    assert plot_of(world).state is PlotState.REGISTERED
    assert held(world) == (removal(SPRING),)


def test_a_late_removal_does_not_end_a_listing_of_a_later_day(world):
    world.environment.deliver_event(listing(SUMMER))

    world.environment.deliver_event(removal(SPRING), sequence=2)

    assert plot_of(world).state is PlotState.REGISTERED
    assert held(world) == (removal(SPRING),)


def test_a_late_listing_of_before_a_known_removal_does_not_register_again(world):
    register_plot(world, SUMMER)
    delist_plot(world, AUTUMN)

    world.environment.deliver_event(listing(SPRING, "晋环函〔2026〕某0号"))

    assert plot_of(world).state is PlotState.DELISTED
    assert published(world) == [PlotRegistered, PlotDelisted]


def test_a_delisted_plot_may_be_listed_again_by_a_later_act(world):
    register_plot(world, SPRING)
    delist_plot(world, SUMMER)

    plot = register_plot(world, AUTUMN, "晋环函〔2026〕某3号")

    assert (plot.state, plot.registered_on) == (PlotState.REGISTERED, AUTUMN)
    assert published(world) == [PlotRegistered, PlotDelisted, PlotRegistered]


def test_a_removal_that_meets_its_listing_is_not_held_for_ever(world):
    """The later of the two commits sees the other."""
    meanwhile = [listing(SPRING)]

    def raced(uow, event):
        note_removal(uow, event)
        if meanwhile:
            world.environment.deliver_event(meanwhile.pop())
        return event

    world.environment.execute(raced, removal(SUMMER))

    assert plot_of(world).state is PlotState.DELISTED
    assert published(world) == [PlotRegistered, PlotDelisted]


def test_a_plot_of_an_older_release_is_folded_on_what_it_knew(world):
    """Release 0.1.0 stored plots without acts, and removals that waited for their listing."""
    register_plot(world, SPRING)
    older = replace(plot_of(world), folded_to="")
    waiting = HeldRemovals(PLOT, (removal(AUTUMN),))
    world.environment.store.transact(lambda session: session.save(older, waiting))
    remove_acts(world)

    world.environment.deliver_event(listing(SUMMER, KEPT), sequence=2)

    plot = plot_of(world)
    assert (plot.state, plot.registered_on, plot.delisted_on) == (
        PlotState.DELISTED,
        SPRING,
        AUTUMN,
    )
    assert world.environment.find(HeldRemovals, PLOT) is None


def remove_acts(world):
    def remove(session):
        for act in session.select(PlotAct, plot_code=PLOT):
            session.remove(act)

    world.environment.store.transact(remove)
