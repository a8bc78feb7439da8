"""The air between the outbox and the broker: which events fly, and which arrived."""

from collections import deque
from collections.abc import Callable, Sequence

import structlog

from liandong.messages.outgoing import Confirmed, Outcome, OutMessage, Rejected
from liandong.publishing.publisher import Publisher
from shared.delivery.outbox.confirm_buffer import ConfirmBuffer
from shared.delivery.outbox.publish_batch import PublishBatch
from shared.delivery.tracing import NO_TRACING, TracingHooks
from shared.observability import metrics
from shared.store.outbox import PendingEvent

MAX_BATCHES = 4
MAX_IN_FLIGHT = 1500  # events, when one more batch may take off
MOST_REFUSALS = 4
log = structlog.get_logger()


class InFlightBatches:
    """Batches under way, in the order in which they left.

    An event is in the air until the outbox was told that it arrived, or until it was lost.
    """

    def __init__(
        self, department: str, publisher: Publisher, spans: TracingHooks = NO_TRACING
    ) -> None:
        self.arrivals = ConfirmBuffer()
        self._department = department
        self._publisher = publisher
        self._spans = spans
        self._flights: deque[PublishBatch] = deque()
        self._flying: set[str] = set()
        self._refusals = 0

    def __len__(self) -> int:
        """Tell how many events are in the air."""
        return len(self._flying)

    def __contains__(self, event_id: str) -> bool:
        return event_id in self._flying

    @property
    def is_full(self) -> bool:
        """Tell whether a batch must land before another may take off."""
        flying = sum(flight.count for flight in self._flights)
        return len(self._flights) >= MAX_BATCHES or flying > MAX_IN_FLIGHT

    @property
    def oldest_is_done(self) -> bool:
        """Tell whether the oldest batch can land without waiting."""
        return bool(self._flights) and self._flights[0].over

    def submit(
        self,
        marks: Sequence[PendingEvent],
        messages: Sequence[tuple[OutMessage, list[int]]],
        over: Callable[[], None],
    ) -> None:
        """Submit messages, each with the places of its events in `marks`; `over` tells the end."""
        ticket = self._publisher.submit([message for message, _ in messages], over)
        self._flying.update(mark.id for mark in marks)
        self._flights.append(
            PublishBatch([[marks[place] for place in held] for _, held in messages], ticket)
        )

    def land(self) -> bool:
        """Wait for the oldest batch and collect what arrived; tell whether all did."""
        flight = self._flights.popleft()
        outcomes = flight.land(self._department)
        self._spans.sent(flight, outcomes)
        sent = flight.arrived(outcomes)
        self.arrivals.add(sent)
        metrics.EVENTS_PUBLISHED.labels(self._department).inc(len(sent))
        self._reopen_if_stuck(outcomes)
        if len(sent) == flight.count:
            return True
        self._flying.difference_update(flight.ids())
        self._flying.update(mark.id for mark in sent)
        why = next(str(outcome) for outcome in outcomes if not isinstance(outcome, Confirmed))
        log.warning("relay.unconfirmed", count=flight.count - len(sent), why=why)
        return False

    def drain(self) -> None:
        """Wait for all batches; what was lost can leave again then, before all behind it."""
        while self._flights:
            self.land()

    def told(self, marks: Sequence[PendingEvent]) -> None:
        """Note that the outbox knows of these."""
        self._flying.difference_update(mark.id for mark in marks)

    def clear(self) -> None:
        """Give up all of it: it stays pending, and is published again."""
        self._flights.clear()
        self._flying.clear()
        self.arrivals.take()

    def _reopen_if_stuck(self, outcomes: Sequence[Outcome]) -> None:
        refused = any(isinstance(outcome, Rejected) for outcome in outcomes)
        self._refusals = self._refusals + 1 if refused else 0
        if self._refusals >= MOST_REFUSALS:
            self._refusals = 0
            self._publisher.reopen()
