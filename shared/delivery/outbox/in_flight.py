"""Batches that were published and await the broker's confirm."""

from collections import deque
from collections.abc import Callable, Sequence

import structlog

from liandong.messages.outgoing import Confirmed, Outcome, OutMessage, Rejected
from liandong.publishing.publisher import Publisher
from shared.delivery.outbox.confirm_buffer import ConfirmBuffer
from shared.delivery.outbox.publish_batch import PublishBatch
from shared.delivery.tracing import NO_EVENT_TRACING, EventTracing
from shared.observability import metrics
from shared.store.outbox import PendingEvent

MAX_BATCHES = 4
MAX_IN_FLIGHT = 1500  # events up to which one more batch may be published
MAX_REJECTIONS = 4
log = structlog.get_logger()


class InFlightBatches:
    """Batches in flight, in the order of publication.

    An event is in flight until the outbox has recorded its confirm, or the broker did not confirm.
    """

    def __init__(
        self, department: str, publisher: Publisher, tracing: EventTracing = NO_EVENT_TRACING
    ) -> None:
        self.confirmed = ConfirmBuffer()
        self._department = department
        self._publisher = publisher
        self._tracing = tracing
        self._batches: deque[PublishBatch] = deque()
        self._ids: set[str] = set()
        self._rejections = 0

    def __len__(self) -> int:
        """Return how many events are in flight."""
        return len(self._ids)

    def __contains__(self, event_id: str) -> bool:
        return event_id in self._ids

    @property
    def is_full(self) -> bool:
        """Whether a batch must be confirmed before another may be published."""
        events = sum(batch.count for batch in self._batches)
        return len(self._batches) >= MAX_BATCHES or events > MAX_IN_FLIGHT

    @property
    def oldest_is_done(self) -> bool:
        """Whether the oldest batch can be collected without waiting."""
        return bool(self._batches) and self._batches[0].done

    def submit(
        self,
        events: Sequence[PendingEvent],
        messages: Sequence[tuple[OutMessage, list[int]]],
        on_done: Callable[[], None],
    ) -> None:
        """Publish messages, each with the indexes of its events in `events`.

        `on_done` is called once the broker answered for all of them.
        """
        ticket = self._publisher.submit([message for message, _ in messages], on_done)
        self._ids.update(event.id for event in events)
        self._batches.append(
            PublishBatch([[events[place] for place in held] for _, held in messages], ticket)
        )

    def collect_oldest(self) -> bool:
        """Wait for the oldest batch, collect its confirmed events; return whether that is all."""
        batch = self._batches.popleft()
        outcomes = batch.wait(self._department)
        self._tracing.record_publish(batch, outcomes)
        confirmed = batch.confirmed_events(outcomes)
        self.confirmed.add(confirmed)
        metrics.EVENTS_PUBLISHED.labels(self._department).inc(len(confirmed))
        self._reopen_if_stuck(outcomes)
        if len(confirmed) == batch.count:
            return True
        self._ids.difference_update(batch.ids())
        self._ids.update(event.id for event in confirmed)
        why = next(str(outcome) for outcome in outcomes if not isinstance(outcome, Confirmed))
        log.warning("relay.unconfirmed", count=batch.count - len(confirmed), why=why)
        return False

    def drain(self) -> None:
        """Wait for all batches, so that unconfirmed events can be republished before later ones."""
        while self._batches:
            self.collect_oldest()

    def forget_confirmed(self, events: Sequence[PendingEvent]) -> None:
        """Forget events whose confirm the outbox has recorded."""
        self._ids.difference_update(event.id for event in events)

    def clear(self) -> None:
        """Forget all batches: their events stay pending and are published again."""
        self._batches.clear()
        self._ids.clear()
        self.confirmed.drain()

    def _reopen_if_stuck(self, outcomes: Sequence[Outcome]) -> None:
        refused = any(isinstance(outcome, Rejected) for outcome in outcomes)
        self._rejections = self._rejections + 1 if refused else 0
        if self._rejections >= MAX_REJECTIONS:
            self._rejections = 0
            self._publisher.reopen()
