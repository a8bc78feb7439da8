"""The city lists polluted plots with their grade; heavy pollution rules housing and schools out."""

import pytest
from city_given import HOUSING, INDUSTRY, OFFICES, SCHOOL, SHOPS, Town
from land_given import PLOT, TODAY
from offices_given import CITY, QIXIAN

from services.coordination.clocks.domain import Obligation
from services.coordination.clocks.states import ObligationState
from services.environment.assessments.messages import Risk
from services.environment.plots.domain import Plot
from services.environment.plots.messages import LandClass, PlotState
from services.environment.polluted.domain import is_ruled_out
from services.environment.polluted.handlers import list_polluted
from services.environment.polluted.messages import (
    FormerTrade,
    ListPolluted,
    PollutedListed,
    RiskGrade,
)
from services.environment.surveys.messages import SurveyOutcome
from services.natural_resources.applications.domain import ApplicationState
from services.natural_resources.overlay.domain import Hold
from shared.errors import ForbiddenError, WrongStateError
from shared.testing.world import World
from shared.vocabulary import LandScheme, LandUse

COKING, OTHER = FormerTrade.COKING, FormerTrade.OTHER


def polluted() -> Town:
    town = Town()
    town.record()
    town.suspect()
    town.survey(SurveyOutcome.EXCEEDED, LandClass.FIRST)
    return town


def listing(trade=COKING, *, heavy=True, number="晋中环函〔2026〕1号") -> ListPolluted:
    return ListPolluted(PLOT, number, RiskGrade.HIGH, trade, heavy, TODAY)


def listed(town: Town, **said) -> Plot:
    made = town.environment.execute(list_polluted, listing(**said), division=CITY)
    town.world.run_until_idle()
    return made


def test_the_city_lists_a_polluted_plot_and_the_overlay_shows_its_grade():
    town = polluted()

    plot = listed(town)

    assert (plot.state, plot.risk_grade, plot.former_trade) == (
        PlotState.POLLUTED,
        RiskGrade.HIGH,
        COKING,
    )
    [event] = town.environment.published(PollutedListed)
    assert (event.grade, event.county) == (RiskGrade.HIGH, QIXIAN)
    shown = town.land.get(Hold, PLOT).finding
    assert shown == "超过筛选值（按第一类用地评价）（市级名录：高风险，焦化，重度污染）"
    assert listed(town) == plot
    assert len(town.environment.published(PollutedListed)) == 1


def test_only_the_city_lists_and_only_what_exceeds_the_limits():
    town = Town()
    town.record()
    with pytest.raises(WrongStateError, match="已登记"):
        listed(town)
    with pytest.raises(ForbiddenError, match="祁县"):
        town.environment.execute(list_polluted, listing(), division="140728")


@pytest.mark.parametrize(
    ("trade", "heavy", "use", "state"),
    [
        (COKING, True, HOUSING, ApplicationState.REFUSED),
        (COKING, True, SCHOOL, ApplicationState.REFUSED),
        (FormerTrade.PESTICIDE, True, HOUSING, ApplicationState.REFUSED),
        (FormerTrade.CHEMICAL, True, SCHOOL, ApplicationState.REFUSED),
        (COKING, True, OFFICES, ApplicationState.APPROVED),
        (COKING, True, INDUSTRY, ApplicationState.APPROVED),
        (COKING, False, HOUSING, ApplicationState.APPROVED),
        (OTHER, True, HOUSING, ApplicationState.APPROVED),
        (OTHER, True, SHOPS, ApplicationState.APPROVED),
    ],
)
def test_no_assessment_brings_housing_or_a_school_to_heavily_polluted_land(
    trade, heavy, use, state
):
    """[plan.6]: 农药、焦化、化工重度污染地块严禁规划学校、住宅."""
    town = polluted()
    listed(town, trade=trade, heavy=heavy)
    town.assess(Risk.ACCEPTABLE, LandClass.FIRST, "不得开采地下水")

    application = town.ask(use)

    assert application.state is state
    if state is ApplicationState.REFUSED:
        assert "严禁规划为住宅、学校" in application.reason


def test_what_left_the_register_for_housing_serves_housing():
    town = polluted()
    listed(town)
    town.register()
    town.delist(land_class=LandClass.FIRST)

    assert town.ask(HOUSING).state is ApplicationState.APPROVED


@pytest.mark.parametrize(
    ("scheme", "code", "ruled_out"),
    [
        (LandScheme.PLANNING, "0701", True),
        (LandScheme.PLANNING, "080403", True),
        (LandScheme.PLANNING, "08", True),
        (LandScheme.PLANNING, "0801", False),
        (LandScheme.PLANNING, "1001", False),
        (LandScheme.SURVEY_3, "08H2", True),
        (LandScheme.GBT_21010, "0701", True),
        (LandScheme.GB_50137, "R2", True),
        (LandScheme.GB_50137, "A33", True),
        (LandScheme.GB_50137, "A3", True),
        (LandScheme.GB_50137, "A1", False),
    ],
)
def test_schools_and_housing_are_known_by_the_codes_of_each_scheme(scheme, code, ruled_out):
    town = polluted()
    plot = listed(town)

    assert is_ruled_out(plot, LandUse(scheme, code)) is ruled_out


def test_the_city_has_ten_working_days_to_list_a_plot():
    """[42号令 14]; the number of days is a setting."""
    town = Town()
    town.world.departments |= World("coordination").departments
    town.world.departments["coordination"] = office = town.world.coordination
    town.record()
    town.survey(SurveyOutcome.EXCEEDED, LandClass.FIRST)
    [clock] = [each for each in office.store.all(Obligation) if each.rule == "polluted-listing"]
    assert (clock.owner, clock.length, clock.open) == ("environment", 10, True)

    listed(town)

    [clock] = [each for each in office.store.all(Obligation) if each.rule == "polluted-listing"]
    assert clock.state is ObligationState.FULFILLED
