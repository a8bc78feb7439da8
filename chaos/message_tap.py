"""The message tap: a queue with copies of the latest messages of all publishers."""

from collections.abc import Sequence
from dataclasses import dataclass

from pika.adapters.blocking_connection import BlockingChannel

from liandong.amqp.connection import connect
from liandong.envelope import CONTENT_TYPE
from testbed.adversary import RawMessage, publish

TAP = "chaos.tap"
LENGTH = 400


@dataclass(frozen=True, slots=True)
class TappedMessage:
    """A published message, with the exchange and the routing key of its first publication."""

    exchange: str
    routing_key: str
    message: RawMessage


@dataclass(frozen=True, slots=True)
class PublishTarget:
    """An exchange, and a routing key that replaces each message's own one unless it is None."""

    exchange: str
    routing_key: str | None = None

    def publish(self, channel: BlockingChannel, routing_key: str, message: RawMessage) -> None:
        """Publish a message here; `routing_key` is the message's own one."""
        key = routing_key if self.routing_key is None else self.routing_key
        publish(channel, self.exchange, key, message)


def declare_tap(amqp_url: str, exchanges: Sequence[str]) -> None:
    """Declare the queue and bind it to these exchanges; it drops its oldest messages."""
    connection = connect(amqp_url, name="tap")
    channel = connection.channel()
    channel.queue_declare(TAP, durable=True, arguments={"x-max-length": LENGTH})
    for exchange in exchanges:
        channel.queue_bind(TAP, exchange, "#")
    connection.close()


def pop_messages(channel: BlockingChannel, count: int) -> list[TappedMessage]:
    """Remove up to `count` messages from the tap and return them, oldest first."""
    found = []
    for _ in range(count):
        method, properties, body = channel.basic_get(TAP, auto_ack=True)
        if method is None or properties is None or body is None:
            break
        kind, headers = properties.content_type or CONTENT_TYPE, properties.headers or {}
        message = RawMessage(body, headers, content_type=kind)
        found.append(TappedMessage(method.exchange, method.routing_key, message))
    return found
