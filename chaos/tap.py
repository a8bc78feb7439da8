"""The tap: a queue with copies of the latest messages of all publishers, and how to say them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pika import BasicProperties
from pika.adapters.blocking_connection import BlockingChannel

from liandong.amqp.connection import connect
from liandong.envelope import CONTENT_TYPE

TAP = "chaos.tap"
LENGTH = 400


@dataclass(frozen=True, slots=True)
class Heard:
    """A message as it travels: signed bytes, with the headers that prove them."""

    exchange: str
    routing_key: str
    body: bytes
    headers: Mapping[str, Any]
    content_type: str = CONTENT_TYPE


@dataclass(frozen=True, slots=True)
class Door:
    """Where to publish: an exchange, and a routing key unless each message keeps its own."""

    exchange: str
    routing_key: str | None = None


def make_tap(amqp_url: str, exchanges: Sequence[str]) -> None:
    """Make the queue, bound to these exchanges; the oldest messages fall out of it."""
    connection = connect(amqp_url, name="rogue")
    channel = connection.channel()
    channel.queue_declare(TAP, durable=True, arguments={"x-max-length": LENGTH})
    for exchange in exchanges:
        channel.queue_bind(TAP, exchange, "#")
    connection.close()


def take(channel: BlockingChannel, count: int) -> list[Heard]:
    """Take up to so many messages out of the tap."""
    taken = []
    for _ in range(count):
        method, properties, body = channel.basic_get(TAP, auto_ack=True)
        if method is None or properties is None or body is None:
            break
        kind, headers = properties.content_type or CONTENT_TYPE, properties.headers or {}
        taken.append(Heard(method.exchange, method.routing_key, body, headers, kind))
    return taken


def say(channel: BlockingChannel, door: Door, heard: Heard) -> None:
    """Publish a message at a door and wait until the broker has it."""
    properties = BasicProperties(
        content_type=heard.content_type, delivery_mode=2, headers=dict(heard.headers)
    )
    key = heard.routing_key if door.routing_key is None else door.routing_key
    channel.basic_publish(door.exchange, key, heard.body, properties)
