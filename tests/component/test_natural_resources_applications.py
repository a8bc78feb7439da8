"""Applications: refused at once if known to be forbidden, approved only on a live gate answer."""

from datetime import timedelta

import pytest
from land_given import (
    FAR,
    HOUSING,
    INDUSTRY,
    NEIGHBOUR,
    PARCEL,
    PLOT,
    TODAY,
    cleared,
    delisted,
    meanwhile,
    register_parcel,
    registered,
    request,
    reviewed,
    state_of,
    suspected,
)

from services.environment.gates.messages import GateBlocked, GateDeferred, GateReason
from services.environment.surveys.messages import SurveyOutcome
from services.natural_resources.applications import handlers
from services.natural_resources.applications.domain import ApplicationState, is_decided
from services.natural_resources.applications.messages import (
    ApprovalReviewRequired,
    LandGateQueried,
    Procedure,
    ProcedureApproved,
    ProcedureRefused,
    ProcedureStopped,
    RequestProcedure,
)
from shared.errors import InvalidInputError, NotFoundError
from shared.messages.contract import contract_of
from shared.testing.world import START, World
from shared.vocabulary.approval_review import ReviewState

NO_WELLS = "不得开采地下水"
NO_DIGGING = "不得开挖"


@pytest.fixture
def world():
    made = World("natural_resources")
    register_parcel(made)
    return made


def blocked(application):
    return GateBlocked(application.application_id, GateReason.POLLUTED, (PLOT,))


def deferred(application):
    return GateDeferred(application.application_id, GateReason.SURVEY_DUE, (PLOT,))


def published(world, kind):
    return world.natural_resources.published(kind)


def test_an_application_waits_for_the_answer_of_the_environment_bureau(world):
    """[code.454, code.456]: natural resources asks and does not decide alone."""
    application = request(world)

    assert application.state is ApplicationState.PENDING
    assert not is_decided(application)
    (query,) = published(world, LandGateQueried)
    assert (query.present_use, query.wanted_use) == (INDUSTRY, HOUSING)
    assert (query.application_id, query.county) == (application.application_id, "140727")


def test_nothing_is_approved_while_the_environment_bureau_is_silent(world):
    application = request(world, use=INDUSTRY)

    world.advance(timedelta(days=30))
    world.run_until_idle()

    assert state_of(world, application).state is ApplicationState.PENDING
    assert not published(world, ProcedureApproved)


@pytest.mark.parametrize("procedure", Procedure)
@pytest.mark.parametrize("use", [HOUSING, INDUSTRY])
def test_every_procedure_on_a_registered_plot_is_refused_at_once(world, procedure, use):
    """[code.456, plan.6]: 收回, 收购, 供应 and 改变用途 to any use are frozen."""
    world.natural_resources.deliver_event(registered())

    application = request(world, procedure, use)

    assert application.state is ApplicationState.REFUSED
    assert application.plot_codes == (PLOT,)
    (refusal,) = published(world, ProcedureRefused)
    assert "在名录内" in refusal.reason
    assert "code.456" in refusal.reason
    assert not published(world, LandGateQueried)


def test_land_beside_a_registered_plot_is_not_refused(world):
    register_parcel(world, NEIGHBOUR, FAR)
    world.natural_resources.deliver_event(registered())

    assert request(world, parcel=NEIGHBOUR).state is ApplicationState.PENDING


def test_an_application_on_a_suspected_plot_waits_for_the_gate(world):
    """[plan.8]: a suspected plot is held; only the environment bureau can clear it."""
    world.natural_resources.deliver_event(suspected())

    assert request(world).state is ApplicationState.PENDING


def test_a_cleared_application_is_approved(world):
    application = request(world)

    world.natural_resources.deliver_event(cleared(application, NO_WELLS))

    approved = state_of(world, application)
    assert (approved.state, approved.decided_on) == (ApplicationState.APPROVED, TODAY)
    assert published(world, ProcedureApproved)[0].conditions == (NO_WELLS,)


def test_an_approval_carries_the_conditions_of_delisted_plots(world):
    """[code.461, code.437]: aftercare conditions bind the next user of the land."""
    world.natural_resources.deliver_event(registered())
    world.natural_resources.deliver_event(delisted(TODAY, NO_WELLS, NO_DIGGING))
    application = request(world)

    world.natural_resources.deliver_event(cleared(application, NO_WELLS))

    assert state_of(world, application).conditions == (NO_WELLS, NO_DIGGING)


def test_a_registration_that_comes_before_the_answer_wins(world):
    """[code.456]: the answer was right when given, and is outdated."""
    application = request(world)
    world.natural_resources.deliver_event(registered())

    world.natural_resources.deliver_event(cleared(application))

    assert state_of(world, application).state is ApplicationState.STOPPED
    assert not published(world, ProcedureApproved)


def test_an_answer_older_than_a_suspicion_is_asked_for_again(world):
    """[plan.8]: an answer from before a suspicion does not take it into account."""
    application = request(world)
    world.natural_resources.deliver_event(suspected(), at=START + timedelta(minutes=1))

    world.natural_resources.deliver_event(cleared(application), at=START)
    assert state_of(world, application).state is ApplicationState.PENDING
    assert len(published(world, LandGateQueried)) == 2
    world.natural_resources.deliver_event(cleared(application), at=START + timedelta(minutes=2))

    assert state_of(world, application).state is ApplicationState.APPROVED


