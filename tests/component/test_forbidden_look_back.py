"""Effects after an act: reviews of approvals, pauses that end, and remediated pollution."""

from dataclasses import replace
from datetime import timedelta

import pytest
from city_given import HOUSING, INDUSTRY, OFFICES, SHOPS, Town
from environment_given import PERMIT, record_permit
from land_given import AREA, BESIDE, PARCEL, PLOT, TODAY, registered, reviewed

from services.agriculture.plots.domain import KnownPlot
from services.agriculture.reclamations.domain import Reclamation
from services.agriculture.reclamations.messages import ReclamationReviewRequired
from services.environment.assessments.messages import Risk
from services.environment.gates.domain import Gate
from services.environment.gates.messages import GateBlocked, GateReason
from services.environment.permits.handlers import cancel_permit
from services.environment.permits.messages import CancellationKind, CancelPermit
from services.environment.plots.messages import LandClass
from services.environment.register.messages import PlotEntryChanged
from services.environment.surveys.messages import SurveyOutcome
from services.natural_resources.applications.domain import ApplicationState
from services.natural_resources.applications.handlers import review_approval
from services.natural_resources.applications.messages import (
    ApprovalReviewed,
    ApprovalReviewRequired,
    Procedure,
    ProcedureResumed,
    ReviewApproval,
    ReviewOutcome,
)
from services.natural_resources.overlay.domain import Hold, HoldKind
from services.natural_resources.parcels.messages import ParcelAnswered
from shared.vocabulary.approval_review import ReviewState
from shared.vocabulary.geometry import square_around

WAITS, PASSES = ApplicationState.DEFERRED, ApplicationState.APPROVED
REFUSED, STOPPED = ApplicationState.REFUSED, ApplicationState.STOPPED
FIRST, SECOND, FARMLAND = LandClass.FIRST, LandClass.SECOND, LandClass.FARMLAND


@pytest.mark.parametrize("act", ["suspected", "polluted", "registered"])
def test_b8_what_was_approved_before_is_told_and_looked_at_again(act):
    """[code.456, plan.6, 行政许可法 69]."""
    town = Town()
    town.record()
    town.survey(SurveyOutcome.CLEAN, FIRST)
    approved = town.ask(HOUSING)
    assert approved.state is PASSES

    if act == "registered":
        town.register()
    else:
        town.suspect()
    if act == "polluted":
        town.survey(SurveyOutcome.EXCEEDED, FIRST)

    told = town.land.published(ApprovalReviewRequired)
    assert {event.application_id for event in told} == {approved.application_id}
    assert town.look(approved).review is ReviewState.DUE
    assert town.environment.get(Gate, approved.application_id).review
    page = town.land.page(type(approved), review=ReviewState.DUE)
    assert [item.application_id for item in page.items] == [approved.application_id]

    command = ReviewApproval(approved.application_id, ReviewOutcome.REVOKED, "撤销原准予决定")
    town.land.execute(review_approval, command, actor="head-1")
    town.world.run_until_idle()

    assert town.look(approved).state is REFUSED
    assert town.land.published(ApprovalReviewed)[-1].outcome is ReviewOutcome.REVOKED
    assert "撤销" in town.environment.get(Gate, approved.application_id).review


def test_b8_an_approval_that_would_be_given_again_is_not_looked_at_again():
    """[plan.8]: a change to another use is permitted on suspected land too."""
    town = Town()
    town.record()
    approved = town.ask(SHOPS)

    town.suspect()

    assert town.look(approved).review is ReviewState.NONE
    assert not town.land.published(ApprovalReviewRequired)


def test_b8_the_same_finding_asks_for_one_review_however_often_it_is_told():
    """[code.456]."""
    town = Town()
    town.record()
    town.ask(SHOPS)

    town.register()
    again = [event for event in town.environment.sent() if "registered" in event.type]
    town.land.deliver(*again)

    assert len(town.land.published(ApprovalReviewRequired)) == 1


def test_b8_an_earlier_suspicion_that_comes_late_is_looked_back_for_as_well():
    """[code.454]: by the day of the act, not by the day of its arrival."""
    town = Town()
    town.record()
    town.survey(SurveyOutcome.CLEAN, FIRST)
    approved = town.ask(HOUSING)

    town.suspect(TODAY - timedelta(days=20))

    assert town.look(approved).review is ReviewState.DUE


