"""Matters move between the city and its counties; cases stay at their level."""

from dataclasses import replace

import pytest
from casework_given import DUMPING, FILE, referral, verification
from land_given import AREA, PARCEL, TODAY
from offices_given import CITY, PINGYAO, QIXIAN, ZONE, OfficeApi

from services.agriculture.service import Agriculture
from services.casework.cases import handlers as cases
from services.casework.cases.commands import HandOverCase
from services.casework.cases.domain import Case
from services.casework.clues import handlers as clues
from services.casework.clues.domain import Clue
from services.casework.commands import AcceptClue, DecideReferral
from services.casework.messages import CaseReferred
from services.casework.reports import handlers as reports
from services.casework.steps.messages import CaseStepTaken
from services.casework.timelines.domain import KeptClock
from services.coordination.clocks.domain import Obligation
from services.environment.plots import handlers as plots
from services.environment.plots.domain import Plot
from services.environment.plots.messages import RecordPlot, SuspectPlot
from services.environment.register import handlers as register
from services.environment.register.messages import RegisterPlot
from services.environment.service import Environment
from services.environment.surveys import handlers as surveys
from services.environment.surveys.messages import SubmitSurvey, SurveySubmitted
from services.jurisdiction.domain import JurisdictionChange
from services.jurisdiction.messages import (
    HandDownMatter,
    MatterHandedDown,
    MatterTakenUp,
    TakeUpMatter,
)
from services.natural_resources.applications import handlers as applications
from services.natural_resources.applications.domain import Application
from services.natural_resources.applications.messages import Procedure, RequestProcedure
from services.natural_resources.overlay.domain import Hold
from services.natural_resources.parcels import handlers as parcels
from services.natural_resources.parcels.messages import RegisterParcel
from services.natural_resources.surveys.domain import Review
from services.public_security.cases import handlers as filing
from services.public_security.cases.commands import ForwardCase, ReceiptCase
from services.public_security.cases.domain import ReferredCase
from shared.clock.system import system_clock
from shared.errors import ForbiddenError, InvalidInputError, NotFoundError, WrongStateError
from shared.local.dev_keys import create_dev_keys
from shared.testing.world import World
from shared.vocabulary import LandScheme, LandUse
from shared.web.auth import Role

PLOT = "140727-0007"
MATTERS = Environment.matters
WHY = "跨县区污染，由市级统一办理"


@pytest.fixture
def world():
    return World("environment", "natural_resources", "public_security")


def taken_up(world, kind, key):
    command = TakeUpMatter(kind, key, WHY)
    return world.environment.execute(MATTERS.take_up, command, division=CITY, actor="head-0")


def handed_down(world, kind, key, to):
    command = HandDownMatter(kind, key, to, "由属地办理")
    return world.environment.execute(MATTERS.hand_down, command, division=CITY, actor="head-0")


def reported(world, division, county=QIXIAN):
    report = world.natural_resources.execute(
        reports.report_clue, replace(DUMPING, county=county), division=division
    )
    world.run_until_idle()
    return report.clue_id


def suspected_crime(world, division):
    clue_id = reported(world, division)
    world.environment.execute(clues.accept_clue, AcceptClue(clue_id), division=division)
    world.environment.execute(clues.verify_clue, verification(clue_id), division=division)
    return clue_id


def sent(world, division, clue_id):
    act = world.environment.execute
    case = act(cases.propose_referral, referral(clue_id, FILE), division=division)
    decision = DecideReferral(case.case_id, True, "事实清楚，同意移送")
    act(cases.decide_referral, decision, actor="head-1", division=division)
    act(cases.hand_over, HandOverCase(case.case_id), division=division)
    world.run_until_idle()
    return case.case_id


def recorded_plot(world, county=QIXIAN, code=PLOT):
    command = RecordPlot(code, "某某焦化厂地块", county, AREA, 41355.0)
    return world.environment.execute(plots.record_plot, command, division=county)


def test_the_city_takes_a_matter_up_and_hands_it_down_each_recorded(world):
    recorded_plot(world)
    suspicion = SuspectPlot(PLOT, "储罐渗漏", TODAY)

    change = taken_up(world, "地块", PLOT)
    with pytest.raises(ForbiddenError, match="晋中市"):
        world.environment.execute(plots.suspect_plot, suspicion, division=QIXIAN)
    handed_down(world, "地块", PLOT, QIXIAN)
    world.environment.execute(plots.suspect_plot, suspicion, division=QIXIAN)

    assert (change.from_division, change.to_division, change.reason) == (QIXIAN, CITY, WHY)
    assert change.changed_by == "head-0"
    assert len(world.environment.store.all(JurisdictionChange)) == 2
    [up] = world.environment.published(MatterTakenUp)
    [down] = world.environment.published(MatterHandedDown)
    assert (up.matter_id, up.to_division) == (PLOT, CITY)
    assert (down.from_division, down.to_division) == (CITY, QIXIAN)


