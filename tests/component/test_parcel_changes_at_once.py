"""Acts of the registry that meet a listing or an answer at the same instant, and both bureaus."""

from datetime import timedelta

import pytest
from city_given import Town
from environment_given import cancel_permit, record_permit
from land_given import (
    INDUSTRY,
    NUMBER,
    PARCEL,
    PLOT,
    TODAY,
    cleared,
    meanwhile,
    register_parcel,
    request,
    state_of,
)
from parcel_given import cells, code, part, registered_plot, split

from services.coordination.clocks.domain import Doubt, Obligation
from services.coordination.clocks.states import ObligationState
from services.environment.register.handlers import register_plot
from services.environment.register.messages import RegisterPlot
from services.natural_resources.applications.domain import ApplicationState
from services.natural_resources.applications.handlers import note_cleared
from services.natural_resources.applications.messages import (
    ApprovalReviewRequired,
    Procedure,
    ProcedureApproved,
)
from services.natural_resources.links.domain import Link
from services.natural_resources.overlay.domain import Hold
from services.natural_resources.overlay.handlers import note_registration
from services.natural_resources.parcels import changes
from services.natural_resources.parcels import handlers as parcels
from services.natural_resources.parcels.domain import Parcel
from services.natural_resources.parcels.messages import (
    ChangeParcel,
    ParcelAnswered,
    ParcelChange,
    ParcelChanged,
    RegisterParcel,
    SplitParcel,
)
from shared.testing.world import World
from shared.vocabulary.geometry import area_m2

A, B = code(201), code(202)
WEST, EAST = cells(0, 0), cells(1, 0)
HALVES = (part(A, WEST), part(B, EAST))
COMMAND = SplitParcel(PARCEL, NUMBER, TODAY, HALVES)


@pytest.fixture
def world():
    made = World("natural_resources")
    register_parcel(made, area=cells(0, 0, 2))
    return made


def while_splitting(world, handle):
    """Wrap a handler so that on its first run the parcel is split before it commits."""
    waiting = [COMMAND]

    def raced(uow, message):
        made = handle(uow, message)
        if waiting:
            world.natural_resources.execute(changes.split_parcel, waiting.pop())
        return message if made is None else made

    return raced


def frozen(world):
    hold = world.natural_resources.get(Hold, PLOT)
    links = world.natural_resources.page(Link, plot_code=PLOT, is_current=True).items
    assert hold.parcel_codes == tuple(link.parcel_code for link in links)
    return hold.parcel_codes


def test_a_split_during_a_listing_leaves_the_part_under_the_plot_frozen(world):
    """[code.456]."""
    handle = while_splitting(world, note_registration)

    world.natural_resources.execute(handle, registered_plot(PLOT, WEST))

    assert frozen(world) == (A,)


def test_a_listing_during_a_split_leaves_the_part_under_the_plot_frozen(world):
    """[code.456]."""
    handle = meanwhile(world, changes.split_parcel, registered_plot(PLOT, WEST))

    world.natural_resources.execute(handle, COMMAND)

    assert frozen(world) == (A,)


def test_a_parcel_and_the_first_listing_of_its_ground_at_once_see_each_other(world):
    """[code.456]."""
    command = RegisterParcel(A, "140727", cells(5, 5), "某某公司", INDUSTRY)
    handle = meanwhile(world, parcels.register_parcel, registered_plot(PLOT, cells(5, 5)))

    world.natural_resources.execute(handle, command)

    assert frozen(world) == (A,)


def test_a_border_that_grows_and_the_first_listing_of_the_ground_at_once_see_each_other(world):
    """[code.456, plan.6]: what was approved on the parcel is reviewed."""
    approved = request(world)
    world.natural_resources.deliver_event(cleared(approved))
    handle = meanwhile(world, changes.change_parcel, registered_plot(PLOT, cells(2, 0)))

    world.natural_resources.execute(handle, ChangeParcel(PARCEL, NUMBER, TODAY, cells(0, 0, 3)))

    assert frozen(world) == (PARCEL,)
    (told,) = world.natural_resources.published(ApprovalReviewRequired)
    assert told.application_id == approved.application_id


def test_nothing_is_approved_on_a_parcel_that_is_split_during_the_answer(world):
    pending = request(world, use=INDUSTRY)

    world.natural_resources.execute(while_splitting(world, note_cleared), cleared(pending))

    assert state_of(world, pending).state is ApplicationState.STOPPED
    assert not world.natural_resources.published(ProcedureApproved)


def test_after_a_split_the_gate_answers_for_each_part_by_itself():
    """[code.456, plan.6]: refused on the registered part, asked on the other."""
    town = Town(INDUSTRY)
    halves = halves_of(town)
    ground = round(area_m2(halves[0]), 2)
    entry = RegisterPlot(PLOT, "某某地块", "140727", halves[0], ground, ("镉",), "某列1号", TODAY)
    town.environment.execute(register_plot, entry)
    town.world.run_until_idle()
    assert town.ask(INDUSTRY, Procedure.SUPPLY).state is ApplicationState.REFUSED

    split(town.world, PARCEL, part(A, halves[0]), part(B, halves[1]))
    town.world.run_until_idle()

    assert town.ask(INDUSTRY, Procedure.SUPPLY, parcel=A).state is ApplicationState.REFUSED
    assert town.ask(INDUSTRY, Procedure.SUPPLY, parcel=B).state is ApplicationState.APPROVED
    told = [event.kind for event in town.land.published(ParcelChanged)]
    assert told == [ParcelChange.REGISTERED, *[ParcelChange.SPLIT] * 3]


def test_the_answer_about_an_ended_permit_names_the_parcels_in_force():
    """[plan.5]."""
    town = Town(INDUSTRY)
    town.record()
    record_permit(town.world)
    halves = halves_of(town)
    split(town.world, PARCEL, part(A, halves[0]), part(B, halves[1]))

    cancel_permit(town.world)
    town.world.run_until_idle()

    (answer,) = town.land.published(ParcelAnswered)
    assert [brief.parcel_code for brief in answer.parcels] == [A, B]


def halves_of(town):
    ring = town.land.get(Parcel, PARCEL).area["coordinates"][0]
    (west, south), (east, north) = ring[0], ring[2]
    middle = (west + east) / 2
    return _box(west, south, middle, north), _box(middle, south, east, north)


def _box(west, south, east, north):
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return {"type": "Polygon", "coordinates": [[list(corner) for corner in corners]]}


def test_a_freeze_published_again_after_a_split_opens_and_doubts_no_clock():
    """[code.456]: the duty to freeze was met when the plot was listed."""
    world = World("natural_resources", "coordination")
    register_parcel(world, area=cells(0, 0, 2))
    world.coordination.deliver_event(registered_plot(PLOT, WEST), event_id="listed")
    world.natural_resources.deliver_event(registered_plot(PLOT, WEST), event_id="listed")
    world.run_until_idle()
    world.advance(timedelta(days=20))

    split(world, PARCEL, *HALVES)
    world.run_until_idle()
    world.coordination.tick()

    met = world.coordination.page(Obligation).items
    assert [each.state for each in met if each.rule == "freeze"] == [ObligationState.FULFILLED]
    assert not world.coordination.page(Doubt).items
