"""A survey with samples through both bureaus, and what the gate makes of its result."""

from datetime import date

import pytest
from city_given import BLANK, CROPLAND, HOUSING, INDUSTRY, OFFICES, Town
from samples_given import (
    CLEAN,
    OVER,
    a_farm_sample,
    a_report,
    a_sample,
    a_sheet,
    basic,
    elements,
)

from services.environment.plots.messages import LandClass
from services.environment.surveys import handlers
from services.environment.surveys.domain import Survey
from services.environment.surveys.messages import (
    CheckCompleteness,
    CompletenessOutcome,
    PublishSurvey,
    ReviewSurvey,
    SurveyOutcome,
)
from services.natural_resources.applications.domain import ApplicationState
from services.natural_resources.surveys.handlers import give_opinion
from services.natural_resources.surveys.messages import GiveOpinion
from shared.errors import InvalidInputError

FIRST, SECOND, FARMLAND = LandClass
PASSES, WAITS = ApplicationState.APPROVED, ApplicationState.DEFERRED
REFUSED = ApplicationState.REFUSED
LEAD = 500
"""Over the screening value of the first class (400 mg/kg), under that of the second (800)."""


def surveyed(town, sheet, land_class, outcome, uses=()):
    """Take a report through every step, each by another person."""
    office, world = town.environment, town.world
    made = office.execute(handlers.submit_survey, a_report(sheet, land_class, uses=uses))
    number = made.survey_id
    check = CheckCompleteness(number, CompletenessOutcome.COMPLETE)
    office.execute(handlers.check_completeness, check, actor="officer-1")
    url = "https://www.example.gov.cn/survey/1"
    notice = PublishSurvey(number, url, date(2026, 10, 8), date(2026, 10, 23))
    office.execute(handlers.publish_survey, notice)
    said = ReviewSurvey(number, outcome, "可信")
    office.execute(handlers.review_survey, said, actor="officer-2")
    world.run_until_idle()
    town.land.execute(give_opinion, GiveOpinion(number, True, "同意"))
    world.run_until_idle()
    return office.get(Survey, number)


@pytest.mark.parametrize(
    ("land_class", "sheet", "wanted", "becomes"),
    [
        (FIRST, a_sheet(), HOUSING, PASSES),
        (FIRST, a_sheet(), OFFICES, PASSES),
        (FIRST, a_sheet(), CROPLAND, WAITS),
        (SECOND, a_sheet(a_sample(basic(铅=LEAD))), OFFICES, PASSES),
        (SECOND, a_sheet(a_sample(basic(铅=LEAD))), INDUSTRY, PASSES),
        (SECOND, a_sheet(a_sample(basic(铅=LEAD))), HOUSING, WAITS),
        (FARMLAND, a_sheet(a_farm_sample(elements())), CROPLAND, PASSES),
        (FARMLAND, a_sheet(a_farm_sample(elements())), HOUSING, WAITS),
    ],
)
def test_clean_samples_open_the_gate_for_the_uses_of_their_class(
    land_class, sheet, wanted, becomes
):
    """[GB 36600 5.3.1, GB 15618, code.446, code.454-455]."""
    town = Town()
    town.record()

    done = surveyed(town, sheet, land_class, CLEAN)

    assert done.outcome is CLEAN
    assert town.ask(wanted).state is becomes


def test_lead_that_is_fine_for_offices_is_not_fine_for_housing():
    """[GB 36600]: the same soil, by the limits of two classes."""
    sheet = a_sheet(a_sample(basic(铅=LEAD)))
    town = Town()
    town.record()

    with pytest.raises(InvalidInputError, match="超过筛选值"):
        surveyed(town, sheet, FIRST, CLEAN)

    other = Town()
    other.record()
    assert surveyed(other, sheet, FIRST, OVER).outcome is OVER
    assert other.ask(HOUSING).state is REFUSED


def test_a_report_that_is_clean_for_offices_leaves_an_unclear_use_beside_them_waiting():
    """[GB 36600 5.3.1]: an unclear use is first class."""
    town = Town()
    town.record()
    surveyed(town, a_sheet(), SECOND, CLEAN, (OFFICES,))

    assert town.ask(OFFICES, further=(BLANK,)).state is WAITS
    assert town.ask(OFFICES).state is PASSES


def test_a_judgement_without_samples_is_that_of_the_people():
    """Reports of release 0.1.0."""
    town = Town()
    town.record()

    town.survey(SurveyOutcome.CLEAN, FIRST)

    assert town.ask(HOUSING).state is PASSES
