"""A verified inbound event, identified by publisher, subject and sequence number."""

import hashlib
from datetime import datetime
from types import MappingProxyType
from typing import Any

from liandong.envelope import Envelope, decode
from shared.delivery.inbox.arrival_clock import published_at
from shared.delivery.records import Applied, ParkedEvent, QuarantinedMessage
from shared.handling.cause import Cause
from shared.texts.stored_headers import Headers, exact_headers, storable, storable_headers

WHOLE_BYTES = 4 * 1024 * 1024
FIRST_BYTES = 1024 * 1024
LONGEST_REASON = 2000


class InboundEvent:
    """A verified event with its bytes and headers as received.

    `predecessor` is the sequence number of the last earlier event about the subject that must have
    been applied here, 0 if there is none. `message` is the event as an object, once it was loaded.
    `lane` is publisher and subject: events of one lane are applied in order. `id` is lane and
    sequence number, the key of the inbox entry. `arrived` is the time of the first delivery, which
    caps a publisher's clock that is ahead; without it the event's own time counts.
    """

    __slots__ = (
        "arrived",
        "body",
        "cause",
        "envelope",
        "headers",
        "id",
        "lane",
        "message",
        "predecessor",
    )

    def __init__(
        self,
        envelope: Envelope,
        body: bytes,
        headers: Headers = MappingProxyType({}),
        predecessor: int = 0,
        message: Any = None,
        arrived: datetime | None = None,
    ) -> None:
        self.envelope = envelope
        self.body = body
        self.headers = headers
        self.predecessor = predecessor
        self.message = message
        self.arrived = arrived
        self.cause = cause_of(envelope, arrived)
        self.lane = lane_of(envelope)
        self.id = position_key(self.lane, envelope.sequence)


def lane_of(envelope: Envelope) -> str:
    """Return the lane of an event: `<publisher>|<subject>`."""
    return f"{envelope.department}|{envelope.subject}"


def position_key(lane: str, sequence: int) -> str:
    """Return the key of an event in a lane: `<publisher>|<subject>|<sequence>`."""
    return f"{lane}|{sequence}"


def cause_of(envelope: Envelope, arrived: datetime | None = None) -> Cause:
    """Return the cause of a unit of work that handles an event."""
    return Cause(
        id=envelope.id,
        type=envelope.type,
        actor=envelope.actor,
        department=envelope.department,
        correlation=envelope.correlationid,
        subject=envelope.subject,
        sequence=envelope.sequence,
        published_at=published_at(envelope.time, arrived),
        effective_at=envelope.effectiveat,
        traceparent=envelope.traceparent,
        causation=envelope.causationid,
    )


def inbox_entry(received: InboundEvent, now: datetime, outcome: str = "applied") -> Applied:
    """Make the inbox entry of an event that was applied."""
    at = received.envelope
    published = received.cause.published_at or at.time
    told = at.time if at.time != published else None
    return Applied(
        received.id, at.id, at.type, at.subject, at.sequence, published, now, outcome, told
    )


def to_parked(received: InboundEvent, now: datetime) -> ParkedEvent:
    """Make the record of a parked event, with its bytes and headers."""
    envelope = received.envelope
    return ParkedEvent(
        received.id,
        received.lane,
        envelope.sequence,
        envelope.id,
        envelope.type,
        received.body,
        storable_headers(received.headers),
        received.arrived or now,
        received.predecessor,
    )


def from_parked(parked: ParkedEvent) -> InboundEvent:
    """Restore a parked event; its signature was verified on receipt."""
    body = parked.mended or parked.body
    return InboundEvent(decode(body), body, parked.headers, parked.predecessor, arrived=parked.at)


def to_quarantine(
    body: bytes,
    headers: Headers,
    reason: str,
    kind: str,
    now: datetime,
    exchange: str = "",
    routing_key: str = "",
    *,
    publisher: str = "",
) -> QuarantinedMessage:
    """Make the quarantine record of a delivery; equal bytes, headers and routing give an equal id.

    A body of more than `WHOLE_BYTES` is cut to `FIRST_BYTES`, with its size and hash: no valid
    message is that large, and a document of the store is limited to 16 MiB.
    """
    kept = storable_headers(headers)
    told = repr((exchange, routing_key, sorted(kept.items()))).encode()
    digest = hashlib.sha256(body + b"\0" + told).hexdigest()
    whole = len(body) <= WHOLE_BYTES
    return QuarantinedMessage(
        digest[:32],
        storable(reason[:LONGEST_REASON]),
        kind,
        body if whole else body[:FIRST_BYTES],
        kept,
        storable(exchange),
        storable(routing_key),
        now,
        exact_headers=exact_headers(headers),
        size=0 if whole else len(body),
        sha256="" if whole else hashlib.sha256(body).hexdigest(),
        publisher=publisher,
    )


def to_conflict(
    taken: Applied | ParkedEvent, received: InboundEvent, now: datetime
) -> QuarantinedMessage:
    """Make the quarantine record of an event whose sequence number another event already uses."""
    reason = f"sequence {taken.sequence} of {received.lane} is taken by {taken.event_id}"
    publisher = received.cause.department
    return to_quarantine(
        received.body, received.headers, reason, "conflict", now, publisher=publisher
    )
