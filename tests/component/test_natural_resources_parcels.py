"""Parcels: the registry, and the answer about the plot of an ended permit."""

import pytest
from land_given import (
    AREA,
    BESIDE,
    FAR,
    HOUSING,
    INDUSTRY,
    NEIGHBOUR,
    PARCEL,
    PERMIT,
    PLOT,
    cancelled,
    meanwhile,
    register_parcel,
    registered,
    request,
    suspected,
)

from services.natural_resources.overlay.domain import Hold
from services.natural_resources.parcels.domain import Parcel
from services.natural_resources.parcels.handlers import note_cancellation
from services.natural_resources.parcels.messages import (
    ParcelAnswered,
    ParcelBrief,
    RegisterParcel,
)
from shared.errors import AlreadyExistsError, InvalidInputError
from shared.messages.contract import contract_of
from shared.testing.world import World

OTHER_PERMIT = "91140100MA0HF4R239002Q"


@pytest.fixture
def world():
    return World("natural_resources")


def answers(world):
    return world.natural_resources.published(ParcelAnswered)


def test_a_parcel_is_kept_and_listed_by_county(world):
    register_parcel(world)

    assert world.natural_resources.get(Parcel, PARCEL).planned_use == HOUSING
    assert len(world.natural_resources.page(Parcel, county="140727").items) == 1
    assert not world.natural_resources.page(Parcel, county="140728").items


def test_a_parcel_is_registered_once(world):
    register_parcel(world)

    with pytest.raises(AlreadyExistsError, match=PARCEL):
        register_parcel(world)


def test_every_wrong_field_of_a_parcel_is_named():
    wrong = {
        "parcel_code": "140727",
        "county": "110101",
        "area": {"type": "Point", "coordinates": [112.3, 37.3]},
        "holder": "",
        "use": {"scheme": "planning-2023", "code": "9999"},
    }

    with pytest.raises(InvalidInputError) as caught:
        contract_of(RegisterParcel).load(wrong)

    assert {fault.field for fault in caught.value.faults} == set(wrong)


def test_an_ended_permit_is_answered_with_parcels_plans_and_applications_in_hand(world):
    """[plan.5]: natural resources answers with parcel, planned use and open applications."""
    register_parcel(world)
    register_parcel(world, NEIGHBOUR, BESIDE)
    application = request(world)
    world.natural_resources.deliver_event(suspected())

    world.natural_resources.deliver_event(cancelled())

    holder = "祁县某某焦化有限公司"
    brief = ParcelBrief(PARCEL, INDUSTRY, HOUSING, (application.application_id,), holder)
    assert answers(world) == [ParcelAnswered(PERMIT, PLOT, (brief,))]


def test_a_permit_that_ends_before_its_plot_is_known_is_answered_when_it_is(world):
    register_parcel(world)

    world.natural_resources.deliver_event(cancelled())
    assert not answers(world)
    world.natural_resources.deliver_event(suspected())

    assert [answer.permit_number for answer in answers(world)] == [PERMIT]
    assert [parcel.parcel_code for parcel in answers(world)[0].parcels] == [PARCEL]


def test_a_registration_tells_the_area_of_a_plot_as_well(world):
    world.natural_resources.deliver_event(cancelled())

    world.natural_resources.deliver_event(registered())

    assert answers(world) == [ParcelAnswered(PERMIT, PLOT, ())]


def test_each_permit_of_a_plot_is_answered_once(world):
    world.natural_resources.deliver_event(cancelled())
    world.natural_resources.deliver_event(cancelled(OTHER_PERMIT))

    world.natural_resources.deliver_event(suspected())
    world.natural_resources.deliver_event(registered())
    world.natural_resources.deliver_event(cancelled())

    assert [answer.permit_number for answer in answers(world)] == [PERMIT, OTHER_PERMIT]


def test_a_cancellation_and_a_suspicion_at_the_same_time_see_each_other(world):
    world.natural_resources.execute(meanwhile(world, note_cancellation, suspected()), cancelled())

    assert [answer.permit_number for answer in answers(world)] == [PERMIT]


def test_a_cancellation_delivered_twice_changes_nothing_more(world):
    world.natural_resources.deliver_event(suspected())
    world.natural_resources.deliver_event(cancelled(), event_id="e1")
    once = world.natural_resources.snapshot()

    world.natural_resources.deliver_event(cancelled(), event_id="e1")

    assert world.natural_resources.snapshot() == once


def test_a_parcel_registered_late_appears_on_the_hold_that_lies_over_it(world):
    world.natural_resources.deliver_event(registered())

    register_parcel(world)
    register_parcel(world, NEIGHBOUR, FAR)

    assert world.natural_resources.get(Hold, PLOT).parcel_codes == (PARCEL,)
    assert world.natural_resources.get(Parcel, PARCEL).area == AREA
