"""The HTTP boundary: authentication, validation and idempotency."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http import HTTPStatus

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from made_up_city import running_city
from pymongo import MongoClient

from shared.clock.system import system_clock
from shared.local.dev_keys import ISSUER, KEY_ID
from shared.web.auth import AUDIENCE, Caller, Role, make_token
from shared.web.requests import LARGEST_BODY
from shared.web.routes import http

HOUR = timedelta(hours=1)
SEALING = "/v1/wells/J-7/sealings"
GOOD = {"note": "并水封〔2026〕7号"}


@pytest.fixture(scope="module")
def city(tmp_path_factory, new_vhost, store, host):
    home, url = tmp_path_factory.mktemp("http"), store.url(f"thttp_{host}")
    with running_city(home, new_vhost(), url, host=host) as city:
        yield city


@pytest.fixture(scope="module")
def water(city):
    with httpx.Client(base_url=city.addresses["water"], timeout=20) as client:
        yield client


@pytest.fixture
def clerk(city, request) -> dict[str, str]:
    key = {"Idempotency-Key": request.node.name.encode("ascii", "replace").decode()[:100]}
    return {**city.headers("water"), **key}


def problem(answer: httpx.Response, status: HTTPStatus, slug: str) -> dict:
    """Assert that an answer is a problem document in Chinese; return its body."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    body = answer.json()
    assert body["type"] == f"urn:liandong:problem:{slug}"
    assert body["status"] == status
    assert any("\u4e00" <= letter <= "\u9fff" for letter in body["title"])
    assert any("\u4e00" <= letter <= "\u9fff" for letter in body["detail"])
    return body


def wrong_token(caller: Caller, *, issuer=ISSUER, key_id=KEY_ID) -> str:
    return make_token(Ed25519PrivateKey.generate(), key_id, issuer, caller, system_clock(), HOUR)


def odd_token(claims: bytes) -> str:
    return f"Bearer {jwt.PyJWS().encode(claims, 'k' * 32, headers={'kid': KEY_ID})}"


CLERK = Caller("clerk-1", "water", frozenset({Role.CLERK}), "140700")


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Basic YTpi",
        "Bearer",
        "Bearer x",
        "Bearer a.b.c",
        f"Bearer {wrong_token(CLERK)}",
        f"Bearer {wrong_token(CLERK, issuer='elsewhere')}",
        f"Bearer {wrong_token(CLERK, key_id='other')}",
        f"Bearer {jwt.encode({'iss': ISSUER, 'aud': AUDIENCE}, None, algorithm='none')}",
        f"Bearer {jwt.encode({'iss': ISSUER}, 'k' * 32, algorithm='HS256')}",
        f"Bearer {jwt.encode({'sub': 'clerk-1'}, 'k' * 32, headers={'kid': KEY_ID})}",
        odd_token(b'{"iss": ["a"]}'),
        odd_token(b"[]"),
    ],
)
def test_without_a_token_of_a_trusted_issuer_nobody_gets_in(water, authorization):
    for answer in (
        water.get("/v1/wells", headers={"Authorization": authorization}),
        water.post(SEALING, json=GOOD, headers={"Authorization": authorization}),
    ):
        problem(answer, HTTPStatus.UNAUTHORIZED, "unauthenticated")
        assert answer.headers["www-authenticate"] == "Bearer"


def test_an_expired_token_is_told_from_a_wrong_one(city, water):
    old = city.headers("water", lifetime=-HOUR)

    found = problem(water.get("/v1/wells", headers=old), HTTPStatus.UNAUTHORIZED, "unauthenticated")

    assert "过期" in found["detail"]


def test_a_clerk_of_another_department_is_kept_out(city, water):
    found = problem(
        water.get("/v1/wells", headers=city.headers("housing")), HTTPStatus.FORBIDDEN, "forbidden"
    )

    assert "housing" in found["detail"]


def test_a_person_without_the_role_is_kept_out(city, water):
    found = problem(
        water.post(SEALING, json=GOOD, headers=city.headers("water", Role.OPS)),
        HTTPStatus.FORBIDDEN,
        "forbidden",
    )

    assert "clerk" in found["detail"]


def test_a_route_without_roles_cannot_be_declared():
    with pytest.raises(TypeError, match="roles"):
        http("GET", "/v1/secrets", title="秘密")(print)
    with pytest.raises(TypeError, match="public"):
        http("GET", "/v1/secrets", title="秘密", public=True, roles=[Role.CLERK])(print)


def test_every_route_but_the_four_of_operations_wants_a_token(water):
    described = water.get("/openapi.json").json()

    open_to_all = {
        path
        for path, ways in described["paths"].items()
        for way in ways
        if water.request(way, path).status_code != HTTPStatus.UNAUTHORIZED
    }

    assert open_to_all == {"/healthz", "/readyz", "/metrics", "/openapi.json"}


def test_what_does_not_exist_is_named(water, clerk):
    found = problem(water.get("/v1/wells/J-404", headers=clerk), HTTPStatus.NOT_FOUND, "not-found")

    assert found["detail"] == "没有编号为“J-404”的水井"
    assert found["instance"] == "/v1/wells/J-404"