def test_b8_an_approved_reclamation_is_looked_at_again():
    """[code.428, code.446, plan.2]."""
    town = Town()
    waiting = town.reclaim(edible=True)
    (code,) = waiting.plot_codes
    town.survey(SurveyOutcome.CLEAN, FARMLAND, code)

    town.register()

    (told,) = town.farms.published(ReclamationReviewRequired)
    assert (told.reclamation_id, told.plot_code) == (waiting.reclamation_id, PLOT)
    reclamation = town.farms.get(Reclamation, waiting.reclamation_id)
    assert reclamation.review is ReviewState.DUE


def test_b9_a_polluted_plot_is_freed_for_the_class_whose_risk_is_acceptable():
    """[code.455]: under the conditions of the assessment, and for no stricter use."""
    town = Town()
    town.record()
    town.survey(SurveyOutcome.EXCEEDED, SECOND)
    assert town.ask(OFFICES).state is REFUSED
    waiting = town.ask(SHOPS)
    assert waiting.state is WAITS
    assert "风险评估" in waiting.reason

    town.assess(Risk.ACCEPTABLE, SECOND, "不得开采地下水")

    assert town.look(waiting).state is PASSES
    assert town.look(waiting).conditions == ("不得开采地下水",)
    assert town.ask(OFFICES).state is PASSES
    assert town.ask(HOUSING).state is WAITS
    assert town.ask(INDUSTRY, Procedure.SUPPLY).state is PASSES


def test_b9_an_assessment_whose_risk_is_not_acceptable_frees_nothing():
    """[code.455-456]: the plot awaits the register."""
    town = Town()
    town.record()
    town.survey(SurveyOutcome.EXCEEDED, SECOND)

    town.assess(Risk.UNACCEPTABLE, SECOND)

    assert town.ask(OFFICES).state is REFUSED


@pytest.mark.parametrize("suspected_first", [True, False])
def test_b10_a_polluted_plot_stands_on_the_map_and_is_known_to_agriculture(suspected_first):
    """[plan.8, code.455]: even one that was never suspected before."""
    town = Town()
    town.record()
    if suspected_first:
        town.suspect()

    town.survey(SurveyOutcome.EXCEEDED, FIRST)

    hold = town.land.get(Hold, PLOT)
    assert (hold.kind, hold.parcel_codes, hold.area) == (HoldKind.SUSPECTED, (PARCEL,), AREA)
    assert hold.finding == "超过筛选值（按第一类用地评价）"
    assert town.farms.get(KnownPlot, PLOT).polluted_on == TODAY
    town.assess(Risk.ACCEPTABLE, SECOND)
    assert "风险可接受" in town.land.get(Hold, PLOT).finding


def test_b10_a_clean_survey_that_comes_late_lifts_no_polluted_plot():
    """[code.455]."""
    town = Town()
    town.record()
    town.survey(SurveyOutcome.EXCEEDED, FIRST)

    town.land.deliver_event(reviewed(SurveyOutcome.CLEAN))
    town.farms.deliver_event(reviewed(SurveyOutcome.CLEAN))

    assert town.land.get(Hold, PLOT).kind is HoldKind.SUSPECTED
    assert town.farms.get(KnownPlot, PLOT).polluted_on == TODAY


@pytest.mark.parametrize("asked_use", [HOUSING, INDUSTRY])
def test_b13_what_was_stopped_goes_on_when_its_plot_leaves_the_register(asked_use):
    """[code.461]: 中止 is not 终止."""
    town = Town()
    town.record()
    record_permit(town.world)
    in_hand = town.ask(asked_use)
    assert in_hand.state is WAITS
    town.register()
    assert town.look(in_hand).state is STOPPED

    town.delist(land_class=FIRST)

    assert town.look(in_hand).state is PASSES
    (told,) = town.land.published(ProcedureResumed)
    assert (told.application_id, told.plot_code) == (in_hand.application_id, PLOT)


