"""The HTTP server of a department: nameko's, with problems in Chinese for wrong addresses."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from nameko.web.server import WebServer
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.wrappers import Response

from shared.problem import CONTENT_TYPE, HttpError, problem_of

App = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Server(WebServer):
    """Serves the routes of a department."""

    def get_wsgi_app(self) -> App:
        """Make the application, which answers what no route takes with a problem."""
        app: Any = super().get_wsgi_app()

        def serve(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            try:
                app.url_map.bind_to_environ(environ).match()
            except HTTPException as error:
                return _refusal(error, environ.get("PATH_INFO", ""))(environ, start_response)
            answer: Iterable[bytes] = app(environ, start_response)
            return answer

        return serve


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
