"""Exchanges and queues: described as values, declared from them, exported from them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import ChannelClosedByBroker, ConnectionClosedByBroker

from liandong.errors import TopologyMismatch

UNHEARD = "unheard"
SUBJECT_HEADER = "subject"
DELIVERY_LIMIT = 20
_NOT_FOUND = 404
_REMEDIES = {
    403: "This user may not do that: have an operator create it, or grant the permission",
    404: "Start its owner first, or have an operator create it",
    405: "It is used exclusively by another connection: close that one",
    406: (
        "It exists with other settings, which cannot be changed in place: empty it, delete it,"
        " and start again"
    ),
}
KEPT = 1_000_000  # deliveries; RabbitMQ 4 would drop a message after 20, 3.10 knows no "never"


@dataclass(frozen=True, slots=True)
class Exchange:
    """A durable exchange; a common one is made by whoever comes first, and then left alone."""

    name: str
    type: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    common: bool = False


@dataclass(frozen=True, slots=True)
class Queue:
    """A durable queue; a common one is made by whoever comes first, and then left alone."""

    name: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    common: bool = False


T = TypeVar("T", Exchange, Queue)


@dataclass(frozen=True, slots=True)
class Binding:
    """A way from an exchange to a queue, or to another exchange."""

    source: str
    destination: str
    routing_key: str = ""
    to_exchange: bool = False


@dataclass(frozen=True, slots=True)
class Topology:
    """What must exist on the broker; two of them add up, and what both have counts once."""

    exchanges: tuple[Exchange, ...] = ()
    queues: tuple[Queue, ...] = ()
    bindings: tuple[Binding, ...] = ()

    def __add__(self, other: "Topology") -> "Topology":
        return Topology(
            _named_once(self.exchanges + other.exchanges),
            _named_once(self.queues + other.queues),
            tuple(dict.fromkeys(self.bindings + other.bindings)),
        )


def exchange_of(department: str) -> str:
    """Name the exchange that a department publishes to."""
    return f"{department}.events"


def inbox_of(department: str) -> str:
    """Name the exchange in front of a department's inbox queues."""
    return f"{department}.inbox"


def inbox_queues_of(department: str, partitions: int = 1) -> list[str]:
    """Name a department's inbox queues, in order."""
    return [f"{inbox_of(department)}.{number}" for number in range(1, partitions + 1)]


def quarantine_of(department: str) -> str:
    """Name the exchange and the queue of what a department could not read."""
    return f"{department}.quarantine"


def publisher_topology(department: str) -> Topology:
    """Describe where a department publishes, and where unheard events are kept."""
    return _unheard() + Topology(exchanges=(_events(department, common=False),))


def inbox_topology(
    department: str,
    subscriptions: Iterable[tuple[str, str]],
    partitions: int = 1,
    delivery_limit: int = DELIVERY_LIMIT,
) -> Topology:
    """Describe a department's inbox, subscribed to `(publisher, routing key)` pairs.

    Order is kept per subject, whatever the number of partitions; changing that number moves
    subjects between queues, so drain the inbox first. The publishers' exchanges are made too
    when they do not exist yet: departments may start in any order.
    """
    wanted = sorted(set(subscriptions))
    publishers = sorted({publisher for publisher, _ in wanted})
    inbox, quarantine = inbox_of(department), quarantine_of(department)
    names = inbox_queues_of(department, partitions)
    return _unheard() + Topology(
        exchanges=(
            *(_events(publisher, common=True) for publisher in publishers),
            Exchange(inbox, "x-consistent-hash", {"hash-header": SUBJECT_HEADER}),
            Exchange(quarantine, "fanout"),
        ),
        queues=(
            Queue(quarantine, {"x-queue-type": "quorum", "x-delivery-limit": KEPT}),
            *(Queue(name, _inbox_arguments(quarantine, delivery_limit)) for name in names),
        ),
        bindings=(
            Binding(quarantine, quarantine),
            *(Binding(inbox, name, routing_key="1") for name in names),
            *(Binding(exchange_of(who), inbox, key, to_exchange=True) for who, key in wanted),
        ),
    )


