"""A doubtful border waits for both bureaus; links, holds and answers follow what they say."""

from datetime import timedelta

import pytest
from environment_given import NAME
from land_given import HOUSING, INDUSTRY, PARCEL, PLOT, TODAY, cleared, registered
from parcel_given import code, rectangle

from services.boundaries.domain import Boundary, BoundaryOutcome, boundary_key
from services.boundaries.messages import BoundaryConfirmed, ConfirmBoundary
from services.environment.gates import borders as environment_borders
from services.environment.register.handlers import register_plot
from services.environment.register.messages import RegisterPlot
from services.environment.surveys.messages import SurveyRequired
from services.natural_resources.applications.domain import Application, ApplicationState
from services.natural_resources.applications.handlers import request_procedure
from services.natural_resources.applications.messages import Procedure, RequestProcedure
from services.natural_resources.links import borders as land_borders
from services.natural_resources.links.domain import Link, LinkBasis
from services.natural_resources.overlay.domain import Hold
from services.natural_resources.parcels.handlers import register_parcel
from services.natural_resources.parcels.messages import RegisterParcel
from shared.errors import NotFoundError, WrongStateError
from shared.testing.world import World
from shared.vocabulary.geometry import area_m2

GROUND = rectangle(0, 0, 100, 100)
CORNER = rectangle(98, 98, 100, 100)
BESIDE = code(901)


@pytest.fixture
def world():
    made = World("environment", "natural_resources")
    command = RegisterParcel(PARCEL, "140727", CORNER, "某某公司", INDUSTRY)
    made.natural_resources.execute(register_parcel, command)
    entry = RegisterPlot(
        PLOT, NAME, "140727", GROUND, round(area_m2(GROUND), 2), ("镉",), "某列1号", TODAY
    )
    made.environment.execute(register_plot, entry)
    made.run_until_idle()
    return made


def ask(world, parcel=PARCEL):
    command = RequestProcedure(parcel, Procedure.CHANGE_USE, "某某公司", INDUSTRY)
    made = world.natural_resources.execute(request_procedure, command)
    world.run_until_idle()
    return look(world, made)


def look(world, application):
    return world.natural_resources.get(Application, application.application_id)


def confirm(world, bureau, *, shares, parcel=PARCEL):
    command = ConfirmBoundary(PLOT, parcel, shares, "现场实测界址点")
    department = getattr(world, bureau)
    handle = environment_borders if bureau == "environment" else land_borders
    department.execute(handle.confirm_boundary, command, actor="officer-1")
    world.run_until_idle()


def hold(world):
    return world.natural_resources.get(Hold, PLOT)


def test_a_procedure_at_a_doubtful_border_of_a_registered_plot_waits(world):
    """[code.456, plan.8]: neither frozen for a corner of 4 m2, nor cleared."""
    asked = ask(world)

    assert asked.state is ApplicationState.DEFERRED
    assert "边界待核" in asked.reason
    assert asked.plot_codes == (PLOT,)
    assert hold(world).parcel_codes == ()
    assert not world.environment.published(SurveyRequired)


@pytest.mark.parametrize("first", ["environment", "natural_resources"])
def test_both_bureaus_say_that_nothing_is_shared_and_the_procedure_goes_on(world, first):
    waiting = ask(world)
    second = "natural_resources" if first == "environment" else "environment"

    confirm(world, first, shares=False)
    assert look(world, waiting).state is ApplicationState.DEFERRED
    confirm(world, second, shares=False)

    assert look(world, waiting).state is ApplicationState.APPROVED
    assert hold(world).parcel_codes == ()
    for department in world.departments.values():
        known = department.get(Boundary, boundary_key(PLOT, PARCEL))
        assert known.outcome is BoundaryOutcome.APART


@pytest.mark.parametrize("first", ["environment", "natural_resources"])
def test_both_bureaus_say_that_ground_is_shared_and_the_parcel_is_frozen(world, first):
    """[code.456, plan.6]."""
    waiting = ask(world)
    second = "natural_resources" if first == "environment" else "environment"

    confirm(world, first, shares=True)
    confirm(world, second, shares=True)

    assert look(world, waiting).state is not ApplicationState.APPROVED
    assert ask(world).state is ApplicationState.REFUSED
    assert hold(world).parcel_codes == (PARCEL,)
    (link,) = world.natural_resources.page(Link, is_current=True).items
    assert (link.basis, link.parcel_code) == (LinkBasis.CONFIRMED, PARCEL)


def test_bureaus_that_disagree_leave_the_border_in_doubt(world):
    waiting = ask(world)

    confirm(world, "environment", shares=True)
    confirm(world, "natural_resources", shares=False)

    assert look(world, waiting).state is ApplicationState.DEFERRED
    confirm(world, "environment", shares=False)
    assert look(world, waiting).state is ApplicationState.APPROVED


def test_a_bureau_that_changes_its_opinion_frees_the_parcel_again(world):
    for bureau in ("environment", "natural_resources"):
        confirm(world, bureau, shares=True)

    confirm(world, "environment", shares=False)

    assert hold(world).parcel_codes == ()
    assert not world.natural_resources.page(Link, is_current=True).items


def test_a_border_that_is_not_in_doubt_is_not_confirmed(world):
    command = RegisterParcel(BESIDE, "140727", GROUND, "某某公司", HOUSING)
    world.natural_resources.execute(register_parcel, command)

    with pytest.raises(WrongStateError, match="并非待核"):
        confirm(world, "natural_resources", shares=False, parcel=BESIDE)
    with pytest.raises(NotFoundError):
        confirm(world, "natural_resources", shares=False, parcel=code(999))


def test_an_opinion_of_another_department_and_one_delivered_twice_change_nothing(world):
    event = BoundaryConfirmed(PLOT, PARCEL, False, "现场实测", TODAY)
    before = world.natural_resources.find(Boundary, boundary_key(PLOT, PARCEL))
    world.natural_resources.deliver_event(event, publisher="agriculture")
    assert world.natural_resources.find(Boundary, boundary_key(PLOT, PARCEL)) == before

    world.natural_resources.deliver_event(event, event_id="e1", publisher="environment")
    once = world.natural_resources.snapshot()
    world.natural_resources.deliver_event(event, event_id="e1", publisher="environment")

    assert world.natural_resources.snapshot() == once


def test_an_answer_from_before_a_registration_at_a_doubtful_border_is_asked_for_again():
    """[plan.6]: an answer dated before the listing does not cover it."""
    world = World("environment", "natural_resources")
    command = RegisterParcel(PARCEL, "140727", CORNER, "某某公司", INDUSTRY)
    world.natural_resources.execute(register_parcel, command)
    request = RequestProcedure(PARCEL, Procedure.CHANGE_USE, "某某公司", INDUSTRY)
    made = world.natural_resources.execute(request_procedure, request)
    world.run_until_idle(without=("environment",))

    later = registered(area=GROUND)
    world.natural_resources.deliver_event(later, at=world.now + timedelta(minutes=1))
    world.natural_resources.deliver_event(cleared(made))

    assert look(world, made).state is ApplicationState.PENDING
    assert look(world, made).asked == 2
