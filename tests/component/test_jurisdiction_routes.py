"""Every route of every department, asked by an office of another county."""

import dataclasses
import hashlib
import re
from http import HTTPStatus
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from documents_given import a_document
from offices_given import CITY, PINGYAO, QIXIAN, OfficeApi

from services.coordination.bulletins.domain import Bulletin
from services.coordination.clocks.domain import Recount
from shared.catalog.catalog import department_names, document_types, load_service
from shared.clock.system import system_clock
from shared.contracts.example_event import example_of
from shared.local.dev_keys import create_dev_keys
from shared.store.document import DocumentMeta, document_meta
from shared.store.pages import Page
from shared.web.routes import routes_of, signature_of

PARAMETER = re.compile(r"<([a-z_0-9]+)>")
CITY_WIDE = {
    "月度通报": "how the departments of the whole city kept their periods; names no matter",
    "期限重算": "an act on all clocks of the city; names no matter",
    "案件时间线": "made of a case after the case itself was read",
    "案件文书": "made of a case after the case itself was read",
    "线索定性提示": "read after the clue itself",
    "调查样品": "read after the report itself",
}
"""Types of documents that routes show and that lie nowhere, with the reason."""
ANYWHERE = {
    "/v1/clues": "any office reports what it found, wherever it lies [code.1083]",
    "/v1/materials/<sha256>": "a material is recorded by the office that holds it",
}
"""Acts that an office may do wherever the matter lies, with the reason."""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    create_dev_keys(home, system_clock())
    return home


def reads_and_lists():
    for department in department_names():
        for route, method in routes_of(load_service(department)):
            if route.method == "GET" and route.roles and not route.by_city:
                yield pytest.param(department, route, method, id=f"{department} {route.url}")


def acts():
    for department in department_names():
        for route, method in routes_of(load_service(department)):
            limited = route.roles and not route.by_city
            if route.method != "GET" and limited and route.url not in ANYWHERE:
                yield pytest.param(department, route, method, id=f"{department} {route.url}")


def documents_in(hint: Any) -> set[type[Any]]:
    """Find the document types in the type of an answer."""
    if get_origin(hint) in (Page, UnionType) or get_args(hint):
        return {found for part in get_args(hint) for found in documents_in(part)}
    if hint in (None, NoneType) or not dataclasses.is_dataclass(hint):
        return set()
    if isinstance(getattr(hint, "__document__", None), DocumentMeta):
        return {hint}
    return {found for part in get_type_hints(hint).values() for found in documents_in(part)}


@pytest.mark.parametrize(("department", "route", "method"), list(reads_and_lists()))
def test_every_document_that_a_route_shows_lies_in_a_county(department, route, method):
    for kind in documents_in(signature_of(method).gives):
        meta = document_meta(kind)
        assert meta.placed or meta.title in CITY_WIDE, f"{kind.__name__} names no place"


KEY = "140728-0007"
LINKS = {"event_id", "case_id", "clue_id", "plot_code", "parcel_code", "detention_id"}


def seeded(department: str, home, division: str, *keys: str) -> OfficeApi:
    """Return a department with documents of every type, all of one county, under these keys."""
    api = OfficeApi(department, home)
    for kind in document_types(department):
        meta = document_meta(kind)
        names = {field.name for field in dataclasses.fields(kind)}
        places = dict.fromkeys({meta.placed, "division"} & names, division)
        for key in keys or (KEY,):
            values = dict.fromkeys(LINKS & names, key) | places | {meta.key: key}
            api.keep(a_document(kind, **values))
    return api


def filled(url: str, values: dict[str, str]) -> str:
    return PARAMETER.sub(lambda found: values.get(found[1], KEY), url)


@pytest.fixture(scope="module")
def in_pingyao(home):
    return {name: seeded(name, home, PINGYAO) for name in department_names()}


@pytest.mark.parametrize(("department", "route", "method"), list(reads_and_lists()))
def test_no_office_sees_what_lies_in_another_county(in_pingyao, department, route, method):
    api, path = in_pingyao[department], filled(route.url, {"suffix": "pdf", "name": "x.pdf"})
    listed = signature_of(method).listed

    answer = api.ask("GET", path, QIXIAN)

    if answer.status_code != HTTPStatus.OK:
        assert answer.status_code in (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)
    elif listed is not None:
        place = document_meta(listed).placed
        assert not place or {item[place] for item in answer.json["items"]} <= {QIXIAN}
    else:
        assert documents_in(signature_of(method).gives) <= {Bulletin, Recount}


@pytest.mark.parametrize(("department", "route", "method"), list(reads_and_lists()))
def test_the_city_sees_what_is_not_restricted(in_pingyao, department, route, method):
    """A restricted document is shown to the city's head alone, who says why."""
    path = filled(route.url, {"suffix": "pdf", "name": "x.pdf"})
    listed = signature_of(method).listed
    restricted = route.reads or signature_of(method).restricted

    answer = in_pingyao[department].ask("GET", path, CITY)

    if restricted is not None:
        shown = answer.json.get("items") if listed else answer.status_code == HTTPStatus.OK
        assert not shown
    elif listed is not None:
        assert answer.status_code == HTTPStatus.OK


@pytest.mark.parametrize(("department", "route", "method"), list(acts()))
def test_no_office_acts_in_another_county(home, department, route, method):
    signature = signature_of(method)
    body = None if signature.command is None else example_of(signature.command)
    names = PARAMETER.findall(route.url)
    values = {name: str((body or {}).get(name, hashlib.sha256(b"x").hexdigest())) for name in names}
    linked = [str(value) for name, value in (body or {}).items() if name in LINKS]
    linked += (body or {}).get("parcel_codes", []) + (body or {}).get("plot_codes", [])
    api = seeded(department, home, PINGYAO, *{*values.values(), *linked})
    before = api.store.snapshot()

    answer = api.ask(route.method, filled(route.url, values), QIXIAN, body=body)

    assert answer.status_code == HTTPStatus.FORBIDDEN, answer.get_data(as_text=True)
    assert "管辖" in answer.json["detail"] or "市级办理" in answer.json["detail"]
    after = api.store.snapshot()
    after.pop("reads", None), before.pop("reads", None)
    assert after == before


def test_operators_and_what_the_city_alone_may_read_are_closed_to_counties(home):
    for department in department_names():
        api = OfficeApi(department, home)
        for route, _ in routes_of(api.service):
            if route.by_city:
                answer = api.ask(route.method, filled(route.url, {}), QIXIAN, body={})
                assert answer.status_code == HTTPStatus.FORBIDDEN, route.url