def test_b13_it_stays_stopped_while_another_registered_plot_lies_on_its_land():
    """[code.456]."""
    town = Town()
    town.record()
    in_hand = town.ask(HOUSING)
    town.register()
    town.land.deliver_event(replace(registered(), plot_code="140727-0004"))

    town.delist(land_class=FIRST)

    assert town.look(in_hand).state is STOPPED
    assert town.look(in_hand).plot_codes == ("140727-0004",)


def test_b13_an_answer_from_before_the_pause_decides_nothing():
    """[code.461]: a late refusal from the time on the register does not end a resumed procedure."""
    town = Town()
    town.record()
    in_hand = town.ask(HOUSING)
    town.register()
    town.delist()
    assert town.look(in_hand).state is WAITS

    late = GateBlocked(in_hand.application_id, GateReason.REGISTERED, (PLOT,), None, 1)
    town.land.deliver_event(late)
    town.land.deliver_event(
        GateBlocked(in_hand.application_id, GateReason.POLLUTED, (PLOT,), None, 1)
    )

    assert town.look(in_hand).state is WAITS


@pytest.mark.parametrize("given", ["polluted", "registered", "recorded"])
def test_c3_the_end_of_a_permit_is_answered_whatever_stands_against_its_plot(given):
    """[plan.5]: the answer does not wait for a suspicion that never comes."""
    town = Town()
    town.record()
    record_permit(town.world)
    if given == "polluted":
        town.survey(SurveyOutcome.EXCEEDED, SECOND)
    elif given == "registered":
        town.register()

    command = CancelPermit(PERMIT, CancellationKind.CANCELLED, "企业关闭", TODAY)
    town.environment.execute(cancel_permit, command)
    town.world.run_until_idle()

    (answer,) = town.land.published(ParcelAnswered)
    assert (answer.permit_number, answer.plot_code) == (PERMIT, PLOT)
    assert [(parcel.parcel_code, parcel.holder) for parcel in answer.parcels] == [
        (PARCEL, "祁县某某厂")
    ]


def test_b13_a_registered_plot_that_is_drawn_elsewhere_lets_its_old_land_go_on():
    """[code.456]: by a later provincial act; the land of its new area is frozen."""
    town = Town()
    town.record()
    in_hand = town.ask(HOUSING)
    town.register()
    assert town.look(in_hand).state is STOPPED

    elsewhere = PlotEntryChanged(PLOT, "某某", "140727", BESIDE, 41355.0, (), "某列2号", TODAY)
    town.land.deliver_event(elsewhere)
    town.world.run_until_idle()

    assert town.look(in_hand).state is not STOPPED
    assert len(town.land.published(ProcedureResumed)) == 1


def test_b8_a_registered_plot_that_is_drawn_over_approved_land_is_looked_back_for():
    """[code.456, plan.6]."""
    town = Town()
    approved = town.ask(SHOPS)
    town.land.deliver_event(registered(area=BESIDE))
    assert town.look(approved).review is ReviewState.NONE

    wider = PlotEntryChanged(PLOT, "某某", "140727", AREA, 41355.0, (), "某列2号", TODAY)
    town.land.deliver_event(wider)

    assert town.look(approved).review is ReviewState.DUE


def test_b12_land_whose_survey_was_drawn_twenty_centimetres_beside_is_covered():
    """Two surveys of one border differ by less than half a metre [code.454]."""
    town = Town()
    beside = square_around(112.334 + 0.2 / 88_700, 37.358, 41355.0)
    town.record(area=beside)
    town.survey(SurveyOutcome.CLEAN, FIRST)

    assert town.ask(HOUSING).state is PASSES


def test_b12_a_neighbour_that_shares_twenty_centimetres_of_border_is_not_frozen():
    """[code.456]: a shared border that was surveyed twice is no overlap."""
    town = Town()
    side = 41355.0**0.5
    neighbour = square_around(112.334 + (side - 0.2) / 88_700, 37.358, 41355.0)
    town.land.deliver_event(registered(area=neighbour))

    assert town.ask(SHOPS).state is PASSES


def test_c10_the_reason_of_a_suspicion_is_told_and_kept_with_the_hold():
    """[42号令 12, plan.8]."""
    town = Town()
    town.record()

    town.suspect()

    assert town.land.get(Hold, PLOT).reason == "有污染风险线索：储罐渗漏"
