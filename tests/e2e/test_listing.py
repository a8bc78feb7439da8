"""Flow 2 over HTTP: what a listing forbids, and the conditions that remain after delisting."""

from datetime import date, timedelta

import pytest
from acts import (
    HOUSING,
    INDUSTRY,
    application,
    ask,
    delist,
    done,
    effects,
    eventually,
    hold_kind,
    record_land,
    register,
    registration,
)

from demo.flows.places import today


@pytest.fixture
def listed(city, place):
    record_land(city, place)
    done(register(city, place))
    eventually(lambda: hold_kind(city, place), "在名录内")
    return place


@pytest.mark.parametrize("procedure", ["改变用途", "收回", "收购", "供应"])
def test_a_listed_plot_is_frozen_for_every_procedure(city, listed, procedure):
    """[code.456, plan.6]"""
    assert ask(city, listed, procedure)["state"] == "不予办理"
    assert ask(city, listed, procedure, use=INDUSTRY)["state"] == "不予办理"


def test_a_plot_that_nobody_recorded_is_frozen_all_the_same(city, place):
    parcel = place.parcel("某某厂", INDUSTRY, HOUSING)
    done(city["natural_resources"].post("/v1/parcels", parcel))

    done(register(city, place))

    eventually(lambda: hold_kind(city, place), "在名录内")
    assert ask(city, place)["state"] == "不予办理"


def test_a_listing_stops_what_is_in_hand(city, place):
    record_land(city, place)
    asked = ask(city, place)
    assert asked["state"] == "待调查"

    done(register(city, place))

    eventually(lambda: application(city, asked["application_id"])["state"], "已中止")


def test_a_listed_plot_does_not_grow_food(city, listed):
    """[code.428, plan.2]"""
    body = {"county": listed.county, "area": listed.area, "applicant": "某某村", "edible": True}

    asked = done(city["agriculture"].post("/v1/reclamations", body))

    path = f"/v1/reclamations/{asked['reclamation_id']}"
    eventually(lambda: done(city["agriculture"].get(path))["state"], "不予同意")


def test_the_conditions_stay_when_a_plot_leaves_the_register(city, listed):
    """[code.461, code.437]"""
    done(delist(city, listed, ["不得开采地下水"]))
    eventually(lambda: hold_kind(city, listed), "已移出名录，须遵守后期管理要求")

    asked = ask(city, listed, "供应")

    assert asked["state"] == "准予办理"
    assert asked["conditions"] == ["不得开采地下水"]


def test_the_same_listing_twice_takes_effect_once(city, place):
    record_land(city, place)
    first = register(city, place, key=f"list-{place.number}")
    second = register(city, place, key=f"list-{place.number}")
    done(register(city, place))
    eventually(lambda: hold_kind(city, place), "在名录内")

    assert second.replayed
    assert second.body == done(first)
    heard = effects(city, "natural_resources", subject=place.plot_code)
    kinds = [mark["type"] for mark in heard]
    assert kinds.count("cn.liandong.environment.plot.registered.v1") == 1


def test_a_register_published_again_keeps_a_listed_plot_in_it(city, listed):
    """The province publishes its register again: a plot that remains in it is no second listing."""
    done(register(city, listed, document="晋环函〔2026〕某某2号"))

    assert hold_kind(city, listed) == "在名录内"
    heard = effects(city, "natural_resources", subject=listed.plot_code)
    kinds = [mark["type"] for mark in heard]
    assert kinds.count("cn.liandong.environment.plot.registered.v1") == 1


def test_a_plot_is_not_delisted_before_it_was_listed(city, listed):
    day_before = date.fromisoformat(today()) - timedelta(days=1)

    answer = delist(city, listed, [], on=day_before.isoformat())

    assert answer.status in (409, 422)
    assert hold_kind(city, listed) == "在名录内"


def test_every_wrong_field_of_a_listing_is_named(city, place):
    wrong = registration(place) | {"area_m2": -1, "pollutants": [""], "area": {"type": "Point"}}

    answer = city["environment"].post(f"/v1/plots/{place.plot_code}/registration", wrong)

    assert answer.status == 422
    assert {fault["field"] for fault in answer.body["errors"]} == {
        "area_m2",
        "pollutants.0",
        "area",
    }


def test_the_address_and_the_body_must_name_the_same_plot(city, new_place):
    one, other = new_place(), new_place()

    answer = city["environment"].post(
        f"/v1/plots/{one.plot_code}/registration", registration(other)
    )

    assert answer.status == 422
    assert answer.body["errors"][0]["field"] == "plot_code"
