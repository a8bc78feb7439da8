"""Flow 1 over HTTP: refusals, duplicate delivery and invalid inputs."""

import pytest
from acts import (
    application,
    ask,
    cancel,
    done,
    effects,
    eventually,
    hold_kind,
    permit,
    record_land,
    record_permit,
)

from demo.flows.places import today
from shared.web.auth import Role

NUMBER_FAULT = "不是有效的排污许可证编号"


@pytest.fixture
def permitted(city, place):
    record_land(city, place)
    record_permit(city, place)
    return place


def test_a_revoked_permit_holds_sensitive_procedures_on_its_plot(city, permitted):
    done(cancel(city, permitted))

    eventually(lambda: hold_kind(city, permitted), "疑似污染")
    asked = ask(city, permitted)

    assert asked["state"] == "待调查"
    assert asked["plot_codes"] == [permitted.plot_code]
    assert application(city, asked["application_id"])["state"] == "待调查"


def test_the_office_sees_that_natural_resources_answered(city, permitted):
    """[plan.5]"""
    done(cancel(city, permitted))

    answered = {("parcel", "已履行"), ("hold", "已履行")}
    eventually(lambda: reactions_on(city, permitted), answered)


def test_a_permit_ends_only_once(city, permitted):
    done(cancel(city, permitted))

    again = cancel(city, permitted)

    assert again.status == 409
    assert permitted.permit_number in again.body["detail"]


def test_the_same_request_twice_takes_effect_once(city, permitted):
    path = f"/v1/permits/{permitted.permit_number}/cancellation"
    body = {"kind": "注销", "reason": "企业关闭", "cancelled_on": today()}
    first = city["environment"].post(path, body, key="cancel-once-1")
    second = city["environment"].post(path, body, key="cancel-once-1")
    eventually(lambda: hold_kind(city, permitted), "疑似污染")

    assert (first.replayed, second.replayed) == (False, True)
    assert second.body == first.body
    heard = effects(city, "natural_resources", subject=permitted.plot_code)
    assert [mark["type"] for mark in heard] == ["cn.liandong.environment.plot.suspected.v1"]


def test_a_key_serves_one_request_only(city, permitted):
    path = f"/v1/permits/{permitted.permit_number}/cancellation"
    body = {"kind": "注销", "reason": "企业关闭", "cancelled_on": today()}
    done(city["environment"].post(path, body, key="cancel-once-2"))

    other = city["environment"].post(path, {**body, "kind": "撤销"}, key="cancel-once-2")

    assert other.status == 422
    assert other.body["title"] == "幂等键已用于另一请求"


def test_a_permit_of_an_unknown_plot_is_refused_with_what_to_do(city, place):
    answer = city["environment"].post("/v1/permits", permit(place))

    assert answer.status == 404
    assert place.plot_code in answer.body["detail"]


def test_an_unknown_permit_cannot_end(city, place):
    assert cancel(city, place).status == 404


def test_a_permit_does_not_end_in_the_future(city, permitted):
    answer = cancel(city, permitted, cancelled_on="2099-01-01")

    assert answer.status == 422
    assert hold_kind(city, permitted) is None


def test_every_wrong_field_is_named_in_chinese(city, place):
    wrong = permit(place) | {"number": "123", "county": "999999", "valid_until": "明年"}

    answer = city["environment"].post("/v1/permits", wrong)

    assert answer.status == 422
    named = {fault["field"]: fault["message"] for fault in answer.body["errors"]}
    assert named.keys() == {"number", "county", "valid_until"}
    assert NUMBER_FAULT in named["number"]
    assert all(any("一" <= sign <= "鿿" for sign in said) for said in named.values())


def test_only_the_clerks_of_the_department_may_act(city, permitted):
    body = {"kind": "注销", "reason": "企业关闭", "cancelled_on": today()}
    path = f"/v1/permits/{permitted.permit_number}/cancellation"

    assert city["environment"].post(path, body, role=Role.OPS).status == 403
    stranger = city["natural_resources"]._headers(Role.CLERK, "", permitted.plot_code[:6])
    answer = city["environment"]._http.post(path, json=body, headers=stranger)
    assert answer.status_code == 403
    assert city["environment"]._http.post(path, json=body).status_code == 401


def reactions_on(city, place) -> set[tuple[str, str]]:
    owed = city["coordination"].items("/v1/obligations", owner="natural_resources")
    about = (place.permit_number, place.plot_code)
    return {
        (obligation["id"].split(":")[-1], obligation["state"])
        for obligation in owed
        if obligation["key"] in about
    }
