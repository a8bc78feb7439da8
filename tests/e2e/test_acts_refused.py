"""Forbidden acts over HTTP: cases that the gate wrongly permitted in the past."""

import pytest
from acts import (
    HOUSING,
    INDUSTRY,
    application,
    ask,
    delist,
    done,
    eventually,
    hold_kind,
    opine,
    record_land,
    record_permit,
    register,
    review,
    submit_survey,
)

from shared.web.auth import Role

CROPLAND, OFFICES = "0103", "0801"
WAITS, PASSES, REFUSED = "待调查", "准予办理", "不予办理"


def state(city, asked):
    return application(city, asked["application_id"])["state"]


def survey(city, plot_code, land_class, outcome="未超筛选值"):
    made = submit_survey(city, plot_code, land_class)
    done(review(city, made, outcome))
    done(opine(city, made))
    path = f"/v1/surveys/{made}"
    eventually(lambda: done(city["environment"].get(path))["outcome"], outcome)


def reclaim(city, place, *, edible):
    body = {"county": place.county, "area": place.area, "applicant": "某某村", "edible": edible}
    asked = done(city["agriculture"].post("/v1/reclamations", body))
    return f"/v1/reclamations/{asked['reclamation_id']}"


def test_a_survey_for_industry_clears_no_housing(city, place):
    """[GB 36600 5.3.1, code.454-455]"""
    record_land(city, place)
    survey(city, place.plot_code, "第二类用地")

    asked = ask(city, place)

    assert (asked["state"], ask(city, place, use=OFFICES)["state"]) == (WAITS, PASSES)
    assert "第一类用地" in asked["reason"]
    survey(city, place.plot_code, "第一类用地")
    eventually(lambda: state(city, asked), PASSES)


def test_land_that_was_used_otherwise_in_between_is_not_exempt(city, place):
    """[code.454, 42号令 3]: 住宅 to 工业 to 住宅."""
    parcel = place.parcel("某某小区", HOUSING, HOUSING)
    done(city["natural_resources"].post("/v1/parcels", parcel))
    assert ask(city, place, use="0702")["state"] == PASSES
    assert ask(city, place, use=INDUSTRY)["state"] == PASSES

    assert ask(city, place, use=HOUSING)["state"] == WAITS


def test_the_land_of_a_permit_holder_waits_for_its_report(city, place):
    """[code.462]"""
    record_land(city, place)
    record_permit(city, place)

    asked = ask(city, place, "收回", INDUSTRY)

    assert asked["state"] == WAITS
    assert "code.462" in asked["reason"]


def test_polluted_land_turns_into_no_farmland(city, place):
    """[code.428, code.446]"""
    record_land(city, place)
    survey(city, place.plot_code, "第二类用地", "超过筛选值")

    asked = ask(city, place, use=CROPLAND)

    assert asked["state"] == REFUSED
    assert "code.428" in asked["reason"]
    eventually(lambda: hold_kind(city, place), "疑似污染")


@pytest.mark.parametrize("edible", [True, False])
def test_land_that_nobody_surveyed_is_not_reclaimed_at_once(city, place, edible):
    """[code.446]"""
    path = reclaim(city, place, edible=edible)

    eventually(lambda: "code.446" in done(city["agriculture"].get(path))["note"], True)
    waiting = done(city["agriculture"].get(path))
    assert waiting["state"] == "待核查"
    survey(city, waiting["plot_codes"][0], "农用地")

    eventually(lambda: done(city["agriculture"].get(path))["state"], "同意")


def test_registered_land_is_not_reclaimed_whatever_grows(city, place):
    """[code.456, plan.6]"""
    record_land(city, place)
    done(register(city, place))
    eventually(lambda: hold_kind(city, place), "在名录内")

    path = reclaim(city, place, edible=False)

    eventually(lambda: done(city["agriculture"].get(path))["state"], "不予同意")


def test_what_was_approved_is_looked_at_again_and_what_was_stopped_goes_on(city, place):
    """[code.456, code.461, 行政许可法 69]"""
    land = city["natural_resources"]
    record_land(city, place)
    survey(city, place.plot_code, "第一类用地")
    approved = ask(city, place)
    assert approved["state"] == PASSES
    waiting = ask(city, place, use=CROPLAND)
    assert waiting["state"] == WAITS

    done(register(city, place))

    eventually(lambda: application(city, approved["application_id"])["review"], "待复核")
    eventually(lambda: state(city, waiting), "已中止")
    due = land.items("/v1/applications", review="待复核")
    assert approved["application_id"] in [asked["application_id"] for asked in due]
    path = f"/v1/applications/{approved['application_id']}/review"
    body = {"outcome": "撤销", "reason": "地块已列入名录"}
    assert land.post(path, body).status == 403
    assert done(land.post(path, body, role=Role.HEAD))["state"] == REFUSED

    done(delist(city, place, []))
    eventually(lambda: state(city, waiting), REFUSED)
