"""Completeness and publication of survey reports, from the submission to the joint result."""

from datetime import date

import pytest
from environment_given import TODAY, TOMORROW, judge, plot_of, record_plot, submit, suspect
from samples_given import (
    CLEAN,
    FAILED,
    a_report,
    a_sample,
    a_sheet,
    basic,
    check,
    decide,
    hand_in,
)

from services.environment.plots.messages import PlotState
from services.environment.service import Environment
from services.environment.surveys import handlers
from services.environment.surveys.domain import Survey, SurveyState
from services.environment.surveys.messages import (
    CheckCompleteness,
    CompletenessChecked,
    CompletenessOutcome,
    PublishSurvey,
    SurveyPublished,
    SurveyReviewed,
)
from services.natural_resources.surveys.domain import OpinionState, Review
from services.natural_resources.surveys.handlers import give_opinion
from services.natural_resources.surveys.messages import GiveOpinion
from shared.errors import ForbiddenError, InvalidInputError, NotFoundError, WrongStateError
from shared.messages import Classification, meta_of
from shared.messages.contract import contract_of
from shared.testing.world import World
from shared.web import Role
from shared.web.routes import routes_of

COMPLETE, RETURNED = CompletenessOutcome
URL = "https://www.example.gov.cn/survey/1"
UNTIL = date(2026, 10, 23)


@pytest.fixture
def world():
    made = World("environment", "natural_resources")
    record_plot(made)
    return made


def review(world, survey):
    world.run_until_idle()
    return world.natural_resources.get(Review, survey.survey_id)


def agree(world, survey):
    world.run_until_idle()
    command = GiveOpinion(survey.survey_id, True, "同意")
    world.natural_resources.execute(give_opinion, command)
    world.run_until_idle()


def publish(world, survey, since=TODAY, until=UNTIL, url=URL):
    command = PublishSurvey(survey.survey_id, url, since, until)
    return world.environment.execute(handlers.publish_survey, command)


def test_a_report_goes_from_submission_over_completeness_and_publication_to_its_result(world):
    """[code.454-455; 环办土壤〔2019〕63号]."""
    made = hand_in(world, a_report(a_sheet()))
    checked = check(world, made)
    assert (checked.completeness, checked.checked_by, checked.checked_on) == (
        COMPLETE,
        "officer-1",
        TODAY,
    )
    publish(world, made)
    decide(world, made, CLEAN)
    agree(world, made)

    assert world.environment.get(Survey, made.survey_id).state is SurveyState.REVIEWED
    assert plot_of(world).state is PlotState.CLEAN
    order = [meta_of(event).name for event in world.environment.published()]
    assert order == [
        "survey.submitted",
        "survey.completeness_checked",
        "survey.published",
        "survey_judgement.given",
        "survey.reviewed",
    ]


def test_a_report_with_a_phase_is_not_judged_before_it_was_checked(world):
    made = hand_in(world, a_report(a_sheet()))

    with pytest.raises(WrongStateError, match="尚未审查完整性"):
        decide(world, made, CLEAN)


def test_who_submitted_a_report_neither_checks_nor_judges_it(world):
    made = hand_in(world, a_report(a_sheet()))

    with pytest.raises(ForbiddenError, match="完整性审查须由另一人办理"):
        check(world, made, actor="clerk-1")
    check(world, made)
    with pytest.raises(ForbiddenError, match="由另一人办理"):
        decide(world, made, CLEAN, actor="clerk-1")


@pytest.mark.parametrize(
    ("missing", "named"),
    [
        ({"compiler_code": None}, "编制单位统一社会信用代码"),
        ({"laboratory": None}, "检测单位"),
        ({"laboratory_code": None}, "检测单位统一社会信用代码"),
    ],
)
def test_a_report_with_a_gap_in_form_is_not_complete(world, missing, named):
    made = hand_in(world, a_report(a_sheet(), **missing))

    with pytest.raises(InvalidInputError, match=f"{named}.*退回补正"):
        check(world, made)

    returned = check(world, made, RETURNED)
    assert any(named in gap for gap in returned.gaps)