def test_an_unknown_address_is_not_found(water, clerk):
    answer = water.get("/v1/rivers", headers=clerk)

    assert "/openapi.json" in problem(answer, HTTPStatus.NOT_FOUND, "no-route")["detail"]


def test_a_method_that_an_address_does_not_take_is_refused(water, clerk):
    answer = water.delete("/v1/wells", headers=clerk)

    problem(answer, HTTPStatus.METHOD_NOT_ALLOWED, "method-not-allowed")
    assert "GET" in answer.headers["allow"]


def test_an_act_that_does_not_fit_the_state_is_a_conflict(water, clerk):
    found = problem(
        water.post(SEALING, json={"note": "作废"}, headers=clerk),
        HTTPStatus.CONFLICT,
        "wrong-state",
    )

    assert found["detail"] == "已作废的文号不能用于封停"


def test_every_wrong_field_is_named_at_once(water, clerk):
    wrong = {"note": "", "sealed_on": "十月八日", "depth_m": "深", "colour": "蓝"}

    found = problem(
        water.post(SEALING, json=wrong, headers=clerk),
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "invalid-input",
    )

    assert {fault["field"]: fault["message"] for fault in found["errors"]} == {
        "note": "长度应在 1 至 60 之间",
        "sealed_on": "应为日期，如 2026-10-08",
        "depth_m": "应为数字",
        "colour": "没有这个字段",
    }


def test_a_body_that_contradicts_the_address_is_refused(water, clerk):
    found = problem(
        water.post(SEALING, json={**GOOD, "well_code": "J-8"}, headers=clerk),
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "invalid-input",
    )

    assert [fault["field"] for fault in found["errors"]] == ["well_code"]


@pytest.mark.parametrize(
    ("body", "kind", "status", "slug"),
    [
        (b"{", "application/json", HTTPStatus.BAD_REQUEST, "broken-json"),
        (b"\xff\xfe", "application/json", HTTPStatus.BAD_REQUEST, "broken-json"),
        (b"[]", "application/json", HTTPStatus.UNPROCESSABLE_ENTITY, "invalid-input"),
        (b"null", "application/json", HTTPStatus.UNPROCESSABLE_ENTITY, "invalid-input"),
        (b"", "application/json", HTTPStatus.UNPROCESSABLE_ENTITY, "invalid-input"),
        (b"note=1", "text/plain", HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "not-json"),
        (
            b"note=1",
            "application/x-www-form-urlencoded",
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            "not-json",
        ),
        (
            b" " * (LARGEST_BODY + 1),
            "application/json",
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            "body-too-large",
        ),
    ],
)
def test_a_body_that_is_no_json_object_is_refused(water, clerk, body, kind, status, slug):
    headers = {**clerk, "Content-Type": kind, "Idempotency-Key": "once"}

    problem(water.post(SEALING, content=body, headers=headers), status, slug)


@pytest.mark.parametrize("key", [None, "", "有", "a b", "k" * 201])
def test_a_post_needs_an_idempotency_key(city, water, key):
    headers = city.headers("water")
    if key is not None:
        headers["Idempotency-Key"] = key.encode()

    found = problem(
        water.post(SEALING, json=GOOD, headers=headers),
        HTTPStatus.BAD_REQUEST,
        "no-idempotency-key",
    )

    assert "Idempotency-Key" in found["detail"]


def notes(city, code: str) -> list[str]:
    return next((well["notes"] for well in city.all("water", "wells") if well["code"] == code), [])


def test_a_repeated_request_is_answered_as_the_first_time(city):
    first = city.seal("J-10", "甲", key="replayed")
    city.seal("J-10", "乙", key="in-between")

    again = city.seal("J-10", "甲", key="replayed")

    assert again.status_code == first.status_code == HTTPStatus.OK
    assert again.json() == first.json()
    assert again.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    assert notes(city, "J-10") == ["甲", "乙"]


def test_a_key_is_good_for_one_request_only(city):
    city.seal("J-11", "甲", key="reused")

    for answer in (
        city.seal("J-11", "乙", key="reused"),
        city.seal("J-12", "甲", key="reused"),
    ):
        problem(answer, HTTPStatus.UNPROCESSABLE_ENTITY, "idempotency-key-reused")
    assert notes(city, "J-11") == ["甲"]


def test_two_people_may_use_the_same_key(city, water):
    for subject in ("clerk-1", "clerk-2"):
        headers = {**city.headers("water", subject=subject), "Idempotency-Key": "shared-key"}
        water.post("/v1/wells/J-13/sealings", json=GOOD, headers=headers).raise_for_status()

    assert len(notes(city, "J-13")) == 2


def test_ten_requests_with_one_key_at_the_same_time_have_one_effect(city):
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: city.seal("J-14", "甲", key="ten"), range(10)))

    assert {answer.status_code for answer in answers} == {HTTPStatus.OK}
    assert len({answer.text for answer in answers}) == 1
    assert [answer.headers.get("Idempotent-Replayed") for answer in answers].count(None) == 1
    assert notes(city, "J-14") == ["甲"]


