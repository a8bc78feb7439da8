"""The registry changes, splits, merges and ends parcels; holds and former uses follow the land."""

from dataclasses import replace
from datetime import date

import pytest
from city_given import Town
from land_given import (
    HOUSING,
    INDUSTRY,
    NUMBER,
    PARCEL,
    PLOT,
    TODAY,
    cleared,
    delisted,
    register_parcel,
    request,
    state_of,
)
from parcel_given import cancel, cells, code, merge, part, rectangle, registered_plot, split

from services.natural_resources.applications.domain import ApplicationState
from services.natural_resources.applications.messages import (
    ApprovalReviewRequired,
    ProcedureApproved,
    ProcedureStopped,
)
from services.natural_resources.links.domain import Link, in_force_on
from services.natural_resources.overlay.domain import Hold
from services.natural_resources.overlay.messages import PlotFrozen
from services.natural_resources.parcels import changes
from services.natural_resources.parcels.domain import Parcel, ParcelState, ParcelVersion
from services.natural_resources.parcels.handlers import register_parcel as register
from services.natural_resources.parcels.messages import (
    ChangeParcel,
    CorrectParcel,
    ParcelChange,
    ParcelChanged,
    RegisterParcel,
)
from shared.errors import AlreadyExistsError, InvalidInputError, WrongStateError
from shared.testing.world import World

SPRING, SUMMER, TOMORROW = date(2026, 3, 2), date(2026, 6, 1), date(2026, 10, 9)
A, B, C = code(101), code(102), code(103)
WHOLE, WEST, MIDDLE, EAST = cells(0, 0, 3), cells(0, 0), cells(1, 0), cells(2, 0)


@pytest.fixture
def world():
    made = World("natural_resources")
    register_parcel(made, area=WHOLE)
    return made


def parcel(world, parcel_code=PARCEL):
    return world.natural_resources.get(Parcel, parcel_code)


def links(world, **wanted):
    return world.natural_resources.page(Link, **wanted).items


def split_in_three(world, on=TODAY):
    return split(world, PARCEL, part(A, WEST), part(B, MIDDLE), part(C, EAST), on=on)


def test_after_a_split_the_parts_under_a_plot_are_frozen_and_the_other_is_not(world):
    """[code.456, plan.6]: the freeze follows the land, not the code."""
    world.natural_resources.deliver_event(registered_plot(PLOT, cells(0, 0, 2)))

    ended = split_in_three(world)

    assert (ended.state, ended.successors) == (ParcelState.SPLIT, (A, B, C))
    assert world.natural_resources.get(Hold, PLOT).parcel_codes == (A, B)
    assert world.natural_resources.published(PlotFrozen)[-1].parcel_codes == (A, B)
    assert [link.parcel_code for link in links(world, plot_code=PLOT, is_current=True)] == [A, B]
    states = [request(world, parcel=each).state for each in (A, B, C)]
    assert states == [ApplicationState.REFUSED, ApplicationState.REFUSED, ApplicationState.PENDING]


def test_a_neighbour_20_cm_over_the_border_is_not_frozen(world):
    """[code.456]: a common border is surveyed twice."""
    register_parcel(world, A, rectangle(299.8, 0, 100, 100))

    world.natural_resources.deliver_event(registered_plot(PLOT, WHOLE))

    assert world.natural_resources.get(Hold, PLOT).parcel_codes == (PARCEL,)
    assert [link.parcel_code for link in links(world, plot_code=PLOT)] == [PARCEL]
    assert request(world, parcel=A).state is ApplicationState.PENDING


def test_links_of_a_past_day_remain_answerable(world):
    world.natural_resources.deliver_event(registered_plot(PLOT, cells(0, 0, 2), SPRING))
    split_in_three(world, SUMMER)

    known = links(world, plot_code=PLOT)

    assert [each.parcel_code for each in in_force_on(known, date(2026, 4, 1))] == [PARCEL]
    assert [each.parcel_code for each in in_force_on(known, SUMMER)] == [A, B]
    (old,) = in_force_on(known, SPRING)
    assert old.share_of_parcel == pytest.approx(2 / 3, rel=1e-4)
    assert old.share_of_plot == pytest.approx(1, rel=1e-4)
    assert old.shared_m2 == pytest.approx(20_000, rel=1e-2)


