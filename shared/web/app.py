"""WSGI application of a department: dispatches to the routes, with errors in Chinese."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from shared.web.problem import CONTENT_TYPE, HttpError, problem_of
from shared.web.routes import Route

Respond = Callable[[Request, dict[str, Any]], Response]


class WsgiApp:
    """Dispatches requests to the responders of routes; every host runs this application."""

    def __init__(self, routes: Iterable[tuple[Route, Respond]]) -> None:
        self._answers: dict[str, dict[str, Respond]] = defaultdict(dict)
        for route, answer in routes:
            self._answers[route.url][route.method] = answer
        self._map = Map([Rule(url, endpoint=url) for url in self._answers])

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Respond to a request."""
        request = Request(environ)
        try:
            url, path = self._map.bind_to_environ(environ).match()
        except HTTPException:
            return _no_route(request.path)(environ, start_response)
        answers = self._answers[url]
        method = "GET" if request.method == "HEAD" else request.method
        if method not in answers:
            return _wrong_method(answers, request.path)(environ, start_response)
        response: Response = answers[method](request, dict(path))
        return response(environ, start_response)


def _no_route(path: str) -> Response:
    detail = "没有这个地址；全部地址见 /openapi.json"
    status, body = problem_of(HttpError(HTTPStatus.NOT_FOUND, "no-route", "地址有误", detail), path)
    return Response(body, status, content_type=CONTENT_TYPE)


def _wrong_method(answers: Iterable[str], path: str) -> Response:
    """Return 405 with the methods of the matched address; werkzeug would add other rules' ones."""
    allowed = ", ".join(sorted({*answers, *(["HEAD"] if "GET" in answers else [])}))
    detail = f"此地址只支持 {allowed}"
    wrong = HttpError(HTTPStatus.METHOD_NOT_ALLOWED, "method-not-allowed", "方法不对", detail)
    status, body = problem_of(wrong, path)
    return Response(body, status, {"Allow": allowed}, content_type=CONTENT_TYPE)
