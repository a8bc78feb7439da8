"""A batch of events that was published and is not confirmed yet."""

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
    """Published events, grouped by message, and the ticket of the messages' outcomes."""

    events: Sequence[Sequence[PendingEvent]]
    ticket: Ticket
    sent_at: float = field(default_factory=time.perf_counter)
    sent_ns: int = field(default_factory=time.time_ns)

    @property
    def count(self) -> int:
        """The number of events in all messages."""
        return sum(map(len, self.events))

    @property
    def done(self) -> bool:
        """Whether the broker answered for all messages, so that `wait` returns at once."""
        return self.ticket.done

    def ids(self) -> Iterator[str]:
        """Yield the ids of all events."""
        return (event.id for held in self.events for event in held)

    def wait(self, department: str) -> Sequence[Outcome]:
        """Wait until the broker answered for all messages; record and return the outcomes."""
        outcomes = self.ticket.wait()
        metrics.RELAY_SECONDS.labels(department).observe(time.perf_counter() - self.sent_at)
        for kind, number in Counter(map(type, outcomes)).items():
            metrics.RELAY_MESSAGES.labels(department, OUTCOMES[kind]).inc(number)
        return outcomes

    def confirmed_events(self, outcomes: Sequence[Outcome]) -> list[PendingEvent]:
        """List the events that the broker confirmed."""
        answered = zip(self.events, outcomes, strict=True)
        return [
            event for held, outcome in answered if isinstance(outcome, Confirmed) for event in held
        ]
