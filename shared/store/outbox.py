"""The outbox: events that are committed with their cause, and the lease of who relays them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from shared.store.document import document

RELAY = "relay"


@document("outbox", title="发件", key="id", indexes=(("at",),), unique=(("subject", "sequence"),))
class OutboxEvent:
    """An event of this department, as it was written; never changed, kept for ever."""

    id: str
    subject: str
    sequence: int
    routing_key: str
    body: bytes
    at: datetime


@document("pending", title="待发", key="id", indexes=(("position",),))
class PendingEvent:
    """An event that the broker has not confirmed yet, ready to go; removed once it has.

    `position` is in microseconds; it rises with the sequence within a subject.
    """

    id: str
    position: int
    subject: str
    routing_key: str
    body: bytes


@document("leases", title="租约", key="id")
class Lease:
    """Who may relay now; `token` rises with every new holder, `until` is the server's time."""

    id: str
    holder: str
    token: int
    until: datetime


class LeaseLostError(Exception):
    """Another process relays now; what this one did meanwhile is at worst done twice."""


class Outbox(Protocol):
    """What the relay asks of a database."""

    def next_pending(self, limit: int) -> list[PendingEvent]:
        """Read the unconfirmed events with the lowest positions, in order, about `limit` of them.

        None with a lower position than the last one given is left out.
        """

    def confirm(self, marks: Sequence[PendingEvent], lease: Lease) -> None:
        """Note that the broker has these events; `LeaseLostError` if another process relays now."""

    def subject_events(self, subject: str, after: int, before: int) -> list[OutboxEvent]:
        """Read the events of a subject with numbers between `after` and `before`, both outside."""

    def next_number(self, subject: str, after: int, before: int) -> int | None:
        """Tell the lowest number of a subject's events between two, None if there is none."""

    def size(self) -> int:
        """Count the unconfirmed events."""

    def oldest(self) -> int | None:
        """Tell the lowest position of an unconfirmed event, None if there is none."""
