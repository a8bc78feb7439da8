"""Surveys: submission is not review; both bureaus must give an opinion, in either order."""

import pytest
from environment_given import (
    PLOT,
    SHA,
    TODAY,
    TOMORROW,
    delist_plot,
    judge,
    opinion,
    plot_of,
    record_plot,
    register_plot,
    submit,
    survey,
    suspect,
)

from services.environment.plots.messages import LandClass, PlotState
from services.environment.surveys import handlers
from services.environment.surveys.domain import Survey, SurveyState
from services.environment.surveys.messages import (
    ReviewSurvey,
    SubmitSurvey,
    SurveyOutcome,
    SurveyReviewed,
    SurveySubmitted,
)
from services.natural_resources.surveys.messages import OpinionGiven
from shared.errors import ForbiddenError, InvalidInputError, NotFoundError, WrongStateError
from shared.messages.contract import contract_of
from shared.testing.world import World


@pytest.fixture
def world():
    made = World("environment")
    record_plot(made)
    return made


def reviewed(world):
    return world.environment.published(SurveyReviewed)


def test_a_filed_report_awaits_review(world):
    """[code.454; 环办土壤〔2019〕63号]: submission is not review."""
    made = submit(world)

    assert made.state is SurveyState.SUBMITTED
    assert plot_of(world).state is PlotState.UNDER_REVIEW
    (event,) = world.environment.published(SurveySubmitted)
    assert (event.survey_id, event.plot_code) == (made.survey_id, PLOT)
    assert event.report_sha256 == SHA
    assert not reviewed(world)


@pytest.mark.parametrize("first", ["environment", "natural_resources"])
def test_a_report_is_reviewed_when_both_bureaus_have_spoken(world, first):
    """[code.454-455]: the review is a joint one, in either order."""
    made = submit(world)
    if first == "environment":
        judge(world, made, SurveyOutcome.CLEAN)
    else:
        world.environment.deliver_event(opinion(made))
    assert not reviewed(world)

    if first == "environment":
        world.environment.deliver_event(opinion(made))
    else:
        judge(world, made, SurveyOutcome.CLEAN)

    (event,) = reviewed(world)
    assert (event.outcome, event.reviewed_on) == (SurveyOutcome.CLEAN, TODAY)
    assert world.environment.get(Survey, made.survey_id).state is SurveyState.REVIEWED
    assert plot_of(world).state is PlotState.CLEAN


def test_a_report_that_natural_resources_disagrees_with_fails(world):
    made = submit(world)
    judge(world, made, SurveyOutcome.CLEAN)

    world.environment.deliver_event(opinion(made, agrees=False))

    (event,) = reviewed(world)
    assert (event.outcome, event.note) == (SurveyOutcome.FAILED, "调查范围与宗地不符")
    assert plot_of(world).state is PlotState.SURVEY_DUE


def test_a_report_that_the_environment_bureau_fails_fails(world):
    assert survey(world, SurveyOutcome.FAILED).outcome is SurveyOutcome.FAILED

    assert plot_of(world).state is PlotState.SURVEY_DUE


def test_a_plot_over_the_screening_values_is_polluted(world):
    """[code.455; 42号令 14]."""
    survey(world, SurveyOutcome.EXCEEDED)

    plot = plot_of(world)
    assert (plot.state, plot.past) == (PlotState.POLLUTED, (PlotState.POLLUTED,))


def test_a_clean_survey_settles_a_suspicion_but_does_not_forget_it(world):
    suspect(world)

    survey(world, SurveyOutcome.CLEAN)

    plot = plot_of(world)
    assert (plot.state, plot.suspicion) == (PlotState.CLEAN, None)
    assert plot.past == (PlotState.SUSPECTED,)


def test_a_report_does_not_settle_a_suspicion_that_is_younger(world):
    made = submit(world)
    suspect(world)

    judge(world, made, SurveyOutcome.CLEAN)
    world.environment.deliver_event(opinion(made))

    assert reviewed(world)[0].outcome is SurveyOutcome.CLEAN
    assert plot_of(world).state is PlotState.SUSPECTED


@pytest.mark.parametrize("outcome", SurveyOutcome)
def test_a_registered_plot_stays_registered_whatever_a_survey_says(world, outcome):
    """[code.456, code.461]: only the province delists a plot."""
    register_plot(world)

    survey(world, outcome)

    assert plot_of(world).state is PlotState.REGISTERED


def test_a_plot_that_is_registered_while_its_report_lies_in_review_stays_so(world):
    made = submit(world)
    register_plot(world)

    world.environment.deliver_event(opinion(made))
    judge(world, made, SurveyOutcome.CLEAN)

    assert plot_of(world).state is PlotState.REGISTERED


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (SurveyOutcome.CLEAN, PlotState.DELISTED),
        (SurveyOutcome.FAILED, PlotState.DELISTED),
        (SurveyOutcome.EXCEEDED, PlotState.POLLUTED),
    ],
)
def test_a_delisted_plot_stays_so_unless_it_is_found_polluted(world, outcome, state):
    register_plot(world)
    delist_plot(world)

    survey(world, outcome)

    assert plot_of(world).state is state


def test_a_polluted_plot_is_not_cleared_by_a_second_survey(world):
    """[code.455]: a plot over the limits proceeds to risk assessment."""
    survey(world, SurveyOutcome.EXCEEDED)

    with pytest.raises(WrongStateError, match="风险评估"):
        submit(world)