def test_the_city_acts_on_a_countys_matter_only_after_taking_it_up(world):
    recorded_plot(world)
    suspicion = SuspectPlot(PLOT, "储罐渗漏", TODAY)

    with pytest.raises(ForbiddenError, match="提级办理"):
        world.environment.execute(plots.suspect_plot, suspicion, division=CITY)
    taken_up(world, "地块", PLOT)
    plot = world.environment.execute(plots.suspect_plot, suspicion, division=CITY)

    assert plot.division == CITY


@pytest.mark.parametrize(
    ("kind", "key", "error", "words"),
    [
        ("宗地", PLOT, InvalidInputError, "地块"),
        ("地块", "140727-9999", NotFoundError, "140727-9999"),
    ],
)
def test_what_cannot_be_taken_up_is_refused_with_a_reason(world, kind, key, error, words):
    recorded_plot(world)

    with pytest.raises(error, match=words):
        taken_up(world, kind, key)


def test_a_matter_of_the_city_is_not_taken_up_again_nor_a_countys_handed_down(world):
    recorded_plot(world)
    with pytest.raises(WrongStateError, match="祁县"):
        handed_down(world, "地块", PLOT, PINGYAO)
    taken_up(world, "地块", PLOT)
    with pytest.raises(WrongStateError, match="已由市级办理"):
        taken_up(world, "地块", PLOT)
    with pytest.raises(InvalidInputError, match="140703"):
        handed_down(world, "地块", PLOT, "140726")


def test_an_act_of_the_province_is_relayed_by_the_city(world):
    recorded_plot(world)
    command = RegisterPlot(PLOT, "某某厂", QIXIAN, AREA, 41355.0, ("镉",), "某列1号", TODAY)

    plot = world.environment.execute(register.register_plot, command, division=CITY)

    assert plot.registered_by == "某列1号"
    assert plot.division == ""


def test_a_case_goes_to_public_security_of_the_same_level(world):
    county_case = sent(world, QIXIAN, suspected_crime(world, QIXIAN))
    city_case = sent(world, CITY, suspected_crime(world, CITY))

    police = world.public_security
    assert police.get(ReferredCase, county_case).division == QIXIAN
    assert police.get(ReferredCase, city_case).division == CITY
    first, second = world.environment.published(CaseReferred)
    assert (first.division, second.division) == (None, CITY)
    receipt = ReceiptCase(county_case, "警官证1号", "某公受〔2026〕1号")
    for other in (PINGYAO, CITY):
        with pytest.raises(ForbiddenError, match="祁县"):
            police.execute(filing.receipt_case, receipt, division=other)
    police.execute(filing.receipt_case, receipt, division=QIXIAN)


def test_what_is_owed_in_a_case_is_owed_by_the_office_of_its_level():
    """[17号 6-7; 310号 5]: the city's case is the duty of the city's office, at both organs."""
    world = World("environment", "natural_resources", "public_security", "coordination")
    levels = {
        sent(world, division, suspected_crime(world, division)): division
        for division in (QIXIAN, CITY)
    }

    owed = world.coordination.store.all(Obligation)
    police = {clock.key: clock.division for clock in owed if clock.owner == "public_security"}
    assert police == levels
    for clock in owed:
        assert clock.division == levels.get(clock.key, clock.division)
    kept = world.public_security.store.all(KeptClock)
    assert {clock.case_id: clock.division for clock in kept if clock.open} == levels


def test_a_clue_its_case_and_its_detention_change_office_together(world):
    clue_id = suspected_crime(world, QIXIAN)
    [case] = world.environment.store.all(Case)

    taken_up(world, "涉嫌犯罪案件", case.case_id)

    assert world.environment.get(Clue, clue_id).division == CITY
    case_id = sent(world, CITY, clue_id)
    assert world.public_security.get(ReferredCase, case_id).division == CITY
    changed = {change.kind for change in world.environment.store.all(JurisdictionChange)}
    assert changed == {"涉嫌犯罪案件", "收到的线索"}


def test_a_case_that_left_stays_at_its_level(world):
    clue_id = suspected_crime(world, QIXIAN)
    case_id = sent(world, QIXIAN, clue_id)

    for kind, key in (("涉嫌犯罪案件", case_id), ("收到的线索", clue_id)):
        with pytest.raises(WrongStateError, match="已移送同级公安机关"):
            taken_up(world, kind, key)


