"""Acts that the law forbids: use, hand-over and farmland; each was once permitted by mistake."""

from dataclasses import replace

import pytest
from city_given import BLANK, CROPLAND, HOUSING, INDUSTRY, OFFICES, PARK, SCHOOL, SHOPS, Town
from environment_given import query, record_permit
from land_given import AREA, FAR, PARCEL, PLOT

from services.agriculture.reclamations.domain import Reclamation, ReclamationState
from services.agriculture.reclamations.handlers import request_reclamation
from services.agriculture.reclamations.messages import RequestReclamation
from services.environment.assessments.messages import Risk
from services.environment.gates.messages import GateDeferred, LandHistoryReturned
from services.environment.plots.domain import Plot
from services.environment.plots.handlers import record_plot
from services.environment.plots.messages import LandClass, PlotState, RecordPlot
from services.environment.surveys.messages import SurveyOutcome, SurveyRequired
from services.natural_resources.applications.domain import ApplicationState
from services.natural_resources.applications.handlers import request_procedure
from services.natural_resources.applications.messages import (
    LandGateQueried,
    Procedure,
    RequestProcedure,
)
from services.natural_resources.parcels.domain import Parcel
from shared.vocabulary import LandScheme, LandUse

WAITS, PASSES = ApplicationState.DEFERRED, ApplicationState.APPROVED
REFUSED = ApplicationState.REFUSED
FIRST, SECOND, FARMLAND = LandClass.FIRST, LandClass.SECOND, LandClass.FARMLAND


@pytest.mark.parametrize(
    ("surveyed_for", "wanted", "becomes"),
    [
        (FIRST, HOUSING, PASSES),
        (FIRST, OFFICES, PASSES),
        (SECOND, HOUSING, WAITS),
        (SECOND, SCHOOL, WAITS),
        (SECOND, OFFICES, PASSES),
        (SECOND, INDUSTRY, PASSES),
        (FARMLAND, HOUSING, WAITS),
        (FARMLAND, CROPLAND, PASSES),
        (FIRST, CROPLAND, WAITS),
        (None, HOUSING, WAITS),
        (None, OFFICES, WAITS),
        (None, INDUSTRY, PASSES),
        (None, CROPLAND, WAITS),
    ],
)
def test_b1_a_survey_clears_the_uses_of_its_class_alone(surveyed_for, wanted, becomes):
    """[GB 36600 5.3.1, code.454-455, code.446]."""
    town = Town()
    town.record()
    town.survey(SurveyOutcome.CLEAN, surveyed_for)

    asked = town.ask(wanted)

    assert asked.state is becomes
    assert (becomes is PASSES) or "调查" in asked.reason


def test_b1_a_duty_for_the_stricter_class_is_opened_and_the_milder_stays_cleared():
    """[code.454]: a result for industry remains valid for industry."""
    town = Town()
    town.record()
    town.survey(SurveyOutcome.CLEAN, SECOND)
    waiting = town.ask(HOUSING)

    (duty,) = town.environment.published(SurveyRequired)
    assert (duty.land_class, duty.addressee) == (FIRST, "祁县某某厂")
    assert "第二类用地" in waiting.reason
    assert town.ask(INDUSTRY, Procedure.SUPPLY).state is PASSES
    town.survey(SurveyOutcome.CLEAN, FIRST)
    assert town.look(waiting).state is PASSES


@pytest.mark.parametrize(
    ("goals", "wanted", "becomes"),
    [
        ({}, HOUSING, WAITS),
        ({}, OFFICES, WAITS),
        ({}, INDUSTRY, PASSES),
        ({"land_class": SECOND}, HOUSING, WAITS),
        ({"land_class": SECOND}, OFFICES, PASSES),
        ({"land_class": FIRST}, HOUSING, PASSES),
        ({"uses": (HOUSING,)}, HOUSING, PASSES),
        ({"uses": (OFFICES,)}, HOUSING, WAITS),
        ({"land_class": FIRST}, CROPLAND, REFUSED),
    ],
)
def test_b2_a_delisted_plot_serves_the_uses_that_its_goals_were_for(goals, wanted, becomes):
    """[code.461, plan.2]."""
    town = Town()
    town.register()
    town.delist(**goals)

    asked = town.ask(wanted)

    assert asked.state is becomes
    assert town.environment.get(Plot, PLOT).state is PlotState.DELISTED


def test_b2_a_survey_for_the_class_lets_a_delisted_plot_serve_more():
    """[code.454]: the remedy where a removal does not state its goals."""
    town = Town()
    town.register()
    town.delist()
    waiting = town.ask(HOUSING)
    assert "目标" in waiting.reason

    town.survey(SurveyOutcome.CLEAN, FIRST)

    assert town.look(waiting).state is PASSES
    assert town.environment.get(Plot, PLOT).state is PlotState.DELISTED