def test_a_plot_that_becomes_known_late_is_linked_to_the_parcel_of_its_day(world):
    split_in_three(world, SUMMER)

    world.natural_resources.deliver_event(registered_plot(PLOT, cells(0, 0, 2), SPRING))

    known = links(world, plot_code=PLOT)
    assert [each.parcel_code for each in in_force_on(known, SPRING)] == [PARCEL]
    assert [each.parcel_code for each in in_force_on(known, TODAY)] == [A, B]


def test_an_approval_on_a_parcel_that_was_split_is_reviewed_when_its_ground_is_registered(world):
    """[code.456, plan.6]."""
    approved = request(world)
    world.natural_resources.deliver_event(cleared(approved))
    split_in_three(world)

    world.natural_resources.deliver_event(registered_plot(PLOT, WEST))

    (told,) = world.natural_resources.published(ApprovalReviewRequired)
    assert told.application_id == approved.application_id


def test_a_merged_parcel_is_under_the_holds_of_all_its_parts(world):
    split_in_three(world)
    world.natural_resources.deliver_event(registered_plot(PLOT, WEST))

    made = merge(world, (A, B), part(code(104), cells(0, 0, 2)))

    assert made.predecessors == (A, B)
    assert parcel(world, A).state is ParcelState.MERGED
    assert world.natural_resources.get(Hold, PLOT).parcel_codes == (made.parcel_code,)
    assert request(world, parcel=made.parcel_code).state is ApplicationState.REFUSED


def test_applications_in_hand_end_with_their_parcel_and_name_what_follows(world):
    pending = request(world)

    split_in_three(world)

    stopped = state_of(world, pending)
    assert stopped.state is ApplicationState.STOPPED
    assert all(each in stopped.reason for each in (A, B, C))
    assert len(world.natural_resources.published(ProcedureStopped)) == 1
    world.natural_resources.deliver_event(cleared(pending))
    assert not world.natural_resources.published(ProcedureApproved)


def test_a_procedure_that_a_registration_stopped_is_not_resumed_on_an_ended_parcel(world):
    pending = request(world)
    world.natural_resources.deliver_event(registered_plot(PLOT, WEST, SPRING))
    split_in_three(world)

    world.natural_resources.deliver_event(delisted())

    assert state_of(world, pending).state is ApplicationState.STOPPED
    assert A in state_of(world, pending).reason


def test_nothing_is_applied_for_on_an_ended_parcel(world):
    split_in_three(world)

    with pytest.raises(WrongStateError, match=f"已分割.*{A}"):
        request(world)
    cancel(world, A)
    with pytest.raises(WrongStateError, match="已注销"):
        cancel(world, A)


@pytest.mark.parametrize(
    ("into", "words"),
    [
        ((part(A, WEST), part(B, MIDDLE)), "没有覆盖"),
        ((part(A, cells(0, 0, 2)), part(B, cells(2, 0, 2))), f"{B} 超出"),
        ((part(A, cells(0, 0, 2)), part(B, cells(1, 0, 2))), "重叠"),
        ((part(A, cells(0, 0, 2)), part(A, EAST)), "两次"),
        ((part("140728001001GB00001", cells(0, 0, 2)), part(B, EAST)), "同一县"),
        ((part(A, cells(0, 0, 2), use=HOUSING), part(B, EAST)), "用途"),
    ],
)
def test_a_split_that_does_not_fit_is_refused_and_changes_nothing(world, into, words):
    before = world.natural_resources.snapshot()

    with pytest.raises(InvalidInputError, match=words):
        split(world, PARCEL, *into)

    assert world.natural_resources.snapshot() == before


def test_parts_surveyed_a_hand_beside_are_accepted(world):
    west, east = rectangle(0.2, 0.1, 149.7, 99.9), rectangle(149.8, 0, 150.4, 100.2)

    split(world, PARCEL, part(A, west), part(B, east))

    assert parcel(world).successors == (A, B)


