"""Routes declared on service methods: `@http` names their address and permitted callers."""

import dataclasses
import inspect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

from shared.messages.declare import MessageMeta
from shared.store.document import DocumentMeta
from shared.store.pages import Page
from shared.web.attachments import Upload
from shared.web.auth import Role

F = TypeVar("F", bound=Callable[..., Any])
MARK = "__routes__"


@dataclass(frozen=True, slots=True)
class Route:
    """One route of a department, by default restricted to roles of its own people.

    Alternatively it is public, or `signed` for other departments: its method takes the header
    `authorization` and verifies the signature itself. `reads` names the restricted document type of
    the answer if the return type does not reveal it. `conflicts` declares that even a read may fail
    because of a state (409). For routes that several departments share, `roles_of` and `reads_of`
    name class attributes of the service instead; `of_service` fills them in.
    """

    method: str
    url: str
    title: str
    roles: frozenset[Role]
    public: bool
    signed: bool = False
    reads: type[Any] | None = None
    conflicts: bool = False
    roles_of: str = ""
    reads_of: str = ""
    by_city: bool = False

    def __post_init__(self) -> None:
        if [bool(self.roles or self.roles_of), self.public, self.signed].count(True) != 1:
            where = f"{self.method} {self.url}"
            wanted = "name the roles that may call it, or say public=True or signed=True"
            raise TypeError(f"{where}: {wanted}")

    def of_service(self, service: type[Any]) -> "Route":
        """Return the route with the roles and the document type of a service."""
        roles = frozenset(getattr(service, self.roles_of)) if self.roles_of else self.roles
        reads = getattr(service, self.reads_of) if self.reads_of else self.reads
        return dataclasses.replace(self, roles=roles, reads=reads, roles_of="", reads_of="")

    @property
    def on_every_process(self) -> bool:
        """Whether every process serves it, not only those with the api role."""
        return not self.roles


def http(
    method: str,
    url: str,
    *,
    title: str,
    roles: Sequence[Role] = (),
    public: bool = False,
    signed: bool = False,
    reads: type[Any] | None = None,
    conflicts: bool = False,
    roles_of: str = "",
    reads_of: str = "",
    by_city: bool = False,
) -> Callable[[F], F]:
    """Expose a service method over HTTP to these roles of its own department.

    `title` is Chinese. Path parameters `<name>` fill the method's arguments, or the fields of its
    command. A method that returns a `Page` takes `page: PageRequest`. Restricted documents in its
    answer are recorded; a method that returns a file or another view of one names its class in
    `reads`. A method that takes an `Upload` receives the bytes of the request; its address has
    `<sha256>`. `roles_of` and `reads_of` name class attributes of the service that hold the roles
    and the class, for routes that several departments share. `by_city` admits only people of the
    city's office; routes for operators alone are always of that kind.
    """
    route = Route(
        method,
        url,
        title,
        frozenset(roles),
        public,
        signed,
        reads,
        conflicts,
        roles_of,
        reads_of,
        by_city or tuple(roles) == (Role.OPS,),
    )

    def decorate(called: F) -> F:
        setattr(called, MARK, (*getattr(called, MARK, ()), route))
        return called

    return decorate


def routes_of(service: type[Any]) -> Iterator[tuple[Route, Callable[..., Any]]]:
    """List a service's routes with their methods, ordered by address."""
    found = [
        (route.of_service(service), called)
        for _, called in inspect.getmembers(service, inspect.isfunction)
        for route in getattr(called, MARK, ())
    ]
    yield from sorted(found, key=lambda pair: (pair[0].url, pair[0].method))


class MethodSignature:
    """Parameters (a command, an upload, a page request) and return type of a service method."""

    def __init__(self, method: Callable[..., Any]) -> None:
        hints = get_type_hints(method)
        self.gives = hints.pop("return", None)
        self.parameter, self.command = _command(hints)
        self.listed = get_args(self.gives)[0] if get_origin(self.gives) is Page else None
        if self.listed is not None:
            self.parameter = "page"
        self.restricted = restricted_in(self.gives)
        self.uploads = Upload in hints.values()
        if self.uploads:
            self.parameter = next(name for name, hint in hints.items() if hint is Upload)
        self.title = (inspect.getdoc(method) or "").partition("\n")[0]


def restricted_type(route: Route, signature: MethodSignature) -> type[Any] | None:
    """Return the restricted document type that a route shows and must record; or None."""
    kind = route.reads or signature.restricted
    if kind is not None and not route.roles:
        raise TypeError(f"{route.method} {route.url} shows {kind.__name__} to people without names")
    return kind


def restricted_in(hint: Any) -> type[Any] | None:
    """Find a restricted document type in a return type, also inside lists and other objects."""
    waiting, seen = [hint], set()
    while waiting:
        part = waiting.pop()
        if part in seen:
            continue
        seen.add(part)
        meta = getattr(part, "__document__", None)
        if isinstance(meta, DocumentMeta) and meta.restricted:
            return cast(type[Any], part)
        waiting += get_args(part)
        if dataclasses.is_dataclass(part) and isinstance(part, type):
            waiting += get_type_hints(part).values()
    return None


@cache
def signature_of(method: Callable[..., Any]) -> MethodSignature:
    """Return the cached signature of a service method."""
    return MethodSignature(method)


def _command(hints: dict[str, Any]) -> tuple[str, type[Any] | None]:
    for name, hint in hints.items():
        if isinstance(getattr(hint, "__message__", None), MessageMeta):
            return name, hint
    return "", None
