"""Renders the routes and subscriptions of every department as one page, `docs/services.md`.

Run as `python -m shared.contracts.service_tables docs/services.md` to write it.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from shared.catalog.catalog import department_names, load_service, publishers_of
from shared.catalog.subscriptions import subscriptions_of
from shared.messages.declare import meta_of
from shared.web.routes import Route, routes_of

HEAD = """# What every department serves and subscribes to

Generated from the service classes by `make contracts`; do not edit. A route is open to people of
the department in the roles named. Routes that every department has stand once, at the top. As a
publisher, "*" stands for every department.
"""


def document() -> str:
    """Render the page: the common routes, then each department's routes and events."""
    served = {name: _routes(load_service(name)) for name in department_names()}
    shared = set.intersection(*(set(rows) for rows in served.values()))
    parts = [HEAD, "## Every department\n", _table(("route", "title", "for"), sorted(shared))]
    for name in department_names():
        own = [row for row in served[name] if row not in shared]
        parts += [f"## {name}\n", _table(("route", "title", "for"), own)]
        parts += [_table(("event", "from", "handled by"), _events(name))]
    return "\n".join(parts)


def _routes(service: type[Any]) -> list[tuple[str, ...]]:
    return [
        (f"`{route.method} {route.url}`", route.title, _callers(route))
        for route, _ in routes_of(service)
    ]


def _callers(route: Route) -> str:
    if route.public:
        return "everybody"
    if route.signed:
        return "other departments"
    return ", ".join(sorted(route.roles))


def _events(department: str) -> Iterator[tuple[str, ...]]:
    """List a department's subscriptions, one row per method."""
    by_method: dict[str, list[type[Any]]] = defaultdict(list)
    for event, method in subscriptions_of(load_service(department)).values():
        by_method[method].append(event)
    for method, taken in sorted(by_method.items()):
        names = sorted({f"`{meta_of(event).routing_key}`" for event in taken})
        publishers = sorted({name for event in taken for name in publishers_of(event)})
        if set(publishers) >= set(department_names()):
            publishers = ["*"]
        yield ", ".join(names), ", ".join(publishers), f"`{method}`"


def _table(head: tuple[str, ...], body: Any) -> str:
    rows = [head, ("---",) * len(head), *body]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(document(), encoding="utf-8")
