"""Permitted attributes of spans: names of routes and events, and ids without meaning.

A restricted event reveals neither name, id nor case: its span shows only that work was done, and
its duration. Subjects, actors, contents and error texts never appear.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from liandong.amqp.topology import exchange_of
from liandong.envelope import Envelope
from shared.delivery.metrics import event_label
from shared.messages.declare import Classification

Attributes = dict[str, str | int]
SYSTEM = {"messaging.system": "rabbitmq"}


@dataclass(frozen=True, slots=True)
class EventAttributes:
    """Span name and permitted attributes of an event."""

    name: str
    attributes: Mapping[str, str | int]


def event_attributes(envelope: Envelope) -> EventAttributes:
    """Return the name and attributes of an event."""
    if envelope.classification not in _OPEN:
        secret = Classification.RESTRICTED.value
        return EventAttributes(secret, {"liandong.classification": secret})
    name = event_label(envelope.type)
    ids = {**_number("messaging.message.id", envelope.id), **conversation(envelope.correlationid)}
    return EventAttributes(name, {"liandong.event": name, **ids})


def sending(department: str) -> Attributes:
    """Return the attributes of the relay's publishing."""
    return _operation("send", exchange_of(department))


def processing(department: str) -> Attributes:
    """Return the attributes of a department's consuming."""
    return _operation("process", f"{department}.inbox")


def request(method: str, route: str, status: int) -> Attributes:
    """Return the attributes of a request; the route has placeholders, never values."""
    named = {"http.request.method": method, "http.route": route}
    return {**named, "http.response.status_code": status}


def _operation(name: str, destination: str) -> Attributes:
    return {
        **SYSTEM,
        "messaging.operation.name": name,
        "messaging.operation.type": name,
        "messaging.destination.name": destination,
    }


def conversation(correlation: str) -> dict[str, str]:
    """Return the correlation id of the act."""
    return _number("messaging.message.conversation_id", correlation)


def _number(name: str, id_: str) -> dict[str, str]:
    """Return the id only if it is a UUID; a partner's id, or that of a lane, may name a subject."""
    try:
        UUID(id_)
    except ValueError:
        return {}
    return {name: id_}


_OPEN = {Classification.PUBLIC.value, Classification.INTERNAL.value}
