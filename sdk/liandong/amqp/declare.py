"""Declare a topology on the broker with the permissions of the connected user."""

from collections.abc import Callable
from functools import partial

from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import ChannelClosedByBroker, ConnectionClosedByBroker

from liandong.amqp.topology_model import Binding, Exchange, Queue, Topology
from liandong.errors import TopologyMismatch

_FORBIDDEN = 403
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


def declare(channel: BlockingChannel, topology: Topology) -> None:
    """Create the missing exchanges, queues and bindings; idempotent.

    A user without permission to create an exchange or queue succeeds if it exists already, created
    by an operator. Raises `TopologyMismatch` when one exists with other arguments, or is missing
    and may not be created.
    """
    makes: list[tuple[Exchange | Queue, Callable[[BlockingChannel], None]]] = [
        *((exchange, partial(_declare_exchange, exchange)) for exchange in topology.exchanges),
        *((queue, partial(_declare_queue, queue)) for queue in topology.queues),
    ]
    given = {thing.name for thing, make in makes if not _is_made_here(channel, thing, make)}
    for binding in topology.bindings:
        if not binding.to_exchange and {binding.source, binding.destination} <= given:
            _bind_if_allowed(channel, binding)
        else:
            _attempt(binding.destination, partial(_bind, channel, binding))


def _is_made_here(
    channel: BlockingChannel, thing: Exchange | Queue, act: Callable[[BlockingChannel], None]
) -> bool:
    """Declare an exchange or queue; return False if it exists and is common or may not be declared.

    A refusal closes the channel, so a scratch channel is used.
    """
    if thing.common and _exists(channel, thing):
        return False
    scratch = channel.connection.channel()
    try:
        act(scratch)
    except ChannelClosedByBroker as closed:
        if closed.reply_code == _FORBIDDEN and _exists(channel, thing):
            return False
        raise _mismatch(thing.name, closed) from closed
    except ConnectionClosedByBroker as closed:
        raise _mismatch(thing.name, closed) from closed
    scratch.close()
    return True


def _exists(channel: BlockingChannel, thing: Exchange | Queue) -> bool:
    """Return whether it exists, by a passive declare on a scratch channel: a miss closes it."""
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


def _bind_if_allowed(channel: BlockingChannel, binding: Binding) -> None:
    """Bind an exchange and a queue that both existed; a refusal means that an operator binds."""
    scratch = channel.connection.channel()
    try:
        _bind(scratch, binding)
    except ChannelClosedByBroker as closed:
        if closed.reply_code != _FORBIDDEN:
            raise _mismatch(binding.destination, closed) from closed
        return
    scratch.close()


def _declare_exchange(exchange: Exchange, channel: BlockingChannel) -> None:
    channel.exchange_declare(
        exchange.name, exchange.type, durable=True, arguments=dict(exchange.arguments)
    )


def _declare_queue(queue: Queue, channel: BlockingChannel) -> None:
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
