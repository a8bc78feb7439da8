"""Outbox of the in-memory store."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

from shared.store.outbox import RELAY, Lease, LeaseLostError, OutboxEvent, PendingEvent
from shared.store.session import Session

T = TypeVar("T")


class Documents(Protocol):
    """The documents of an in-memory store."""

    def all(self, kind: type[T]) -> list[T]:
        """Read all documents of a class."""

    def transact(self, work: Callable[[Session], Any]) -> Any:
        """Run `work` and commit its changes atomically."""


class MemoryOutbox:
    """Same behaviour as the outbox in MongoDB."""

    def __init__(self, store: Documents) -> None:
        self._store = store

    def next_pending(self, limit: int) -> list[PendingEvent]:
        return sorted(self._store.all(PendingEvent), key=lambda mark: mark.position)[:limit]

    def confirm(self, marks: Sequence[PendingEvent], lease: Lease) -> None:
        def remove(session: Session) -> None:
            known = session.find(Lease, RELAY)
            if known is None or known.token != lease.token:
                raise LeaseLostError
            for mark in session.load(PendingEvent, [event.id for event in marks]).values():
                session.remove(mark)

        self._store.transact(remove)

    def subject_events(self, subject: str, after: int, before: int) -> list[OutboxEvent]:
        found = [
            event
            for event in self._store.all(OutboxEvent)
            if event.subject == subject and after < event.sequence < before
        ]
        return sorted(found, key=lambda event: event.sequence)

    def next_number(self, subject: str, after: int, before: int) -> int | None:
        return min(
            (row.sequence for row in self.subject_events(subject, after, before)), default=None
        )

    def oldest(self) -> int | None:
        return min((mark.position for mark in self._store.all(PendingEvent)), default=None)

    def size(self) -> int:
        return len(self._store.all(PendingEvent))
