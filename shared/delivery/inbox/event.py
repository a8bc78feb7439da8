"""An event that arrived: verified, parsed, and known by its place in its publisher's line."""

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
    """A verified event with the bytes and headers that it arrived in.

    `predecessor` is the number of the last earlier event about the subject that must have taken
    effect here, 0 if there is none. `message` is the event as an object, once it was loaded.
    `lane` tells which events must wait for one another: those of one publisher about one subject;
    `id` is the event's place in it, by which the inbox knows it. `arrived` is when it came first:
    a clock that is ahead is believed only up to there. Without one, the event's time is.
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
    """Name the lane of an event."""
    return f"{envelope.department}|{envelope.subject}"


def position_key(lane: str, sequence: int) -> str:
    """Name a place in a lane."""
    return f"{lane}|{sequence}"


def cause_of(envelope: Envelope, arrived: datetime | None = None) -> Cause:
    """Tell what a unit of work serves that reacts to an event which arrived then."""
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
    """Make the mark that an event took effect."""
    at = received.envelope
    published = received.cause.published_at or at.time
    told = at.time if at.time != published else None
    return Applied(
        received.id, at.id, at.type, at.subject, at.sequence, published, now, outcome, told
    )


def to_parked(received: InboundEvent, now: datetime) -> ParkedEvent:
    """Put an event down with all that it came with."""
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
    """Take an event up again; its signature was verified when it came."""
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
    """Keep a delivery whole; the same bytes from the same place are kept once.

    Of more than `WHOLE_BYTES` the first part is kept with size and hash: no valid message is so
    large, and a document of the store ends at 16 MiB.
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
    """Keep an event whose place another one has taken, whether that took effect or waits."""
    reason = f"sequence {taken.sequence} of {received.lane} is taken by {taken.event_id}"
    publisher = received.cause.department
    return to_quarantine(
        received.body, received.headers, reason, "conflict", now, publisher=publisher
    )