def declare(channel: BlockingChannel, topology: Topology) -> None:
    """Make what is missing; leave alone what is as described.

    Raises `TopologyMismatch` when something exists with other arguments, or may not be made;
    the channel is closed then.
    """
    for exchange in topology.exchanges:
        if not (exchange.common and _exists(channel, exchange)):
            _attempt(exchange.name, partial(_declare_exchange, channel, exchange))
    for queue in topology.queues:
        if not (queue.common and _exists(channel, queue)):
            _attempt(queue.name, partial(_declare_queue, channel, queue))
    for binding in topology.bindings:
        _attempt(binding.destination, partial(_bind, channel, binding))


def as_definitions(topology: Topology, vhost: str) -> dict[str, Any]:
    """Write the topology as RabbitMQ definitions, to be imported by an operator."""
    return {
        "vhosts": [{"name": vhost}],
        "exchanges": [
            {
                "name": exchange.name,
                "vhost": vhost,
                "type": exchange.type,
                "durable": True,
                "auto_delete": False,
                "internal": False,
                "arguments": dict(exchange.arguments),
            }
            for exchange in topology.exchanges
        ],
        "queues": [
            {
                "name": queue.name,
                "vhost": vhost,
                "durable": True,
                "auto_delete": False,
                "arguments": dict(queue.arguments),
            }
            for queue in topology.queues
        ],
        "bindings": [
            {
                "source": binding.source,
                "vhost": vhost,
                "destination": binding.destination,
                "destination_type": "exchange" if binding.to_exchange else "queue",
                "routing_key": binding.routing_key,
                "arguments": {},
            }
            for binding in topology.bindings
        ],
    }


def _unheard() -> Topology:
    """Describe where events go that nobody has subscribed to yet."""
    return Topology(
        exchanges=(Exchange(UNHEARD, "fanout", common=True),),
        queues=(Queue(UNHEARD, {"x-queue-type": "quorum", "x-delivery-limit": KEPT}, common=True),),
        bindings=(Binding(UNHEARD, UNHEARD),),
    )


def _events(department: str, *, common: bool) -> Exchange:
    return Exchange(exchange_of(department), "topic", {"alternate-exchange": UNHEARD}, common)


def _inbox_arguments(quarantine: str, delivery_limit: int) -> dict[str, Any]:
    return {
        "x-queue-type": "quorum",
        "x-single-active-consumer": True,
        "x-dead-letter-exchange": quarantine,
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",  # without it dead-lettering falls back to at-most-once
        "x-delivery-limit": delivery_limit,
    }


def _named_once(things: tuple[T, ...]) -> tuple[T, ...]:
    owned_last = sorted(things, key=lambda thing: not thing.common)
    chosen = {thing.name: thing for thing in owned_last}
    return tuple(chosen[name] for name in dict.fromkeys(thing.name for thing in things))


def _exists(channel: BlockingChannel, thing: Exchange | Queue) -> bool:
    """Look without changing anything; a miss closes a channel, so a second one is used."""
    scratch = channel.connection.channel()
    try:
        if isinstance(thing, Exchange):
            scratch.exchange_declare(thing.name, passive=True)
        else:
            scratch.queue_declare(thing.name, passive=True)
    except ChannelClosedByBroker as closed:
        if closed.reply_code == _NOT_FOUND:
            return False
        raise _mismatch(thing.name, closed) from closed
    scratch.close()
    return True


def _declare_exchange(channel: BlockingChannel, exchange: Exchange) -> None:
    channel.exchange_declare(
        exchange.name, exchange.type, durable=True, arguments=dict(exchange.arguments)
    )


def _declare_queue(channel: BlockingChannel, queue: Queue) -> None:
    channel.queue_declare(queue.name, durable=True, arguments=dict(queue.arguments))


def _bind(channel: BlockingChannel, binding: Binding) -> None:
    if binding.to_exchange:
        channel.exchange_bind(binding.destination, binding.source, binding.routing_key)
    else:
        channel.queue_bind(binding.destination, binding.source, binding.routing_key)


def _attempt(name: str, act: Callable[[], None]) -> None:
    try:
        act()
    except (ChannelClosedByBroker, ConnectionClosedByBroker) as closed:
        raise _mismatch(name, closed) from closed


def _mismatch(
    name: str, closed: ChannelClosedByBroker | ConnectionClosedByBroker
) -> TopologyMismatch:
    if "exchange type" in closed.reply_text:
        remedy = "Enable the plugin: rabbitmq-plugins enable rabbitmq_consistent_hash_exchange"
    else:
        remedy = _REMEDIES.get(closed.reply_code, "See the log of the broker")
    return TopologyMismatch(name, closed.reply_text, remedy)