def test_gaps_of_samples_are_named_and_do_not_hinder_a_judgement(world):
    """A detailed survey measures what exceeded before: complete, but it finds no clean soil."""
    made = hand_in(world, a_report(a_sheet(a_sample({"砷": 200, "铅": 1}))))

    checked = check(world, made)

    (gap,) = checked.gaps
    assert gap.startswith("未检测基本项目：镉、")
    assert len(gap) <= 200
    (event,) = world.environment.published(CompletenessChecked)
    assert (event.outcome, event.gaps) == (COMPLETE, (gap,))
    assert decide(world, made, FAILED).judged is FAILED


@pytest.mark.parametrize("outcome", CompletenessOutcome)
def test_gaps_and_outcome_do_not_contradict_each_other(world, outcome):
    made = hand_in(world, a_report(a_sheet()))
    gaps = ("缺少附图",) if outcome is COMPLETE else ()

    with pytest.raises(InvalidInputError) as refused:
        check(world, made, outcome, *gaps)

    assert refused.value.faults[0].field == "gaps"


def test_a_returned_report_is_at_its_end_and_the_plot_still_to_be_surveyed(world):
    """[code.454]: a supplemented report is submitted anew."""
    suspect(world)
    made = hand_in(world, a_report(a_sheet()))
    assert review(world, made).state is OpinionState.AWAITING

    returned = check(world, made, RETURNED, "缺少检测报告")

    assert (returned.is_returned, returned.gaps) == (True, ("缺少检测报告",))
    assert (returned.state, returned.outcome) == (SurveyState.REVIEWED, FAILED)
    plot = plot_of(world)
    assert (plot.state, plot.suspicion is not None) == (PlotState.SURVEY_DUE, True)
    assert review(world, made).returned
    assert not world.environment.published(SurveyReviewed)
    with pytest.raises(WrongStateError, match="退回补正"):
        decide(world, made, CLEAN)
    with pytest.raises(WrongStateError, match="退回补正"):
        publish(world, made)
    with pytest.raises(WrongStateError, match="无须出具意见"):
        world.natural_resources.execute(give_opinion, GiveOpinion(made.survey_id, True, "同意"))

    again = hand_in(world, a_report(a_sheet()))
    check(world, again)
    decide(world, again, CLEAN)
    agree(world, again)
    assert plot_of(world).state is PlotState.CLEAN


def test_an_opinion_that_was_given_before_the_return_changes_nothing(world):
    made = hand_in(world, a_report(a_sheet()))
    agree(world, made)

    check(world, made, RETURNED, "缺少检测报告")
    world.run_until_idle()

    kept = review(world, made)
    assert (kept.agrees, kept.returned) == (True, True)
    assert not world.environment.published(SurveyReviewed)
    assert plot_of(world).state is PlotState.SURVEY_DUE


def test_an_opinion_that_crosses_the_return_concludes_nothing(world):
    made = hand_in(world, a_report(a_sheet()))
    world.run_until_idle()
    world.natural_resources.execute(give_opinion, GiveOpinion(made.survey_id, True, "同意"))

    check(world, made, RETURNED, "缺少检测报告")
    world.run_until_idle()

    assert not world.environment.published(SurveyReviewed)
    assert world.environment.lanes() == world.natural_resources.lanes() == []


def test_a_report_is_checked_once(world):
    made = hand_in(world, a_report(a_sheet()))
    check(world, made)

    with pytest.raises(WrongStateError, match="已审查完整性（完整）"):
        check(world, made, RETURNED, "缺少附图")


def test_the_same_check_sent_again_is_one_check(world):
    made = hand_in(world, a_report(a_sheet()))
    command = CheckCompleteness(made.survey_id, COMPLETE)

    for _ in range(2):
        world.environment.execute(handlers.check_completeness, command, actor="officer-1", key="k1")

    assert len(world.environment.published(CompletenessChecked)) == 1


