"""Call a service's methods in workers of nameko's container."""

from functools import partial
from typing import Any

from eventlet.event import Event
from nameko.extensions import Entrypoint

from shared.handling.worker import RequestContext


def call_in_worker(
    entrypoint: Entrypoint,
    arguments: tuple[Any, ...],
    named: dict[str, Any],
    request: RequestContext | None = None,
) -> Any:
    """Call the method of an entrypoint in a worker of the container; return its result."""
    done = Event()
    entrypoint.container.spawn_worker(
        entrypoint,
        arguments,
        named,
        context_data={"request": request},
        handle_result=partial(_send_result, done),
    )
    return done.wait()


def _send_result(done: Event, _context: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
    done.send(result, exc_info)
    return result, exc_info
