"""Whoever speaks on the bus and may not: bad messages of five kinds, made from a good one."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from pika import BasicProperties

from liandong.amqp.connection import connect
from liandong.amqp.topology import SUBJECT_HEADER, exchange_of, inbox_queues_of
from liandong.envelope import CONTENT_TYPE, new_id
from liandong.messages.verify import Signer

UNPARSABLE, UNSIGNED, ALTERED = "unparsable", "unsigned", "altered after signing"
FOREIGN, AGAINST_CONTRACT = "signed by another department", "against its contract"
KINDS = (UNPARSABLE, UNSIGNED, ALTERED, FOREIGN, AGAINST_CONTRACT)
Event = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Message:
    """Bytes with their headers, ready to be published."""

    body: bytes
    headers: Mapping[str, Any]
    subject: str


def brew(kind: str, number: int, good: Event, own: Signer, other: Signer) -> Message:
    """Spoil a good event in one of five ways; each is about a subject of its own."""
    subject = f"140727-9{number:03d}"
    about = {**good["data"], "plot_code": subject}
    if kind == AGAINST_CONTRACT:
        about["area_m2"] = "很大"
    body = forged(good, subject, about)
    if kind == UNPARSABLE:
        body = body[: len(body) // 2]
    signed = {
        UNSIGNED: {},
        ALTERED: own.headers(body + b" "),
        FOREIGN: other.headers(body),
    }
    return Message(body, signed.get(kind, own.headers(body)), subject)


def forged(good: Event, subject: str, about: Event) -> bytes:
    """Write an event like a good one, with another subject and content."""
    numbers = {"id": new_id(), "sequence": 1, "correlationid": new_id()}
    return orjson.dumps({**good, **numbers, "subject": subject, "data": about})


def flood(amqp_url: str, department: str, messages: Sequence[Message], pause_s: float) -> None:
    """Put messages into a department's inbox, past all exchanges."""
    _publish(amqp_url, "", inbox_queues_of(department)[0], messages, pause_s)


def speak(amqp_url: str, publisher: str, topic: str, messages: Sequence[Message]) -> None:
    """Publish messages at a department's exchange, as whoever has its account can."""
    _publish(amqp_url, exchange_of(publisher), topic, messages, 0.0)


def _publish(
    amqp_url: str, exchange: str, key: str, messages: Sequence[Message], pause_s: float
) -> None:
    connection = connect(amqp_url, name="gameday")
    channel = connection.channel()
    channel.confirm_delivery()
    for message in messages:
        headers = {**message.headers, SUBJECT_HEADER: message.subject}
        properties = BasicProperties(CONTENT_TYPE, delivery_mode=2, headers=headers)
        channel.basic_publish(exchange, key, message.body, properties)
        time.sleep(pause_s)
    connection.close()