def test_a_report_without_a_phase_may_be_checked_and_need_not_be(world):
    """Reports of release 0.1.0 go to judgement at once."""
    made = submit(world)

    assert check(world, made).completeness is COMPLETE
    assert judge(world, made, CLEAN, actor="officer-2").judged is CLEAN


def test_a_report_that_was_judged_is_not_checked_any_more(world):
    made = submit(world)
    judge(world, made, CLEAN)

    with pytest.raises(WrongStateError, match="已评审"):
        check(world, made)


def test_an_unknown_report_is_neither_checked_nor_published(world):
    for handle, command in (
        (handlers.check_completeness, CheckCompleteness("调查-1", COMPLETE)),
        (handlers.publish_survey, PublishSurvey("调查-1", URL, TODAY, UNTIL)),
    ):
        with pytest.raises(NotFoundError, match="调查-1"):
            world.environment.execute(handle, command)


def test_the_review_of_an_unknown_report_waits_in_its_lane(world):
    event = CompletenessChecked("调查-1", "140727-0003", RETURNED, ("缺少附图",), TODAY)

    world.natural_resources.deliver_event(event)

    (lane,) = world.natural_resources.lanes()
    assert "调查-1" in lane.error


def test_a_completeness_that_arrives_twice_changes_nothing_more(world):
    made = hand_in(world, a_report(a_sheet()))
    check(world, made, RETURNED, "缺少附图")
    world.run_until_idle()
    once = world.natural_resources.snapshot()
    (event,) = world.environment.published(CompletenessChecked)
    sent = next(each for each in world.environment.sent() if each.type == meta_of(event).type)

    world.natural_resources.deliver(sent)

    assert world.natural_resources.snapshot() == once


def test_a_publication_is_public_and_has_its_time(world):
    """[环办土壤〔2019〕63号]."""
    made = submit(world)

    kept = publish(world, made)

    assert (kept.published_url, kept.published_from, kept.published_until) == (URL, TODAY, UNTIL)
    (event,) = world.environment.published(SurveyPublished)
    assert (event.title, event.url, event.published_until) == (made.title, URL, UNTIL)
    assert meta_of(event).classification is Classification.PUBLIC


@pytest.mark.parametrize(
    ("since", "until", "field"),
    [(TOMORROW, UNTIL, "published_from"), (TODAY, date(2026, 10, 7), "published_until")],
)
def test_a_publication_with_impossible_days_is_refused(world, since, until, field):
    made = submit(world)

    with pytest.raises(InvalidInputError) as refused:
        publish(world, made, since, until)

    assert refused.value.faults[0].field == field


def test_a_report_is_published_once(world):
    made = submit(world)
    publish(world, made)

    with pytest.raises(WrongStateError, match="不能重复登记"):
        publish(world, made)


def test_a_publication_needs_an_address_of_the_web():
    with pytest.raises(InvalidInputError, match="https://"):
        contract_of(PublishSurvey).load(
            {
                "survey_id": "调查-1",
                "url": "www.example.gov.cn",
                "published_from": "2026-10-08",
                "published_until": "2026-10-23",
            }
        )


def test_a_second_report_waits_for_the_first(world):
    made = hand_in(world, a_report(a_sheet(a_sample(basic()))))

    with pytest.raises(WrongStateError, match=made.survey_id):
        hand_in(world, a_report(a_sheet()))


def test_a_clerk_submits_and_publishes_and_an_officer_checks():
    roles = {method.__name__: route.roles for route, method in routes_of(Environment)}

    assert roles["post_survey"] == roles["post_publication"] == {Role.CLERK}
    assert roles["post_completeness"] == {Role.OFFICER}
    assert roles["post_review"] == {Role.CLERK, Role.OFFICER}
