"""The HTTP entrypoint: `@http` checks who asks and what, then calls one service method."""

import inspect
import time
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from http import HTTPStatus
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import orjson
import structlog
from eventlet.event import Event
from nameko.web.handlers import HttpRequestHandler
from werkzeug.wrappers import Request as HttpRequest
from werkzeug.wrappers import Response

from shared import metrics
from shared.auth import Caller, Role
from shared.codec import to_wire
from shared.contract import contract_of
from shared.message import MessageMeta
from shared.paging import read_page
from shared.problem import CONTENT_TYPE as PROBLEM
from shared.problem import problem_of
from shared.request import body_of, cause_of_request, merged, once_of, patience_of
from shared.server import Server
from shared.work import AlreadyAnswered, Page, Request

F = TypeVar("F", bound=Callable[..., Any])
JSON = "application/json; charset=utf-8"
log = structlog.get_logger()


class Http(HttpRequestHandler):
    """One route of a department: closed to all but its own people in the roles named."""

    server = Server()

    def __init__(
        self,
        method: str,
        url: str,
        *,
        title: str,
        roles: Sequence[Role] = (),
        public: bool = False,
        **kw: Any,
    ) -> None:
        super().__init__(method, url, expected_exceptions=(Exception,), **kw)
        self.title = title
        if bool(roles) == public:
            raise TypeError(f"{method} {url}: name the roles that may call it, or say public=True")
        self.roles = frozenset(roles)
        self.public = public

    def setup(self) -> None:
        """Open the route; a process without the api role opens the public ones only."""
        if self.public or self.container.config["serves_api"]:
            super().setup()

    def stop(self) -> None:
        """Close the route, if it was opened."""
        if self.public or self.container.config["serves_api"]:
            super().stop()

    @cached_property
    def shape(self) -> "Shape":
        """What the service method behind the route takes and gives."""
        return shape_of(getattr(self.container.service_cls, self.method_name))

    def handle_request(self, request: HttpRequest) -> Response:
        """Answer a request; every error becomes a problem that says what to do."""
        request.shallow = False
        began = time.perf_counter()
        try:
            response = self._serve(request)
        except AlreadyAnswered as answered:
            response = _json(answered.body)
            response.headers["Idempotent-Replayed"] = "true"
        except Exception as error:  # noqa: BLE001  a request ends here
            response = self._problem(error, request)
        self._count(response.status_code, time.perf_counter() - began)
        return response

    def _serve(self, request: HttpRequest) -> Response:
        caller = None if self.public else self._caller(request)
        arguments: dict[str, Any] = dict(request.path_values)  # type: ignore[attr-defined]
        context: Request | None = None
        if (command := self.shape.command) is not None:
            body = merged(body_of(request), arguments)
            once = once_of(request, caller, body)
            arguments = {self.shape.parameter: contract_of(command).load(body)}
            cause = cause_of_request(request, caller, command.__name__)
            context = Request(cause, once, patience_of(request))
        elif self.shape.listed is not None:
            arguments[self.shape.parameter] = read_page(self.shape.listed, request.args)
        return self._call(arguments, context)

    def _call(self, arguments: dict[str, Any], context: Request | None) -> Response:
        done = Event()
        keep = partial(self.handle_result, done)
        self.container.spawn_worker(
            self, (), arguments, context_data={"request": context}, handle_result=keep
        )
        result = done.wait()
        return result if isinstance(result, Response) else _json(to_wire(result))

    def _caller(self, request: HttpRequest) -> Caller:
        caller: Caller = self.container.config["issuers"].caller(
            request.headers.get("Authorization")
        )
        caller.check(self.container.service_name, self.roles)
        return caller

    def _problem(self, error: Exception, request: HttpRequest) -> Response:
        status, body = problem_of(error, request.path)
        if status == HTTPStatus.INTERNAL_SERVER_ERROR:
            log.error("http.failed", route=self.url, exc_info=error)
        response = Response(body, status=status, content_type=PROBLEM)
        if status == HTTPStatus.UNAUTHORIZED:
            response.headers["WWW-Authenticate"] = "Bearer"
        return response

    def _count(self, status: int, seconds: float) -> None:
        department = self.container.service_name
        metrics.HTTP_REQUESTS.labels(department, self.url, str(status)).inc()
        metrics.HTTP_SECONDS.labels(department, self.url).observe(seconds)


def http(
    method: str, url: str, *, title: str, roles: Sequence[Role] = (), public: bool = False
) -> Callable[[F], F]:
    """Let a service method be called over HTTP by these roles of its own department.

    `title` is Chinese. Path parameters `<name>` fill the method's arguments, or the fields of the
    same name where it takes a command. A method that gives a `Page` takes `page: PageRequest`.
    """
    decorated: Callable[[F], F] = Http.decorator(
        method, url, title=title, roles=roles, public=public
    )
    return decorated


class Shape:
    """What a service method takes (a command, or a page request for a list) and gives."""

    def __init__(self, method: Callable[..., Any]) -> None:
        hints = get_type_hints(method)
        self.gives = hints.pop("return", None)
        self.parameter, self.command = _command(hints)
        self.listed = get_args(self.gives)[0] if get_origin(self.gives) is Page else None
        if self.listed is not None:
            self.parameter = "page"
        self.title = (inspect.getdoc(method) or "").partition("\n")[0]


def shape_of(method: Callable[..., Any]) -> Shape:
    """Read the signature of a service method."""
    return Shape(method)


def _command(hints: dict[str, Any]) -> tuple[str, type[Any] | None]:
    for name, hint in hints.items():
        if isinstance(getattr(hint, "__message__", None), MessageMeta):
            return name, hint
    return "", None


def _json(body: Any) -> Response:
    return Response(orjson.dumps(body), content_type=JSON)