def test_a_blocked_application_is_refused_with_the_reason(world):
    """[code.456, code.461]: what the gate blocks does not proceed."""
    application = request(world)

    world.natural_resources.deliver_event(blocked(application))

    assert state_of(world, application).state is ApplicationState.REFUSED
    assert GateReason.POLLUTED.value in published(world, ProcedureRefused)[0].reason


def test_a_deferred_application_decides_itself_after_the_survey(world):
    """[code.454]: land for housing is surveyed first."""
    application = request(world)
    world.natural_resources.deliver_event(suspected())

    world.natural_resources.deliver_event(deferred(application))
    waiting = state_of(world, application)
    world.natural_resources.deliver_event(reviewed(SurveyOutcome.CLEAN))
    world.natural_resources.deliver_event(cleared(application))

    assert (waiting.state, waiting.plot_codes) == (ApplicationState.DEFERRED, (PLOT,))
    assert waiting.reason == GateReason.SURVEY_DUE.value
    assert is_decided(waiting)
    assert state_of(world, application).state is ApplicationState.APPROVED
    assert state_of(world, application).reason == ""


def test_a_deferred_application_may_be_blocked_after_the_survey(world):
    application = request(world)
    world.natural_resources.deliver_event(deferred(application))

    world.natural_resources.deliver_event(blocked(application))

    assert state_of(world, application).state is ApplicationState.REFUSED


@pytest.mark.parametrize("second", [blocked, deferred])
def test_an_answer_that_is_taken_back_orders_a_review_and_takes_nothing_back(world, second):
    """An act that the answer relied on was corrected [行政许可法 69]."""
    application = request(world)
    world.natural_resources.deliver_event(cleared(application))

    world.natural_resources.deliver_event(second(application), sequence=2)
    world.natural_resources.deliver_event(second(application), sequence=3)

    after = state_of(world, application)
    assert (after.state, after.review) == (ApplicationState.APPROVED, ReviewState.DUE)
    [required] = published(world, ApprovalReviewRequired)
    assert required.application_id == after.application_id


@pytest.mark.parametrize(
    ("first", "second"),
    [(cleared, cleared), (blocked, cleared), (blocked, blocked), (blocked, deferred)],
)
def test_a_decided_application_is_not_decided_again(world, first, second):
    application = request(world)
    world.natural_resources.deliver_event(first(application))
    once = state_of(world, application)
    facts = len(published(world, object))

    world.natural_resources.deliver_event(second(application))

    assert state_of(world, application) == once
    assert len(published(world, object)) == facts


@pytest.mark.parametrize("answer", [cleared, blocked, deferred])
def test_an_answer_delivered_twice_changes_nothing_more(world, answer):
    application = request(world)
    world.natural_resources.deliver_event(answer(application), event_id="e1")
    once = world.natural_resources.snapshot()

    world.natural_resources.deliver_event(answer(application), event_id="e1")

    assert world.natural_resources.snapshot() == once


@pytest.mark.parametrize("answer", [cleared, blocked, deferred])
def test_an_answer_to_an_unknown_application_is_parked_with_its_id(world, answer):
    elsewhere = World("natural_resources")
    register_parcel(elsewhere)
    unknown = request(elsewhere)

    world.natural_resources.deliver_event(answer(unknown))

    (lane,) = world.natural_resources.lanes()
    assert unknown.application_id in lane.error


def test_a_registration_in_the_middle_of_a_request_is_not_overlooked(world):
    """[code.456, plan.6]: no application stays open after a registration, in any interleaving."""
    command = RequestProcedure(PARCEL, Procedure.SUPPLY, "祁县某某房地产开发有限公司", HOUSING)
    asking = meanwhile(world, handlers.request_procedure, registered())

    application = world.natural_resources.execute(asking, command)

    assert application.state is ApplicationState.REFUSED
    assert not published(world, LandGateQueried)


def test_a_registration_in_the_middle_of_an_approval_is_not_overlooked(world):
    """[code.456, plan.6]: nothing is approved after a registration, in any interleaving."""
    application = request(world)

    approving = meanwhile(world, handlers.note_cleared, registered())
    world.natural_resources.execute(approving, cleared(application))

    assert state_of(world, application).state is ApplicationState.STOPPED
    assert not published(world, ProcedureApproved)


def test_an_application_for_an_unknown_parcel_names_it(world):
    with pytest.raises(NotFoundError, match=NEIGHBOUR):
        request(world, parcel=NEIGHBOUR)


def test_every_wrong_field_of_an_application_is_named():
    wrong = {
        "parcel_code": "宗地",
        "procedure": "出让",
        "applicant": "",
        "wanted_use": {"scheme": "planning-2023", "code": "X1"},
    }

    with pytest.raises(InvalidInputError) as caught:
        contract_of(RequestProcedure).load(wrong)

    assert {fault.field for fault in caught.value.faults} == set(wrong)


@pytest.mark.parametrize("freeze_comes_first", [True, False])
def test_a_registration_stops_a_deferred_application_whichever_news_comes_first(
    world, freeze_comes_first
):
    """Open applications are stopped when the plot is registered [plan.6]."""
    application = request(world)
    world.natural_resources.deliver_event(deferred(application))
    gate = GateBlocked(application.application_id, GateReason.REGISTERED, (PLOT,))
    news = [registered(), gate] if freeze_comes_first else [gate, registered()]

    for event in news:
        world.natural_resources.deliver_event(event)

    assert state_of(world, application).state is ApplicationState.STOPPED
    assert published(world, ProcedureRefused) == []
    assert len(published(world, ProcedureStopped)) == 1