def test_a_plot_has_one_report_in_review_at_a_time(world):
    made = submit(world)

    with pytest.raises(WrongStateError, match=made.survey_id):
        submit(world)


def test_a_failed_report_may_be_followed_by_a_better_one(world):
    survey(world, SurveyOutcome.FAILED)

    survey(world, SurveyOutcome.CLEAN)

    assert plot_of(world).state is PlotState.CLEAN


def test_a_bureau_judges_a_report_once(world):
    made = submit(world)
    judge(world, made, SurveyOutcome.CLEAN)

    with pytest.raises(WrongStateError, match=f"{made.survey_id}.*不能重复评审"):
        judge(world, made, SurveyOutcome.EXCEEDED)


def test_a_reviewed_report_cannot_be_reviewed_again(world):
    made = survey(world, SurveyOutcome.CLEAN)

    with pytest.raises(WrongStateError):
        judge(world, made, SurveyOutcome.FAILED)
    world.environment.deliver_event(opinion(made, agrees=False), event_id="late")

    assert len(reviewed(world)) == 1
    assert plot_of(world).state is PlotState.CLEAN


def test_an_opinion_delivered_twice_changes_nothing_more(world):
    made = submit(world)
    world.environment.deliver_event(opinion(made), event_id="e1")
    once = world.environment.snapshot()

    world.environment.deliver_event(opinion(made), event_id="e1")

    assert world.environment.snapshot() == once


def test_an_opinion_of_an_unknown_report_waits_in_its_lane(world):
    world.environment.deliver_event(OpinionGiven("调查-1", PLOT, True, "同意"))

    (lane,) = world.environment.lanes()
    assert "没有编号为“调查-1”的调查报告" in lane.error


def test_an_unknown_report_cannot_be_judged(world):
    command = ReviewSurvey("调查-1", SurveyOutcome.CLEAN, "可信")

    with pytest.raises(NotFoundError, match="调查-1"):
        world.environment.execute(handlers.review_survey, command)


def test_a_report_on_an_unknown_plot_is_refused(world):
    with pytest.raises(NotFoundError, match="140727-0099"):
        submit(world, "140727-0099")


def test_a_report_is_not_filed_tomorrow(world):
    with pytest.raises(InvalidInputError, match="submitted_on：不能晚于今天"):
        submit(world, on=TOMORROW)


def test_every_wrong_field_of_a_report_is_named():
    wrong = {
        "plot_code": "祁县-1",
        "title": "",
        "compiled_by": "山西某某环境科技有限公司",
        "report_sha256": "abc",
    }

    with pytest.raises(InvalidInputError) as refused:
        contract_of(SubmitSurvey).load(wrong)

    fields = {fault.field for fault in refused.value.faults}
    assert fields == {"plot_code", "title", "report_sha256", "submitted_on"}


def test_a_plot_suspected_anew_while_its_report_lay_in_review_is_told_to_stand(world):
    """Sensitive procedures on a suspected plot are held until the suspicion is settled [plan.8]."""
    made = submit(world)
    suspect(world)

    judge(world, made, SurveyOutcome.CLEAN)
    world.environment.deliver_event(opinion(made))

    (event,) = reviewed(world)
    assert event.outcome is SurveyOutcome.CLEAN
    assert event.suspicion_stands
    assert plot_of(world).state is PlotState.SUSPECTED


def test_a_clean_review_leaves_no_suspicion(world):
    suspect(world)

    survey(world, SurveyOutcome.CLEAN)

    (event,) = reviewed(world)
    assert not event.suspicion_stands


def test_who_filed_a_report_does_not_judge_it(world):
    """[code.454]: submission and review are done by different persons."""
    made = submit(world)

    with pytest.raises(ForbiddenError, match="由另一人办理"):
        judge(world, made, SurveyOutcome.CLEAN, actor="clerk-1")

    assert judge(world, made, SurveyOutcome.CLEAN, actor="officer-1").judged_by == "officer-1"


def test_a_review_is_not_milder_than_the_report_itself(world):
    """[code.455]: no review turns a report over the limits into a clean one."""
    made = submit(world, conclusion=SurveyOutcome.EXCEEDED)

    with pytest.raises(InvalidInputError, match="不能更轻"):
        judge(world, made, SurveyOutcome.CLEAN)

    assert judge(world, made, SurveyOutcome.EXCEEDED).judged is SurveyOutcome.EXCEEDED


def test_a_report_does_not_conclude_that_it_failed_its_review():
    filed = {
        "plot_code": PLOT,
        "title": "调查报告",
        "compiled_by": "某某公司",
        "report_sha256": SHA,
        "submitted_on": "2026-10-08",
        "conclusion": "未通过评审",
    }

    with pytest.raises(InvalidInputError, match="conclusion"):
        contract_of(SubmitSurvey).load(filed)


def test_a_review_tells_its_class_and_the_ground_of_a_polluted_plot(world):
    """[plan.8, GB 36600 5.3.1]."""
    survey(world, SurveyOutcome.EXCEEDED, land_class=LandClass.SECOND)

    (event,) = reviewed(world)
    assert (event.land_class, event.area) == (LandClass.SECOND, plot_of(world).area)


@pytest.mark.parametrize("known", [LandClass.FIRST, LandClass.SECOND, None])
def test_what_is_suspected_anew_is_clean_for_no_class(world, known):
    """[code.454]."""
    survey(world, SurveyOutcome.CLEAN, land_class=known)

    suspect(world)

    assert (plot_of(world).clean_for, plot_of(world).clean_on) == ((), None)
