"""A portion of resent events, and the end of a resend request."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from shared.delivery.resend.records import Resend
from shared.store.outbox import OutboxEvent
from shared.store.session import Session

MOST_EVENTS = 500
MOST_BYTES = 4_000_000


@dataclass(slots=True)
class Portion:
    """The events that are resent at once; rows that were only read count, to bound the search."""

    topics: frozenset[str]
    wanted: list[OutboxEvent] = field(default_factory=list)
    seen: int = 0
    size: int = 0

    @property
    def is_full(self) -> bool:
        """Return whether enough was read."""
        return self.seen >= MOST_EVENTS or self.size >= MOST_BYTES

    def add(self, rows: Iterable[OutboxEvent]) -> None:
        """Count rows as read, and add those that the subscriber receives."""
        self.seen += 1
        for row in rows:
            self.seen += 1
            self.size += len(row.body)
            if row.routing_key in self.topics:
                self.wanted.append(row)

    def holds(self, asked: Resend) -> bool:
        """Return whether the portion contains the event that a request waits for."""
        return any(
            (event.subject, event.sequence) == (asked.subject, asked.number)
            for event in self.wanted
        )


def finish(session: Session, done: Resend) -> None:
    """Remove a request, or start the one that was queued behind it."""
    if not done.again:
        session.remove(done)
        return
    after, before, number = done.again
    fresh = Resend(done.id, done.subscriber, done.subject, after, before, done.at, number=number)
    session.save(fresh)
