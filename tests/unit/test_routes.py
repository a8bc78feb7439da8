"""Routes: declaration, lookup, authorisation and responses, independent of the host."""

from http import HTTPStatus

import pytest
from werkzeug.test import Client
from werkzeug.wrappers import Response

from shared.runtime.department import Department
from shared.store.pages import Page, PageRequest
from shared.web.app import WsgiApp
from shared.web.auth import Role
from shared.web.drain import DrainingMiddleware
from shared.web.routes import http, routes_of, signature_of


class Wells(Department):
    """Wells of a synthetic city."""

    name = "water"
    title = "水务局"

    @http("GET", "/v1/wells/<code>", roles=[Role.CLERK], title="水井")
    @http("GET", "/v1/old-wells/<code>", roles=[Role.OPS], title="旧水井")
    def get_well(self, code: str) -> Response:
        """Show a well."""
        return Response(code)

    def count(self) -> int:
        """Return 0; no route leads here."""
        return 0


class MoreWells(Wells):
    """The same routes, and one more."""

    @http("GET", "/v1/springs", public=True, title="泉")
    def get_springs(self) -> Response:
        """List springs."""
        return Response("晋祠")


@pytest.fixture
def app() -> WsgiApp:
    return WsgiApp((route, lambda _, path: Response(path["code"])) for route, _ in wells())


def wells():
    return [(route, called) for route, called in routes_of(Wells) if "wells" in route.url]


def test_a_method_has_every_route_that_was_declared_for_it():
    assert [(route.url, called) for route, called in wells()] == [
        ("/v1/old-wells/<code>", Wells.get_well),
        ("/v1/wells/<code>", Wells.get_well),
    ]


def test_a_subclass_has_the_routes_of_its_base_and_leaves_the_base_alone():
    base, more = ({route.url for route, _ in routes_of(cls)} for cls in (Wells, MoreWells))

    assert more - base == {"/v1/springs"}
    assert "/healthz" in base


@pytest.mark.parametrize("given", [{}, {"public": True, "roles": [Role.CLERK]}])
def test_a_route_says_who_may_call_it_in_exactly_one_way(given):
    with pytest.raises(TypeError, match="GET /v1/secrets: name the roles"):
        http("GET", "/v1/secrets", title="秘密", **given)


def test_a_list_is_known_by_what_it_gives():
    def get_wells(page: PageRequest) -> Page[Role]:
        """List wells."""
        raise NotImplementedError

    shape = signature_of(get_wells)

    assert (shape.listed, shape.parameter, shape.command) == (Role, "page", None)
    assert shape.title == "List wells."


def test_what_an_address_tells_reaches_the_method(app):
    assert Client(app).get("/v1/wells/祁-7").text == "祁-7"


@pytest.mark.parametrize("address", ["/", "/v1/wells", "/v1/wells/", "/v1/rivers/1"])
def test_an_address_without_a_route_is_told_in_chinese(app, address):
    answer = Client(app).get(address)

    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert answer.json["title"] == "地址有误"
    assert answer.json["instance"] == address


def test_a_method_that_a_route_does_not_take_is_told_with_those_that_it_does(app):
    answer = Client(app).post("/v1/wells/J-7")

    assert answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert answer.headers["Allow"] == "GET, HEAD"
    assert answer.json["title"] == "方法不对"


def test_a_closed_door_refuses_with_what_to_do(app):
    door = DrainingMiddleware(app)
    before = Client(door).get("/v1/wells/J-7")

    door.drain(grace_s=0)

    after = Client(door).get("/v1/wells/J-7")
    assert before.status_code == HTTPStatus.OK
    assert after.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert after.json["title"] == "正在停机"
    assert after.headers["Retry-After"]


def test_a_door_closes_behind_those_who_are_inside(app):
    waited: list[bool] = []

    def visit(environ, start_response):
        waited.append(door.drain(grace_s=0))
        return app(environ, start_response)

    door = DrainingMiddleware(visit)

    inside = Client(door).get("/v1/wells/J-7")

    assert inside.status_code == HTTPStatus.OK
    assert waited == [False]
    assert door.drain(grace_s=0)
