"""Flow 3 over HTTP: no sensitive use without survey, review and a live gate answer."""

import pytest
from acts import (
    HOUSING,
    INDUSTRY,
    application,
    ask,
    done,
    eventually,
    hold_kind,
    opine,
    record_land,
    register,
    review,
    submit_survey,
)

from demo.run import outages


@pytest.fixture
def asked(city, place):
    record_land(city, place)
    return ask(city, place)


def state(city, asked):
    return application(city, asked["application_id"])["state"]


def test_a_sensitive_use_waits_for_a_survey(asked, place):
    """[code.454]"""
    assert asked["state"] == "待调查"
    assert asked["plot_codes"] == [place.plot_code]


@pytest.mark.parametrize("land_first", [True, False])
def test_the_gate_clears_when_both_have_judged_in_whichever_order(city, place, asked, land_first):
    survey = submit_survey(city, place.plot_code)
    acts = [lambda: opine(city, survey), lambda: review(city, survey, "未超筛选值")]
    first, second = acts if land_first else acts[::-1]

    done(first())
    assert state(city, asked) == "待调查"
    done(second())

    eventually(lambda: state(city, asked), "准予办理")


def test_a_survey_that_exceeds_blocks_the_use(city, place, asked):
    """[code.461]"""
    survey = submit_survey(city, place.plot_code)

    done(review(city, survey, "超过筛选值"))
    done(opine(city, survey))

    eventually(lambda: state(city, asked), "不予办理")


def test_a_survey_that_one_department_rejects_clears_nothing(city, place, asked):
    survey = submit_survey(city, place.plot_code)

    done(review(city, survey, "未超筛选值"))
    done(opine(city, survey, agrees=False))

    path = f"/v1/surveys/{survey}"
    eventually(lambda: done(city["environment"].get(path))["outcome"], "未通过评审")
    assert state(city, asked) == "待调查"


def test_each_department_judges_a_report_once(city, place, asked):
    survey = submit_survey(city, place.plot_code)
    done(review(city, survey, "未超筛选值"))
    done(opine(city, survey))

    assert opine(city, survey).status == 409
    assert review(city, survey, "超过筛选值").status == 409


def test_nothing_is_approved_while_environment_is_down_and_all_decides_itself_after(
    platform, city, place, new_place
):
    """P5: a gate fails closed."""
    other = new_place()
    record_land(city, place)
    record_land(city, other)
    done(register(city, other))
    eventually(lambda: hold_kind(city, other), "在名录内")

    with outages(platform)("environment"):
        pending = ask(city, place, use=INDUSTRY, wait_s=1)
        refused = ask(city, other, wait_s=1)
        assert pending["state"] == "待核验"
        assert refused["state"] == "不予办理"
        assert state(city, pending) == "待核验"

    eventually(lambda: state(city, pending) != "待核验", wanted=True)
    decided = state(city, pending)
    asked_now = ask(city, place, use=INDUSTRY)
    assert decided == asked_now["state"]


def test_an_unknown_parcel_has_no_procedures(city, place):
    answer = city["natural_resources"].post("/v1/applications", place.application("供应", HOUSING))

    assert answer.status == 404
    assert place.parcel_code in answer.body["detail"]


def test_every_wrong_field_of_an_application_is_named(city, place):
    wrong = {
        "parcel_code": "140727",
        "procedure": "出让",
        "applicant": "",
        "wanted_use": {"scheme": "planning-2023", "code": "9999"},
    }

    answer = city["natural_resources"].post("/v1/applications", wrong)

    assert answer.status == 422
    named = {fault["field"].split(".")[0] for fault in answer.body["errors"]}
    assert named == {"parcel_code", "procedure", "applicant", "wanted_use"}


def test_an_unknown_survey_cannot_be_judged(city):
    assert opine(city, "no-such-survey").status == 404
    assert review(city, "no-such-survey", "未超筛选值").status == 404
