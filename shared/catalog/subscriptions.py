"""Subscriptions of service methods to events."""

import inspect
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from shared.messages.declare import is_event, meta_of

F = TypeVar("F", bound=Callable[..., Any])
MARK = "__subscriptions__"


def subscribe(
    *events: type[Any], to: Callable[[], Iterable[type[Any]]] | None = None
) -> Callable[[F], F]:
    """Subscribe a method: it is called with each event, exactly once and in order per subject.

    The method must have all its effects through `self.work(handler, event)`. If the events depend
    on what others publish, `to` lists them when the service starts, so that importing the service
    loads no messages.
    """
    for wanted in events:
        if not is_event(wanted):
            raise TypeError(f"{wanted!r} is not an event")

    def decorate(method: F) -> F:
        setattr(method, MARK, to or (lambda: events))
        return method

    return decorate


def subscriptions_of(service: type[Any]) -> dict[str, tuple[type[Any], str]]:
    """Map each CloudEvents type that a service subscribes to, to (event class, method name)."""
    found: dict[str, tuple[type[Any], str]] = {}
    for name, method in inspect.getmembers(service, inspect.isfunction):
        for wanted in getattr(method, MARK, tuple)():
            kind = meta_of(wanted).type
            if kind in found:
                raise TypeError(f"{service.__name__}: both {found[kind][1]} and {name} take {kind}")
            found[kind] = (wanted, name)
    return found
