"""The WSGI application of every host: the most specific route wins, and reports its methods."""

from werkzeug.test import Client
from werkzeug.wrappers import Response

from shared.web.app import WsgiApp
from shared.web.routes import Route


def route(method: str, url: str):
    return Route(method, url, "某", frozenset(), public=True), lambda *_: Response(url)


CLIENT = Client(
    WsgiApp(
        [
            route("GET", "/v1/failed/<id>"),
            route("GET", "/v1/failed/history"),
            route("POST", "/v1/failed/snapshots"),
        ]
    )
)


def test_an_address_tells_what_it_takes_itself_and_not_what_others_take_that_fit_too():
    refused = CLIENT.get("/v1/failed/snapshots")

    assert (refused.status_code, refused.headers["Allow"]) == (405, "POST")
    assert CLIENT.delete("/v1/failed/x").headers["Allow"] == "GET, HEAD"


def test_the_most_exact_address_answers():
    assert CLIENT.get("/v1/failed/history").text == "/v1/failed/history"
    assert CLIENT.get("/v1/failed/x").text == "/v1/failed/<id>"
    assert CLIENT.head("/v1/failed/x").status_code == 200
    assert CLIENT.get("/v1/none").status_code == 404
