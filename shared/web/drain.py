"""Draining of an HTTP server: counts requests in flight and refuses new ones."""

import threading
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from werkzeug.wrappers import Request, Response

from shared.web.problem import CONTENT_TYPE, HttpError, problem_of

WsgiCallable = Callable[[dict[str, Any], Any], Iterable[bytes]]


class DrainingMiddleware:
    """Passes requests to the application until it is drained."""

    def __init__(self, app: WsgiCallable) -> None:
        self._app = app
        self._in_flight = 0
        self._closed = False
        self._news = threading.Condition()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Respond to a request, or refuse it while draining."""
        with self._news:
            if self._closed:
                return _unavailable(Request(environ).path)(environ, start_response)
            self._in_flight += 1
        try:
            return self._app(environ, start_response)
        finally:
            with self._news:
                self._in_flight -= 1
                self._news.notify_all()

    def drain(self, grace_s: float) -> bool:
        """Refuse new requests; wait for those in flight, and return whether all have finished."""
        with self._news:
            self._closed = True
            return self._news.wait_for(lambda: not self._in_flight, grace_s)


def _unavailable(path: str) -> Response:
    detail = "本进程正在停止；请稍后用同一个 Idempotency-Key 重试"
    stopping = HttpError(HTTPStatus.SERVICE_UNAVAILABLE, "stopping", "正在停机", detail)
    status, body = problem_of(stopping, path)
    return Response(body, status, {"Retry-After": "5"}, content_type=CONTENT_TYPE)
