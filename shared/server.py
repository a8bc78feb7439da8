"""The WSGI application of a department: finds the route, or says in Chinese that there is none."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from shared.problem import CONTENT_TYPE, HttpError, problem_of
from shared.web import Route

Answer = Callable[[Request, dict[str, Any]], Response]


class App:
    """Serves routes, each with what answers its requests; every host runs this same application."""

    def __init__(self, routes: Iterable[tuple[Route, Answer]]) -> None:
        self._map = Map(
            [Rule(route.url, methods=[route.method], endpoint=answer) for route, answer in routes]
        )

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer a request."""
        request = Request(environ)
        try:
            answer: Any
            answer, path = self._map.bind_to_environ(environ).match()
        except HTTPException as error:
            return _refusal(error, request.path)(environ, start_response)
        response: Response = answer(request, path)
        return response(environ, start_response)


def _refusal(error: HTTPException, path: str) -> Response:
    if isinstance(error, MethodNotAllowed):
        allowed = ", ".join(sorted(error.valid_methods or ()))
        detail = f"此地址只支持 {allowed}"
        wrong = HttpError(HTTPStatus.METHOD_NOT_ALLOWED, "method-not-allowed", "方法不对", detail)
        status, body = problem_of(wrong, path)
        return Response(body, status, {"Allow": allowed}, content_type=CONTENT_TYPE)
    detail = "没有这个地址；全部地址见 /openapi.json"
    status, body = problem_of(HttpError(HTTPStatus.NOT_FOUND, "no-route", "地址有误", detail), path)
    return Response(body, status, content_type=CONTENT_TYPE)
