"""What a span may say: names of routes and events, ids without meaning, and nothing that was said.

Of a restricted event not even its name, its id or its case: the trace shows that something was
done, and how long it took. Subjects, actors, contents and the words of errors never appear.
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
class Told:
    """What may be said about an event."""

    name: str
    attributes: Mapping[str, str | int]


def event_attributes(envelope: Envelope) -> Told:
    """Tell of an event."""
    if envelope.classification not in _OPEN:
        secret = Classification.RESTRICTED.value
        return Told(secret, {"liandong.classification": secret})
    name = event_label(envelope.type)
    ids = {**_number("messaging.message.id", envelope.id), **conversation(envelope.correlationid)}
    return Told(name, {"liandong.event": name, **ids})


def sending(department: str) -> Attributes:
    """Say where the relay sends."""
    return _operation("send", exchange_of(department))


def processing(department: str) -> Attributes:
    """Say where events come from."""
    return _operation("process", f"{department}.inbox")


def request(method: str, route: str, status: int) -> Attributes:
    """Say which route was asked for, never with which values."""
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
    """Name the act by its correlation."""
    return _number("messaging.message.conversation_id", correlation)


def _number(name: str, id_: str) -> dict[str, str]:
    """Tell an id that is a number and no more; a partner's, or a lane's, may name a subject."""
    try:
        UUID(id_)
    except ValueError:
        return {}
    return {name: id_}


_OPEN = {Classification.PUBLIC.value, Classification.INTERNAL.value}
