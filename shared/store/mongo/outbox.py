"""Outbox in MongoDB: pending events, confirmations and the relay's lease."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from pymongo.client_session import ClientSession
from pymongo.collection import Collection

from shared.messages.codec import from_bson
from shared.store.outbox import RELAY, Lease, LeaseLostError, OutboxEvent, PendingEvent
from shared.store.store import Row

NO_BOUND = 2**62


class _TooManyError(Exception):
    """An unconfirmed mark lies in the range to be removed; nothing was removed."""


class Collections(Protocol):
    """The collections of one department's database."""

    def translate_errors(self) -> AbstractContextManager[None]:
        """Translate the driver's errors into ours."""

    def collection(self, kind: type[Any], session: ClientSession | None = None) -> Collection[Row]:
        """Return the collection of a document class, for use in a session."""

    def run_in_transaction(self, run: Callable[[ClientSession], Any]) -> Any:
        """Run a function in one transaction of the driver; it may run more than once."""


class MongoOutbox:
    """Reads the oldest pending events in windows of positions.

    A window has no lower bound: all unconfirmed events below its upper bound are read, so that an
    event committed late is never skipped. Only the upper bound moves. On MongoDB a sort with a
    limit would do, but the embedded server reads all matches for it.
    """

    def __init__(self, store: Collections) -> None:
        self._store = store
        self._below = NO_BOUND

    def next_pending(self, limit: int) -> list[PendingEvent]:
        while True:
            rows = self._window(2 * limit)
            if not rows and self._below < NO_BOUND:
                self._below = NO_BOUND
            elif len(rows) < 2 * limit:
                self._widen_window(rows, limit)
                return rows
            else:
                nearer = max(rows[len(rows) // 2].position, rows[0].position + 1)
                if nearer >= self._below:  # all of them have the same position
                    return self._window(0)
                self._below = nearer

    def _window(self, limit: int) -> list[PendingEvent]:
        """Read the events below the bound, at most `limit` rows; 0 means no limit."""
        query = {"position": {"$gt": 0, "$lt": self._below}}
        with self._store.translate_errors():
            found = list(self._store.collection(PendingEvent).find(query).limit(limit))
        return sorted(
            (from_bson(row, PendingEvent) for row in found), key=lambda mark: mark.position
        )

    def _widen_window(self, rows: list[PendingEvent], limit: int) -> None:
        """Estimate the next bound from the density of the last window."""
        if self._below == NO_BOUND or len(rows) < limit // 2:
            self._below = NO_BOUND
        else:
            first, last = rows[0].position, rows[-1].position
            self._below = last + (last - first) * limit // len(rows) + 2

    def confirm(self, marks: Sequence[PendingEvent], lease: Lease) -> None:
        """Remove the marks by their range if it holds no others: that halves the cost."""
        positions = [mark.position for mark in marks]
        try:
            between = {"position": {"$gte": min(positions), "$lte": max(positions)}}
            self._remove(between, lease, most=len(marks))
        except _TooManyError:
            self._remove({"_id": {"$in": [mark.id for mark in marks]}}, lease, most=len(marks))

    def _remove(self, query: Row, lease: Lease, *, most: int) -> None:
        def remove(session: Any) -> None:
            known = self._store.collection(Lease, session).find_one({"_id": RELAY}, session=session)
            if known is None or known["token"] != lease.token:
                raise LeaseLostError
            pending = self._store.collection(PendingEvent, session)
            done = pending.delete_many(query, session=session)
            if done.deleted_count > most:
                raise _TooManyError

        self._store.run_in_transaction(remove)

    def subject_events(self, subject: str, after: int, before: int) -> list[OutboxEvent]:
        query = {"subject": subject, "sequence": {"$gt": after, "$lt": before}}
        with self._store.translate_errors():
            rows = [
                from_bson(row, OutboxEvent)
                for row in self._store.collection(OutboxEvent).find(query)
            ]
        return sorted(rows, key=lambda event: event.sequence)

    def next_number(self, subject: str, after: int, before: int) -> int | None:
        query = {"subject": subject, "sequence": {"$gt": after, "$lt": before}}
        with self._store.translate_errors():
            first = self._store.collection(OutboxEvent).find_one(
                query, {"sequence": 1}, sort=[("sequence", 1)]
            )
        return int(first["sequence"]) if first else None

    def oldest(self) -> int | None:
        with self._store.translate_errors():
            first = self._store.collection(PendingEvent).find_one({}, sort=[("position", 1)])
        return int(first["position"]) if first else None

    def size(self) -> int:
        with self._store.translate_errors():
            return self._store.collection(PendingEvent).estimated_document_count()