def test_b3_land_that_was_used_otherwise_in_between_is_not_exempt():
    """[code.454, 42号令 3, plan.5]: 住宅 to 工业 to 住宅 requires a survey."""
    town = Town(HOUSING)
    assert town.ask(SCHOOL).state is PASSES
    assert town.ask(INDUSTRY).state is PASSES
    assert town.land.get(Parcel, PARCEL).use == INDUSTRY

    assert town.ask(HOUSING).state is WAITS


@pytest.mark.parametrize(("known", "becomes"), [(FIRST, PASSES), (SECOND, WAITS), (None, WAITS)])
def test_b3_exempt_land_that_was_suspected_needs_a_survey_of_its_class(known, becomes):
    """[42号令 3, 42号令 12-13]: only land without objections is exempt."""
    town = Town(HOUSING)
    town.record()
    town.suspect()
    town.survey(SurveyOutcome.CLEAN, known)

    assert town.ask(SCHOOL).state is becomes


def test_b3_land_that_was_industrial_before_its_registration_is_not_exempt():
    """[42号令 3, plan.5]."""
    assert Town(HOUSING).ask(SCHOOL).state is PASSES
    assert Town(HOUSING, former_uses=(INDUSTRY,)).ask(SCHOOL).state is WAITS


def test_b3_a_parcel_of_an_older_release_gathers_its_uses_from_what_was_approved():
    """[42号令 3]: the exemption does not depend on a field that was never stored."""
    town = Town(HOUSING)
    town.ask(INDUSTRY)

    def forget(uow, code):
        uow.save(replace(uow.get(Parcel, code), use=HOUSING, known_uses=None))
        return uow.get(Parcel, code)

    town.land.execute(forget, PARCEL)

    assert town.ask(HOUSING).state is WAITS
    assert set(town.land.get(Parcel, PARCEL).known_uses) == {HOUSING, INDUSTRY}


def test_b3_an_answer_from_before_a_change_of_use_is_asked_for_again():
    """[code.454]: two parallel applications cannot hide the use in between."""
    town = Town(HOUSING)

    def request(use):
        command = RequestProcedure(PARCEL, Procedure.CHANGE_USE, "某某公司", use)
        return town.land.execute(request_procedure, command)

    to_industry, to_school = request(INDUSTRY), request(SCHOOL)
    town.world.run_until_idle()

    assert town.look(to_industry).state is PASSES
    assert town.look(to_school).state is WAITS
    assert town.look(to_school).asked == 2


@pytest.mark.parametrize("procedure", Procedure)
def test_b4_the_land_of_a_permit_holder_waits_for_its_report(procedure):
    """[code.462]: key units are not known here, so every permit holder counts as one."""
    town = Town()
    town.record()
    record_permit(town.world)

    waiting = town.ask(INDUSTRY, procedure)

    assert waiting.state is WAITS
    assert "code.462" in waiting.reason
    (duty,) = town.environment.published(SurveyRequired)
    assert duty.addressee == "祁县某某焦化有限公司"
    town.survey(SurveyOutcome.CLEAN, SECOND)
    assert town.look(waiting).state is PASSES


@pytest.mark.parametrize("given", ["suspected", "polluted", "registered", "delisted"])
def test_b6_land_with_a_toxic_past_turns_into_no_farmland(given):
    """[code.428, code.446, plan.2]."""
    town = Town()
    town.record()
    if given == "suspected":
        town.suspect()
    elif given == "polluted":
        town.survey(SurveyOutcome.EXCEEDED, SECOND)
    else:
        town.register()
    if given == "delisted":
        town.delist(land_class=FIRST)

    asked = town.ask(CROPLAND)

    assert asked.state is REFUSED
    assert "code.4" in asked.reason


def test_b6_other_land_turns_into_farmland_after_a_survey_by_the_limits_of_farmland():
    """[code.446]."""
    town = Town()
    waiting = town.ask(CROPLAND)
    assert waiting.state is WAITS
    (code,) = waiting.plot_codes

    town.survey(SurveyOutcome.CLEAN, FIRST, code)
    assert town.look(waiting).state is WAITS
    town.survey(SurveyOutcome.CLEAN, FARMLAND, code)

    assert town.look(waiting).state is PASSES


def test_b6_farmland_stays_farmland_without_a_survey():
    """[code.446]: what is farmland already is not reclaimed."""
    town = Town(CROPLAND)

    assert town.ask(CROPLAND, Procedure.SUPPLY).state is PASSES


@pytest.mark.parametrize("edible", [True, False])
def test_b7_land_that_no_plot_covers_is_surveyed_before_it_is_reclaimed(edible):
    """[code.446]: a survey, always."""
    town = Town()

    waiting = town.reclaim(edible=edible)

    assert waiting.state is ReclamationState.PENDING
    assert "code.446" in waiting.note
    (code,) = waiting.plot_codes
    town.survey(SurveyOutcome.CLEAN, FARMLAND, code)
    assert town.farms.get(Reclamation, waiting.reclamation_id).state is ReclamationState.APPROVED


