"""Messages to publish and the outcomes of publishing them."""

from collections.abc import Mapping
from dataclasses import dataclass

from liandong.amqp.topology import exchange_of
from liandong.envelope import Envelope, encode
from liandong.keys.signer import Signing


@dataclass(frozen=True, slots=True)
class OutMessage:
    """A message to publish: signed bytes, exchange, routing key and subject."""

    exchange: str
    routing_key: str
    subject: str
    body: bytes
    headers: Mapping[str, str | bytes]


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The broker confirmed the message: it is stored on disk."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """The broker refused the message, or it cannot be sent; a retry may not help."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """The message may have arrived or not: resend it. Receivers deduplicate by the event's id."""

    reason: str


Outcome = Confirmed | Rejected | Unconfirmed
CONFIRMED = Confirmed()
REFUSED = Rejected("the broker refused it: a queue is full or cannot store it")


def outgoing(envelope: Envelope, signer: Signing, *, recipient: str = "") -> OutMessage:
    """Encode and sign an envelope, addressed to its department's exchange.

    `recipient` is the only department to which the broker delivers an addressed event, as its
    contract requires (`x-recipient`).
    """
    body = encode(envelope)
    return OutMessage(
        exchange_of(envelope.department),
        f"{envelope.routing_key}.{recipient}" if recipient else envelope.routing_key,
        envelope.subject,
        body,
        signer.headers(body),
    )
