"""A batch of events on its way to the broker."""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from liandong.messages.outgoing import Confirmed, Outcome, Rejected, Unconfirmed
from liandong.publishing.ticket import Ticket
from shared.observability import metrics
from shared.store.outbox import PendingEvent

OUTCOMES = {Confirmed: "confirmed", Rejected: "rejected", Unconfirmed: "unknown"}


@dataclass(frozen=True, slots=True)
class PublishBatch:
    """Events by the message that each travels in, and the promise of what becomes of those."""

    marks: Sequence[Sequence[PendingEvent]]
    ticket: Ticket
    left_at: float = field(default_factory=time.perf_counter)
    left_ns: int = field(default_factory=time.time_ns)

    @property
    def count(self) -> int:
        """How many events those are."""
        return sum(map(len, self.marks))

    @property
    def over(self) -> bool:
        """Tell whether all messages are answered for, so that `land` returns at once."""
        return self.ticket.done

    def ids(self) -> Iterator[str]:
        """Give the ids of all events."""
        return (mark.id for held in self.marks for mark in held)

    def land(self, department: str) -> Sequence[Outcome]:
        """Wait until all messages are answered for, and note how it went."""
        outcomes = self.ticket.wait()
        metrics.RELAY_SECONDS.labels(department).observe(time.perf_counter() - self.left_at)
        for kind, number in Counter(map(type, outcomes)).items():
            metrics.RELAY_MESSAGES.labels(department, OUTCOMES[kind]).inc(number)
        return outcomes

    def arrived(self, outcomes: Sequence[Outcome]) -> list[PendingEvent]:
        """List the events that the broker has."""
        told = zip(self.marks, outcomes, strict=True)
        return [mark for held, outcome in told if isinstance(outcome, Confirmed) for mark in held]
