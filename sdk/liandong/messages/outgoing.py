"""What is published, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from liandong.amqp.topology import exchange_of
from liandong.envelope import Envelope, encode
from liandong.keys.signer import Signing


@dataclass(frozen=True, slots=True)
class OutMessage:
    """A message ready to go: signed bytes, and where they go."""

    exchange: str
    routing_key: str
    subject: str
    body: bytes
    headers: Mapping[str, str | bytes]


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The broker has taken charge of the message, on disk."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """The broker does not take it, or it cannot be sent; trying again may not help."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """It may have arrived or not: send it again. Receivers tell a second copy by the event's id."""

    reason: str


Outcome = Confirmed | Rejected | Unconfirmed
CONFIRMED = Confirmed()
REFUSED = Rejected("the broker refused it: a queue is full or cannot store it")


def outgoing(envelope: Envelope, signer: Signing, *, recipient: str = "") -> OutMessage:
    """Encode and sign an envelope, addressed to its department's exchange.

    `recipient` is the one department that an addressed event is for, as its contract says
    (`x-recipient`); the broker then brings it to nobody else.
    """
    body = encode(envelope)
    return OutMessage(
        exchange_of(envelope.department),
        f"{envelope.routing_key}.{recipient}" if recipient else envelope.routing_key,
        envelope.subject,
        body,
        signer.headers(body),
    )
