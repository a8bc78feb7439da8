"""Request handling on any host: authenticate, validate, call one method, record."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

import orjson
import structlog
from werkzeug.wrappers import Request as HttpRequest
from werkzeug.wrappers import Response

from liandong.messages.request_signature import SCHEME
from shared.errors import ForbiddenError
from shared.handling.jurisdiction import Office, named
from shared.handling.worker import ReplayedAnswer, RequestContext
from shared.messages.contract import contract_of
from shared.messages.declare import meta_of
from shared.observability import metrics
from shared.observability.trace_context import log_fields
from shared.vocabulary.divisions import city_code
from shared.web.auth import Caller, Role, TrustedIssuers
from shared.web.json_answer import json_bytes
from shared.web.paging import parse_page_request
from shared.web.problem import CONTENT_TYPE as PROBLEM
from shared.web.problem import problem_of
from shared.web.read_log import Access, ReadLog
from shared.web.requests import (
    cause_of_request,
    idempotency_key,
    key_of_upload,
    max_wait_s,
    merge_path_parameters,
    parse_json_body,
    purpose_of,
    upload_of,
)
from shared.web.routes import MethodSignature, Route, restricted_type
from shared.web.tracing import (
    NO_REQUEST_SPAN,
    NO_REQUEST_TRACING,
    RequestSpan,
    RequestTracing,
)

JSON = "application/json; charset=utf-8"
READ = "read"
CORRELATION = "liandong.correlation"
TRACEPARENT = "traceparent"
log = structlog.get_logger()

CallMethod = Callable[[dict[str, Any], RequestContext | None], Any]
"""Calls the service method with its arguments, on behalf of a request if it is a command's."""


@dataclass(frozen=True, slots=True)
class RouteResponder:
    """Responds to the requests of one route; every error becomes a problem with its remedy."""

    department: str
    issuers: TrustedIssuers
    route: Route
    signature: MethodSignature
    call: CallMethod
    read_log: ReadLog
    tracing: RequestTracing = NO_REQUEST_TRACING

    def respond(self, request: HttpRequest, path: dict[str, Any]) -> Response:
        """Authenticate, validate, call the method; `path` holds the parameters of the address."""
        began, span = time.perf_counter(), self._start_span(request)
        try:
            caller = self._authenticated(request)
            access = self._access(request, path, caller)
            with self.read_log.recorded_refusals(access):
                office = self._office(caller, access)
                arguments, context = self._arguments(request, path, caller, office)
                result = self.call(arguments, context)
            self.read_log.record_shown(access, result)
            response = result if isinstance(result, Response) else _json(json_bytes(result))
        except ReplayedAnswer as answered:
            response = _json(orjson.dumps(answered.body))
            response.headers["Idempotent-Replayed"] = "true"
        except Exception as error:  # noqa: BLE001  the last handler of a request
            response = self._problem(error, request)
        self._count(response.status_code, time.perf_counter() - began)
        span.end(response.status_code)
        return response

    def _start_span(self, request: HttpRequest) -> RequestSpan:
        """Start the request's span, which its work continues; public routes have none."""
        if self.route.public:
            return NO_REQUEST_SPAN
        given = request.headers.get(TRACEPARENT, "")
        span = self.tracing.trace_request(self.route.method, self.route.url, given)
        if span.traceparent is not None:
            request.environ[f"HTTP_{TRACEPARENT.upper()}"] = span.traceparent
        return span

    def _authenticated(self, request: HttpRequest) -> Caller | None:
        """Return the caller of the token; None for routes without tokens."""
        if not self.route.roles:
            return None
        return self.issuers.authenticate(request.headers.get("Authorization"))

    def _access(
        self, request: HttpRequest, path: dict[str, Any], caller: Caller | None
    ) -> Access | None:
        """Return the access for the read log; None if the route shows nothing restricted."""
        kind = restricted_type(self.route, self.signature)
        if caller is None or kind is None:
            return None
        where = f"{self.route.method} {self.route.url}"
        return Access(caller, where, kind, path, purpose_of(request))

    def _office(self, caller: Caller | None, access: Access | None) -> Office | None:
        """Return the office of the caller, whose jurisdiction limits what it sees and acts on."""
        if caller is None:
            return None
        city = city_code()
        if self.route.by_city and caller.division != city:
            raise ForbiddenError(f"“{self.route.title}”由市级办理：请用{named(city)}的令牌")
        heads = caller.division == city and Role.HEAD in caller.roles
        return Office(
            caller.division, city, supervises=heads and access is not None and bool(access.purpose)
        )

    def _arguments(
        self,
        request: HttpRequest,
        path: dict[str, Any],
        caller: Caller | None,
        office: Office | None,
    ) -> tuple[dict[str, Any], RequestContext | None]:
        """Authorize the caller, then parse and validate the arguments; raises on any fault."""
        if caller is not None:
            caller.authorize(self.department, self.route.roles)
        arguments, context = dict(path), None
        if self.route.signed:
            arguments["authorization"] = request.headers.get("Authorization", "")
        if (command := self.signature.command) is not None:
            body = merge_path_parameters(parse_json_body(request), arguments)
            once = idempotency_key(request, caller, body)
            arguments = {self.signature.parameter: contract_of(command).load(body)}
            office = _empowered(office, command)
            cause = cause_of_request(request, caller, command.__name__, office)
            request.environ[CORRELATION] = cause.correlation
            context = RequestContext(cause, once, max_wait_s(request), self.signature.restricted)
        elif self.signature.uploads:
            upload = upload_of(request, path["sha256"])
            arguments = {self.signature.parameter: upload}
            cause = cause_of_request(request, caller, type(upload).__name__, office)
            context = RequestContext(cause, key_of_upload(upload), max_wait_s(request))
        elif self.signature.listed is not None:
            page = parse_page_request(self.signature.listed, request.args)
            arguments[self.signature.parameter] = page
        if context is None and caller is not None:
            context = RequestContext(cause_of_request(request, caller, READ, office))
        return arguments, context

    def _problem(self, error: Exception, request: HttpRequest) -> Response:
        status, body = problem_of(error, request.path)
        if status == HTTPStatus.INTERNAL_SERVER_ERROR:
            correlation = request.environ.get(CORRELATION)
            about = {"correlation": correlation, **log_fields(request.headers.get(TRACEPARENT))}
            log.error("http.failed", route=self.route.url, **about, exc_info=error)
        response = Response(body, status=status, content_type=PROBLEM)
        if status == HTTPStatus.UNAUTHORIZED:
            response.headers["WWW-Authenticate"] = SCHEME if self.route.signed else "Bearer"
        return response

    def _count(self, status: int, seconds: float) -> None:
        url = self.route.url
        metrics.HTTP_REQUESTS.labels(self.department, url, str(status)).inc()
        metrics.HTTP_SECONDS.labels(self.department, url).observe(seconds)


def _empowered(office: Office | None, command: type[Any]) -> Office | None:
    """Return the office with the power of an act that the law gives to the city office."""
    if office is None or not meta_of(command).by_city:
        return office
    if not office.is_city:
        raise ForbiddenError(
            f"“{meta_of(command).title}”由市级办理：请报{named(office.city)}的主管部门"
        )
    return replace(office, by_law=True)


def _json(body: bytes) -> Response:
    return Response(body, content_type=JSON)