def test_ten_requests_about_one_well_at_the_same_time_all_count(city):
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda n: city.seal("J-15", f"{n}号", key=f"n-{n}"), range(10)))

    assert {answer.status_code for answer in answers} == {HTTPStatus.OK}
    assert sorted(notes(city, "J-15")) == [f"{n}号" for n in range(10)]


def test_a_list_comes_in_pages_without_gap_or_double(city, water, clerk):
    for number in range(5):
        city.seal(f"P-{number}", "甲", key=f"page-{number}").raise_for_status()
    codes, query = [], {"limit": "2", "after": "P"}

    while query["after"] is not None:
        page = water.get("/v1/wells", params=query, headers=clerk).json()
        assert len(page["items"]) <= 2
        codes += [item["code"] for item in page["items"]]
        query["after"] = page["next"]

    assert codes == [f"P-{number}" for number in range(5)]


def test_a_list_can_be_asked_by_its_indexed_fields(city, water, clerk):
    headers = {**clerk, "Idempotency-Key": "deep"}
    deep = {**GOOD, "depth_m": 321.5}
    water.post("/v1/wells/D-1/sealings", json=deep, headers=headers).raise_for_status()

    found = water.get("/v1/wells", params={"depth_m": "321.5"}, headers=clerk).json()

    assert [item["code"] for item in found["items"]] == ["D-1"]
    assert found["next"] is None


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("notes=甲", "notes"),
        ("code[$gt]=", "code[$gt]"),
        ("limit=0", "limit"),
        ("limit=501", "limit"),
        ("limit=-1", "limit"),
        ("limit=两", "limit"),
        ("limit=²", "limit"),
        (f"limit={'9' * 5000}", "limit"),
        ("depth_m=深", "depth_m"),
        ("depth_m=nan", "depth_m"),
        ("limit=1&limit=2", "limit"),
        ("limit=%D9%A3", "limit"),
        ("code=a&code=b", "code"),
        ("code=%00", "code"),
        ("after=%0A", "after"),
        ("%00=1", "\x00"),
    ],
)
def test_a_wrong_question_to_a_list_is_named(water, clerk, query, field):
    found = problem(
        water.get(f"/v1/wells?{query}", headers=clerk),
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "invalid-input",
    )

    assert [fault["field"] for fault in found["errors"]] == [field]


def test_a_document_that_cannot_be_read_does_not_spoil_the_list(city, water, clerk):
    for number in range(4):
        city.seal(f"U-{number}", "甲", key=f"unreadable-{number}").raise_for_status()
    with MongoClient(city.mongo_url) as client:
        wells = client.get_database(f"{client.get_default_database().name}_water").wells
        for code in ("U-1", "U-2"):
            wells.update_one({"_id": code}, {"$set": {"notes": 7}})
    seen, query = [], {"limit": "2", "after": "U"}

    while query["after"] is not None:
        page = water.get("/v1/wells", params=query, headers=clerk)
        assert page.status_code == HTTPStatus.OK
        seen += page.json()["items"]
        query["after"] = page.json()["next"]

    assert [item.get("code", item.get("key")) for item in seen] == ["U-0", "U-1", "U-2", "U-3"]
    assert ["fault" in item for item in seen] == [False, True, True, False]
    found = problem(water.get("/v1/wells/U-1", headers=clerk), 500, "unreadable-document")
    assert "U-1" in found["detail"]


def test_health_and_readiness_are_open_to_all(water):
    assert water.get("/healthz").json()["status"] == "ok"
    assert water.get("/readyz").json() == {"store": "ok", "inbox": "ok"}


def test_metrics_tell_what_was_published_and_asked(city, water, wait_for):
    city.seal("J-20", "甲", key="metrics").raise_for_status()

    def published() -> bool:
        return 'liandong_events_published_total{department="water"}' in water.get("/metrics").text

    wait_for(published)
    text = water.get("/metrics").text
    assert 'route="/v1/wells/<well_code>/sealings",status="200"' in text
    assert "liandong_outbox_pending" in text
    assert "J-20" not in text


def test_the_description_names_the_routes_and_their_roles(water):
    described = water.get("/openapi.json").json()

    assert described["openapi"].startswith("3.1")
    assert "post" in described["paths"]["/v1/wells/{well_code}/sealings"]
    assert "封停水井" in json.dumps(described, ensure_ascii=False)


def test_an_effect_is_listed_for_operations(city, wait_for):
    city.seal("J-30", "甲", key="effects").raise_for_status()
    ops = city.headers("housing", Role.OPS)

    def effects() -> list[str]:
        page = city.web.get(
            f"{city.addresses['housing']}/v1/effects", params={"subject": "J-30"}, headers=ops
        )
        return [item["type"] for item in page.raise_for_status().json()["items"]]

    wait_for(effects)
    assert effects() == ["cn.liandong.water.well.sealed.v1"]
