"""From request to answer, on any host: check who asks and what, call one method, write it down."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any

import orjson
import structlog
from werkzeug.wrappers import Request as HttpRequest
from werkzeug.wrappers import Response

from liandong.messages.request_signature import SCHEME
from shared.delivery.tracing import NO_REQUEST_SPAN, NO_TRACING, RequestSpan, TracingHooks
from shared.delivery.worker import ReplayedAnswer, RequestContext
from shared.messages.contract import contract_of
from shared.observability import metrics
from shared.observability.trace_context import told as traced
from shared.web.auth import Caller, TrustedIssuers
from shared.web.json_answer import written
from shared.web.paging import parse_page_request
from shared.web.problem import CONTENT_TYPE as PROBLEM
from shared.web.problem import problem_of
from shared.web.read_log import Look, ReadLog
from shared.web.requests import (
    cause_of_request,
    idempotency_key,
    max_wait_s,
    merge_path_parameters,
    once_of_upload,
    parse_json_body,
    purpose_of,
    upload_of,
)
from shared.web.routes import Route, Shape, restricted_type

JSON = "application/json; charset=utf-8"
CORRELATION = "liandong.correlation"
TRACEPARENT = "traceparent"
log = structlog.get_logger()

Call = Callable[[dict[str, Any], RequestContext | None], Any]
"""Calls the service method with its arguments, on behalf of a request if it is a command's."""


@dataclass(frozen=True, slots=True)
class RouteResponder:
    """Answers the requests of one route; every error becomes a problem that says what to do."""

    department: str
    issuers: TrustedIssuers
    route: Route
    shape: Shape
    call: Call
    reads: ReadLog
    spans: TracingHooks = NO_TRACING

    def answer(self, request: HttpRequest, path: dict[str, Any]) -> Response:
        """Answer a request; `path` holds what its address tells."""
        began, asked = time.perf_counter(), self._asked(request)
        try:
            response = self._serve(request, path)
        except ReplayedAnswer as answered:
            response = _json(orjson.dumps(answered.body))
            response.headers["Idempotent-Replayed"] = "true"
        except Exception as error:  # noqa: BLE001  a request ends here
            response = self._problem(error, request)
        self._count(response.status_code, time.perf_counter() - began)
        asked.answered(response.status_code)
        return response

    def _asked(self, request: HttpRequest) -> RequestSpan:
        """Let what the request causes carry on from its span; routes for no person have none."""
        if self.route.public:
            return NO_REQUEST_SPAN
        given = request.headers.get(TRACEPARENT, "")
        asked = self.spans.asked(self.route.method, self.route.url, given)
        if asked.traceparent is not None:
            request.environ[f"HTTP_{TRACEPARENT.upper()}"] = asked.traceparent
        return asked

    def _serve(self, request: HttpRequest, path: dict[str, Any]) -> Response:
        caller = self._caller(request) if self.route.roles else None
        kind = restricted_type(self.route, self.shape)
        if caller is None or kind is None:
            return self._respond(self._result(request, path, caller))
        where = f"{self.route.method} {self.route.url}"
        look = Look(caller, where, kind, path, purpose_of(request))
        answer = partial(self._result, request, path, caller)
        return self._respond(self.reads.record_then_return(look, answer))

    def _result(self, request: HttpRequest, path: dict[str, Any], caller: Caller | None) -> Any:
        """Check whether the caller may, then call the method."""
        if caller is not None:
            caller.check(self.department, self.route.roles)
        arguments, context = dict(path), None
        if self.route.signed:
            arguments["authorization"] = request.headers.get("Authorization", "")
        if (command := self.shape.command) is not None:
            body = merge_path_parameters(parse_json_body(request), arguments)
            once = idempotency_key(request, caller, body)
            arguments = {self.shape.parameter: contract_of(command).load(body)}
            cause = cause_of_request(request, caller, command.__name__)
            request.environ[CORRELATION] = cause.correlation
            context = RequestContext(cause, once, max_wait_s(request), self.shape.restricted)
        elif self.shape.uploads:
            upload = upload_of(request, path["sha256"])
            arguments = {self.shape.parameter: upload}
            cause = cause_of_request(request, caller, type(upload).__name__)
            context = RequestContext(cause, once_of_upload(upload), max_wait_s(request))
        elif self.shape.listed is not None:
            arguments[self.shape.parameter] = parse_page_request(self.shape.listed, request.args)
        return self.call(arguments, context)

    def _respond(self, result: Any) -> Response:
        return result if isinstance(result, Response) else _json(written(result))

    def _caller(self, request: HttpRequest) -> Caller:
        return self.issuers.caller(request.headers.get("Authorization"))

    def _problem(self, error: Exception, request: HttpRequest) -> Response:
        status, body = problem_of(error, request.path)
        if status == HTTPStatus.INTERNAL_SERVER_ERROR:
            correlation = request.environ.get(CORRELATION)
            about = {"correlation": correlation, **traced(request.headers.get(TRACEPARENT))}
            log.error("http.failed", route=self.route.url, **about, exc_info=error)
        response = Response(body, status=status, content_type=PROBLEM)
        if status == HTTPStatus.UNAUTHORIZED:
            response.headers["WWW-Authenticate"] = SCHEME if self.route.signed else "Bearer"
        return response

    def _count(self, status: int, seconds: float) -> None:
        url = self.route.url
        metrics.HTTP_REQUESTS.labels(self.department, url, str(status)).inc()
        metrics.HTTP_SECONDS.labels(self.department, url).observe(seconds)


def _json(body: bytes) -> Response:
    return Response(body, content_type=JSON)
