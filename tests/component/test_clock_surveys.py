"""Clocks of a survey report: completeness, judgement, publication, and what a return ends."""

from datetime import date, timedelta

import pytest
from clock_given import LAND, SOIL, Office, at
from test_coordination_reactions import PLOT

from services.coordination.clocks.states import ObligationState as State
from services.environment.surveys.messages import (
    CompletenessChecked,
    CompletenessOutcome,
    JudgementGiven,
    SurveyOutcome,
    SurveyPublished,
    SurveyRequired,
    SurveySubmitted,
)
from services.environment.surveys.parts import SurveyPhase
from services.natural_resources.surveys.messages import OpinionGiven
from shared.testing.world import envelope_of

DAY = date(2026, 10, 12)
MONDAY = at("10-12 09:00")
COMPLETE, RETURNED = CompletenessOutcome
NEW = ("completeness", "judgement", "survey-publication")


@pytest.fixture
def office():
    made = Office()
    made.world.now = MONDAY
    return made


def submitted(phase=SurveyPhase.PRELIMINARY):
    return SurveySubmitted("s-1", PLOT, "报告", "某某公司", "9f" * 32, DAY, phase=phase)


def checked(outcome=COMPLETE, *gaps):
    return CompletenessChecked("s-1", PLOT, outcome, gaps, DAY)


def published():
    url = "https://www.example.gov.cn/survey/1"
    return SurveyPublished("s-1", PLOT, "报告", url, DAY, date(2026, 10, 27))


def bring(office, *events):
    for event in events:
        office.world.now += timedelta(minutes=1)
        now = office.world.now
        office.department.deliver(envelope_of(event, now.isoformat(), at=now))


def states(office, *rules):
    return [office.clock(rule).state for rule in rules]


@pytest.mark.parametrize("phase", SurveyPhase)
def test_a_report_with_a_phase_starts_completeness_and_publication(office, phase):
    """Two working days [X] and five [C], from Monday the 12th of October."""
    bring(office, submitted(phase))

    completeness, publication = office.clock("completeness"), office.clock("survey-publication")
    assert (completeness.owner, completeness.mark) == (SOIL, "X")
    assert completeness.last_day == date(2026, 10, 14)
    assert (publication.owner, publication.mark) == (SOIL, "C")
    assert publication.last_day == date(2026, 10, 19)
    assert office.clock("opinion").owner == LAND
    assert office.clocks("judgement") == []


def test_a_report_without_a_phase_has_the_clock_of_release_0_1_0_alone(office):
    bring(office, submitted(None))

    assert [office.clocks(rule) for rule in NEW] == [[], [], []]
    assert office.clock("opinion").state is State.RUNNING


def test_a_complete_report_is_judged_within_five_working_days(office):
    bring(office, submitted(), checked())

    assert office.clock("completeness").state is State.FULFILLED
    judgement = office.clock("judgement")
    assert (judgement.owner, judgement.mark) == (SOIL, "X")
    assert judgement.last_day == date(2026, 10, 19)

    bring(office, JudgementGiven("s-1", PLOT, SurveyOutcome.CLEAN, DAY), published())
    bring(office, OpinionGiven("s-1", PLOT, True, "同意"))
    assert set(states(office, *NEW, "opinion")) == {State.FULFILLED}


def test_a_returned_report_ends_what_is_owed_for_it_and_leaves_the_survey_to_be_done(office):
    """[code.454] The plot must still be surveyed: its clock starts again."""
    bring(office, SurveyRequired(PLOT, "拟变更为一住两公用地", DAY), submitted())
    assert states(office, "survey") == [State.FULFILLED]

    bring(office, checked(RETURNED, "缺少附图"))

    assert states(office, "completeness") == [State.FULFILLED]
    assert states(office, "opinion", "survey-publication") == [State.WITHDRAWN, State.WITHDRAWN]
    assert office.clocks("judgement") == []
    assert [each.state for each in office.clocks("survey")] == [State.FULFILLED, State.RUNNING]


def test_a_judgement_that_arrives_before_its_check_is_matched(office):
    bring(office, submitted(), JudgementGiven("s-1", PLOT, SurveyOutcome.CLEAN, DAY))

    office.department.deliver(envelope_of(checked(), "late", at=office.world.now))

    assert states(office, "completeness", "judgement") == [State.FULFILLED, State.FULFILLED]


def test_a_report_that_is_not_checked_in_time_is_overdue(office):
    bring(office, submitted())

    office.at("10-15 00:01")

    assert office.clock("completeness").state is State.OVERDUE
