"""Exchanges, queues and bindings as values; topologies can be added."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar


@dataclass(frozen=True, slots=True)
class Exchange:
    """A durable exchange; a `common` one is declared only if it does not exist."""

    name: str
    type: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    common: bool = False


@dataclass(frozen=True, slots=True)
class Queue:
    """A durable queue; a `common` one is declared only if it does not exist."""

    name: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    common: bool = False


T = TypeVar("T", Exchange, Queue)


@dataclass(frozen=True, slots=True)
class Binding:
    """A binding of an exchange to a queue, or to another exchange."""

    source: str
    destination: str
    routing_key: str = ""
    to_exchange: bool = False


@dataclass(frozen=True, slots=True)
class Topology:
    """Exchanges, queues and bindings that must exist; `+` merges two without duplicates.

    An exchange or queue that is common in one and owned in the other is owned in the sum.
    """

    exchanges: tuple[Exchange, ...] = ()
    queues: tuple[Queue, ...] = ()
    bindings: tuple[Binding, ...] = ()

    def __add__(self, other: "Topology") -> "Topology":
        return Topology(
            _named_once(self.exchanges + other.exchanges),
            _named_once(self.queues + other.queues),
            tuple(dict.fromkeys(self.bindings + other.bindings)),
        )


def _named_once(things: tuple[T, ...]) -> tuple[T, ...]:
    owned_last = sorted(things, key=lambda thing: not thing.common)
    chosen = {thing.name: thing for thing in owned_last}
    return tuple(chosen[name] for name in dict.fromkeys(thing.name for thing in things))
