"""Outbox: events committed in the transaction of their cause, and the lease of the relay."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from shared.store.document import document

RELAY = "relay"


@document("outbox", title="发件", key="id", indexes=(("at",),), unique=(("subject", "sequence"),))
class OutboxEvent:
    """An event of this department as it was written; never changed or deleted."""

    id: str
    subject: str
    sequence: int
    routing_key: str
    body: bytes
    at: datetime


@document("pending", title="待发", key="id", indexes=(("position",),))
class PendingEvent:
    """An encoded event that the broker has not confirmed yet; deleted on confirmation.

    `position` is in microseconds; it increases with the sequence within a subject.
    """

    id: str
    position: int
    subject: str
    routing_key: str
    body: bytes


@document("leases", title="租约", key="id")
class Lease:
    """The right to relay; `token` increases with every new holder, `until` is server time."""

    id: str
    holder: str
    token: int
    until: datetime


class LeaseLostError(Exception):
    """Another process relays now; events sent meanwhile are at worst published twice."""


class Outbox(Protocol):
    """Operations of the relay on a database."""

    def next_pending(self, limit: int) -> list[PendingEvent]:
        """Read about `limit` unconfirmed events with the lowest positions, in order.

        No event with a lower position than the last one returned is left out.
        """

    def confirm(self, marks: Sequence[PendingEvent], lease: Lease) -> None:
        """Record that the broker has these events; raises `LeaseLostError` if the lease is lost."""

    def subject_events(self, subject: str, after: int, before: int) -> list[OutboxEvent]:
        """Read a subject's events with numbers between `after` and `before`, both exclusive."""

    def next_number(self, subject: str, after: int, before: int) -> int | None:
        """Return a subject's lowest event number between two (exclusive), None if there is none."""

    def size(self) -> int:
        """Return the number of unconfirmed events."""

    def oldest(self) -> int | None:
        """Return the lowest position of an unconfirmed event, None if there is none."""