def test_only_forwarding_brings_a_case_to_another_level(world):
    case_id = sent(world, QIXIAN, suspected_crime(world, QIXIAN))
    police = world.public_security
    receipt = ReceiptCase(case_id, "警官证1号", "某公受〔2026〕1号")
    police.execute(filing.receipt_case, receipt, division=QIXIAN)
    forward = ForwardCase(case_id, PINGYAO, "平遥县公安局", "主要犯罪地在平遥县")

    case = police.execute(filing.forward_case, forward, division=QIXIAN)

    assert case.division == PINGYAO
    with pytest.raises(ForbiddenError, match="平遥县"):
        police.execute(filing.receipt_case, receipt, division=QIXIAN)
    police.execute(filing.receipt_case, receipt, actor="officer-2", division=PINGYAO)
    [*_, forwarded, _] = [
        step for step in police.published(CaseStepTaken) if step.taken_by == "public_security"
    ]
    assert forwarded.handled_division == PINGYAO


def test_an_office_reports_what_it_found_in_another_county(world):
    clue_id = reported(world, PINGYAO, county=QIXIAN)

    clue = world.environment.get(Clue, clue_id)
    assert clue.division == QIXIAN
    world.environment.execute(clues.accept_clue, AcceptClue(clue_id), division=QIXIAN)


def test_both_bureaus_review_a_report_at_one_level(world):
    recorded_plot(world)
    report = SubmitSurvey(PLOT, "调查报告", "某某公司", "9f" * 32, TODAY)
    of_county = world.environment.execute(surveys.submit_survey, report, division=QIXIAN)
    world.run_until_idle()
    review = world.natural_resources.get(Review, of_county.survey_id)
    assert (review.county, review.division) == (QIXIAN, "")

    taken_up(world, "调查报告", of_county.survey_id)
    world.run_until_idle()

    assert world.natural_resources.get(Review, of_county.survey_id).division == CITY
    [told] = world.environment.published(SurveySubmitted)
    assert (told.county, told.division) == (QIXIAN, None)


def test_the_city_opens_a_matter_of_its_own_on_land_of_a_county(world):
    use = LandUse(LandScheme.PLANNING, "1001")
    command = RegisterParcel(PARCEL, QIXIAN, AREA, "祁县某某厂", use)
    world.natural_resources.execute(parcels.register_parcel, command, division=QIXIAN)
    asked = RequestProcedure(PARCEL, Procedure.SUPPLY, "某某公司", use)
    act = world.natural_resources.execute

    of_city = act(applications.request_procedure, asked, division=CITY)
    of_county = act(applications.request_procedure, asked, division=QIXIAN)

    assert (of_city.division, of_county.division) == (CITY, QIXIAN)
    with pytest.raises(ForbiddenError, match="祁县"):
        act(applications.request_procedure, asked, division=PINGYAO)
    assert len(world.natural_resources.store.all(Application)) == 2


def test_land_of_a_development_zone_is_the_zones(world):
    ground = RecordPlot("140702-0009", "某某厂", ZONE, AREA, 41355.0)
    plot = world.environment.execute(plots.record_plot, ground, division=ZONE)

    assert plot.county == ZONE
    suspicion = SuspectPlot("140702-0009", "储罐渗漏", TODAY)
    with pytest.raises(ForbiddenError, match="晋中开发区"):
        world.environment.execute(plots.suspect_plot, suspicion, division="140702")
    world.environment.execute(plots.suspect_plot, suspicion, division=ZONE)
    world.run_until_idle()
    assert world.natural_resources.get(Hold, "140702-0009").county == ZONE
    with pytest.raises(InvalidInputError, match="不一致"):
        recorded_plot(world, ZONE, "140728-0007")


def test_a_head_of_the_city_reads_a_countys_case_with_a_purpose_that_is_recorded(world, tmp_path):
    create_dev_keys(tmp_path, system_clock())
    clue_id = suspected_crime(world, QIXIAN)
    side = world.environment
    api = OfficeApi("environment", tmp_path, side.store, side.context)
    path = f"/v1/received-clues/{clue_id}"

    assert api.ask("GET", path, QIXIAN).status_code == 200
    assert api.ask("GET", path, CITY).status_code == 403
    assert api.ask("GET", path, CITY, purpose="督办").status_code == 200
    officer = (Role.OFFICER, Role.CLERK)
    assert api.ask("GET", path, CITY, roles=officer, purpose="督办").status_code == 403
    listed = api.ask("GET", "/v1/received-clues", CITY, purpose="督办")
    assert [item["clue_id"] for item in listed.json["items"]] == [clue_id]
    reads = api.ask("GET", "/v1/reads", CITY, key=clue_id).json["items"]
    assert [(read["division"], read["purpose"], read["outcome"]) for read in reads] == [
        (QIXIAN, "", "已提供"),
        (CITY, "", "无权查阅"),
        (CITY, "督办", "已提供"),
        (CITY, "督办", "无权查阅"),
        (CITY, "督办", "已提供"),
    ]


def test_every_bureau_can_move_its_matters():
    assert {kind.__document__.title for kind in Agriculture.matters.kinds} >= {"复垦申请"}
    assert {kind.__document__.title for kind in MATTERS.kinds} >= {"地块", "排污许可证"}
    assert Plot in MATTERS.kinds