@pytest.mark.parametrize("edible", [True, False])
@pytest.mark.parametrize("given", ["registered", "polluted"])
def test_b7_registered_or_polluted_land_is_not_reclaimed_whatever_grows(given, edible):
    """[code.456, code.428, plan.6]."""
    town = Town()
    town.record()
    town.register() if given == "registered" else town.survey(SurveyOutcome.EXCEEDED, SECOND)

    refused = town.reclaim(edible=edible)

    assert refused.state is ReclamationState.REFUSED
    assert "code.4" in refused.note


def test_b7_the_answer_alone_refuses_registered_land():
    """[code.456]: agriculture need not have received the listing."""
    town = Town()
    town.record()
    command = RequestReclamation("140727", AREA, "某某村民委员会", False)
    asked = town.farms.execute(request_reclamation, command)
    note = "地块曾被认定：在名录内"
    town.farms.deliver_event(
        LandHistoryReturned(asked.reclamation_id, False, (PLOT,), note, False, True)
    )

    assert town.farms.get(Reclamation, asked.reclamation_id).state is ReclamationState.REFUSED


@pytest.mark.parametrize(
    ("first", "further", "becomes"),
    [
        (SHOPS, (), PASSES),
        (SHOPS, (HOUSING,), WAITS),
        (HOUSING, (SHOPS,), WAITS),
        (SHOPS, (CROPLAND,), WAITS),
    ],
)
def test_b11_of_several_uses_the_strictest_decides(first, further, becomes):
    """[code.454, GB 36600 5.3.1]: 商住混合 is surveyed as housing."""
    town = Town()
    town.record()
    town.survey(SurveyOutcome.CLEAN, SECOND)

    assert town.ask(first, further=further).state is becomes


@pytest.mark.parametrize("unclear", [BLANK, PARK, LandUse(LandScheme.PLANNING, "23")])
def test_b11_an_unclear_use_beside_offices_is_measured_as_first_class(unclear):
    """[GB 36600 5.3.1]: 机关团体 alone is second class, with 留白 beside it the land is first."""
    town = Town()
    town.record()
    town.survey(SurveyOutcome.CLEAN, SECOND)
    gate = query(OFFICES, further_uses=(unclear,))

    town.environment.deliver_event(gate)

    (answer,) = town.environment.published(GateDeferred)
    assert answer.land_class is FIRST
    assert town.ask(OFFICES).state is PASSES


def test_b11_a_plot_assessed_for_industry_serves_no_unclear_use():
    """[code.455, GB 36600 5.3.1]: an assessment is valid for its class."""
    town = Town()
    town.record()
    town.survey(SurveyOutcome.EXCEEDED, FIRST)
    town.assess(Risk.ACCEPTABLE, SECOND)

    assert town.ask(BLANK).state is WAITS
    assert town.ask(SHOPS).state is PASSES

    town.assess(Risk.ACCEPTABLE, FIRST)
    assert town.ask(BLANK).state is PASSES


def test_b11_goals_for_industry_do_not_cover_an_unclear_use_beside_offices():
    """[code.461, GB 36600 5.3.1]."""
    town = Town()
    town.record()
    town.register()
    town.delist(land_class=SECOND)

    assert town.ask(OFFICES).state is PASSES
    assert town.ask(OFFICES, further=(BLANK,)).state is WAITS


def test_b11_land_that_is_partly_for_shops_is_not_exempt_later():
    """[42号令 3]."""
    town = Town()
    town.record()
    town.survey(SurveyOutcome.CLEAN, FIRST)
    assert town.ask(HOUSING, further=(SHOPS,)).state is PASSES
    town.suspect()

    assert town.ask(SCHOOL).state is WAITS
    assert set(town.land.get(Parcel, PARCEL).known_uses) == {INDUSTRY, HOUSING, SHOPS}


def test_a_reason_names_some_plots_and_counts_them_all():
    """Reasons have a maximum length; a hundred plots do not exceed it."""
    town = Town()
    for number in range(1000, 1250):
        command = RecordPlot(f"140727-{number}", "某某地块", "140727", AREA, 41355.0)
        town.environment.execute(record_plot, command)

    waiting = town.ask(HOUSING)

    assert "等 250 个" in waiting.reason
    assert len(waiting.plot_codes) == 100
    assert len(town.environment.published(SurveyRequired)) == 250


def test_land_elsewhere_is_left_alone():
    """A restriction on one plot does not concern distant land [code.454]."""
    town = Town()
    town.record(area=FAR)
    town.suspect()

    assert town.ask(SHOPS).state is PASSES
    assert len(town.land.published(LandGateQueried)) == 1