def test_a_merge_that_does_not_fit_is_refused(world):
    split_in_three(world)

    with pytest.raises(InvalidInputError, match="没有覆盖"):
        merge(world, (A, B), part(code(104), WEST))
    with pytest.raises(InvalidInputError, match="超出"):
        merge(world, (A, B), part(code(104), WHOLE))
    with pytest.raises(InvalidInputError, match="两宗"):
        merge(world, (A, A), part(code(104), WEST))
    with pytest.raises(AlreadyExistsError, match=C):
        merge(world, (A, B), part(C, cells(0, 0, 2)))


def test_an_act_is_neither_of_a_day_to_come_nor_before_the_present_record(world):
    with pytest.raises(InvalidInputError, match="今天"):
        split_in_three(world, TOMORROW)
    split_in_three(world, SUMMER)
    with pytest.raises(InvalidInputError, match="更正"):
        cancel(world, A, SPRING)


def test_a_split_is_published_for_the_parcel_that_ends_and_for_each_that_begins(world):
    split_in_three(world)

    first, *told = world.natural_resources.published(ParcelChanged)
    assert (first.kind, first.parcel_code) == (ParcelChange.REGISTERED, PARCEL)
    assert [(event.parcel_code, event.predecessors, event.successors) for event in told] == [
        (PARCEL, (), (A, B, C)),
        *((each, (PARCEL,), ()) for each in (A, B, C)),
    ]
    assert {event.kind for event in told} == {ParcelChange.SPLIT}
    assert told[1].uses == (INDUSTRY,)


def test_a_request_twice_splits_once(world):
    command = changes.SplitParcel(PARCEL, NUMBER, TODAY, (part(A, cells(0, 0, 2)), part(B, EAST)))
    for _ in range(2):
        world.natural_resources.execute(changes.split_parcel, command, key="k1")

    assert len(world.natural_resources.published(ParcelChanged)) == 4


def test_a_change_of_border_moves_the_holds_and_stops_what_is_in_hand(world):
    """[code.456]: ground that a parcel gains brings its hold."""
    world.natural_resources.deliver_event(registered_plot(PLOT, cells(3, 0)))
    pending = request(world)
    command = ChangeParcel(PARCEL, NUMBER, TODAY, cells(0, 0, 4))

    world.natural_resources.execute(changes.change_parcel, command)

    assert world.natural_resources.get(Hold, PLOT).parcel_codes == (PARCEL,)
    assert state_of(world, pending).state is ApplicationState.STOPPED
    assert world.natural_resources.published(PlotFrozen)[-1].stopped == (pending.application_id,)
    back = ChangeParcel(PARCEL, NUMBER, TODAY, WHOLE)
    world.natural_resources.execute(changes.change_parcel, back)
    assert world.natural_resources.get(Hold, PLOT).parcel_codes == ()
    assert not links(world, plot_code=PLOT, is_current=True)


def test_an_answer_from_before_a_change_of_border_is_asked_for_again(world):
    """[code.454]: an answer about less ground does not clear more."""
    pending = request(world)
    command = ChangeParcel(PARCEL, NUMBER, TODAY, cells(0, 0, 4))
    world.natural_resources.execute(changes.change_parcel, command)

    world.natural_resources.deliver_event(cleared(pending))

    asked = state_of(world, pending)
    assert (asked.state, asked.asked) == (ApplicationState.PENDING, 2)


def test_versions_tell_what_was_recorded_on_a_day(world):
    new_holder = "某某置业有限公司"
    command = ChangeParcel(PARCEL, "祁变1号", SUMMER, holder=new_holder)
    world.natural_resources.execute(changes.change_parcel, command)
    correction = CorrectParcel(PARCEL, "祁更1号", TODAY, holder="某某置地有限公司")
    world.natural_resources.execute(changes.correct_parcel, correction)

    first, second, third = world.natural_resources.page(ParcelVersion, parcel_code=PARCEL).items
    assert (first.since, first.until) == (None, SUMMER)
    assert (second.since, second.until, second.holder) == (SUMMER, SUMMER, new_holder)
    assert (third.since, third.until, third.basis) == (SUMMER, None, "祁更1号")
    assert third.kind is ParcelChange.CORRECTED
    assert parcel(world).holder == "某某置地有限公司"


def test_an_approved_use_begins_a_version(world):
    approved = request(world)
    world.natural_resources.deliver_event(cleared(approved))

    latest = world.natural_resources.page(ParcelVersion, parcel_code=PARCEL).items[-1]
    assert (latest.uses, latest.since, latest.basis) == (
        (HOUSING,),
        TODAY,
        approved.application_id,
    )
    assert world.natural_resources.published(ParcelChanged)[-1].uses == (HOUSING,)


def test_a_parcel_of_an_older_release_is_changed_with_its_first_record_kept(world):
    def forget(uow, parcel_code):
        known = uow.get(Parcel, parcel_code)
        uow.save(replace(known, versions=0, known_uses=None))
        uow.remove(uow.get(ParcelVersion, f"{parcel_code}|00001"))
        return known

    world.natural_resources.execute(forget, PARCEL)
    split_in_three(world)

    (version,) = world.natural_resources.page(ParcelVersion, parcel_code=PARCEL).items
    assert (version.since, version.until, version.uses) == (None, TODAY, (INDUSTRY,))


def test_a_change_without_a_change_is_refused(world):
    with pytest.raises(InvalidInputError, match="没有填写任何变化"):
        world.natural_resources.execute(changes.change_parcel, ChangeParcel(PARCEL, NUMBER, TODAY))


def test_housing_made_industrial_and_split_is_not_exempt():
    """[42号令 3, plan.5]: the exemption asks what the land was, whatever its code."""
    town = Town(HOUSING)
    assert town.ask(INDUSTRY).state is ApplicationState.APPROVED
    west, east = _halves(town)
    split(town.world, PARCEL, part(A, west), part(B, east))
    town.world.run_until_idle()

    asked = town.ask(HOUSING, parcel=A)

    assert asked.state is ApplicationState.DEFERRED
    assert set(town.land.get(Parcel, B).known_uses) == {HOUSING, INDUSTRY}


@pytest.mark.parametrize("how", ["cancelled", "corrected"])
def test_neither_a_new_registration_nor_a_correction_makes_land_exempt(how):
    """[42号令 3, plan.5]."""
    town = Town(INDUSTRY)
    area = town.land.get(Parcel, PARCEL).area
    new = PARCEL if how == "corrected" else A
    if how == "cancelled":
        cancel(town.world, PARCEL)
        command = RegisterParcel(A, "140727", area, "某某公司", HOUSING)
        town.land.execute(register, command)
    else:
        correction = CorrectParcel(PARCEL, NUMBER, TODAY, use=HOUSING)
        town.land.execute(changes.correct_parcel, correction)
    town.world.run_until_idle()

    assert town.ask(HOUSING, parcel=new).state is ApplicationState.DEFERRED


def test_ground_that_a_parcel_gave_up_remembers_its_uses():
    """[42号令 3, plan.5]: a smaller border and a new parcel beside it make no land exempt."""
    town = Town(INDUSTRY)
    west, east = _halves(town)
    smaller = ChangeParcel(PARCEL, NUMBER, TODAY, west)
    town.land.execute(changes.change_parcel, smaller)
    town.land.execute(register, RegisterParcel(A, "140727", east, "某某公司", HOUSING))
    town.world.run_until_idle()

    assert INDUSTRY in town.land.get(Parcel, A).uses_so_far
    assert town.ask(HOUSING, parcel=A).state is ApplicationState.DEFERRED


def test_an_approval_is_reviewed_when_ground_that_its_parcel_gave_up_is_registered(world):
    """[code.456, plan.6]: the approval was for that ground too."""
    approved = request(world)
    world.natural_resources.deliver_event(cleared(approved))
    smaller = ChangeParcel(PARCEL, NUMBER, TODAY, WEST)
    world.natural_resources.execute(changes.change_parcel, smaller)

    world.natural_resources.deliver_event(registered_plot(PLOT, cells(1, 0, 2)))

    (told,) = world.natural_resources.published(ApprovalReviewRequired)
    assert told.application_id == approved.application_id


def _halves(town):
    ring = town.land.get(Parcel, PARCEL).area["coordinates"][0]
    (west, south), (east, north) = ring[0], ring[2]
    middle = (west + east) / 2

    def box(left, right):
        corners = [(left, south), (right, south), (right, north), (left, north), (left, south)]
        return {"type": "Polygon", "coordinates": [[list(corner) for corner in corners]]}

    return box(west, middle), box(middle, east)
