"""Keeps a process on the right inbox queues while the layout changes."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from pika.exceptions import AMQPError

from liandong.consuming.consumer import Consumer, Handle, Verdict
from liandong.errors import LiandongError
from shared.broker.inbox_layout import InboxLayout, LayoutState, old_queues, queues_to_consume
from shared.delivery.partitions.change import InboxPartitions
from shared.delivery.partitions.consumers import ConsumerGroup
from shared.errors import PlatformError

QUIET_S = 1.0
POLL_S = 2.0
MOVING_POLL_S = 0.25
log = logging.getLogger(__name__)


class LayoutFollower:
    """Consumes the queues that the inbox layout assigns to this process.

    `consume` makes a consumer of some queues without starting it. A consumer is stopped only while
    it has nothing in flight: a returned delivery would count as failed. A thread polls the layout
    every `POLL_S` seconds; tests call `tick` instead. The share of this process changes as others
    come and go; they take a poll or two to notice.
    """

    def __init__(
        self,
        inboxes: InboxPartitions,
        group: ConsumerGroup,
        handle: Handle,
        consume: Callable[[Sequence[str], Handle], Consumer],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._inboxes = inboxes
        self._group = group
        self._in_flight = _InFlightTracker(handle, clock)
        self._consume = consume
        self._consumer: Consumer | None = None
        self._queues: tuple[str, ...] = ()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="inbox layout", daemon=True)

    def start(self) -> None:
        """Start to follow the layout and to consume; return at once."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the batch in progress and stop consuming for good."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()
        self._stop_consuming()
        try:
            self._group.leave()
        except PlatformError as error:
            log.warning("readers.not_left", extra={"why": str(error)})

    def healthy(self) -> bool:
        """Return whether this process consumes, or rightly waits while others drain old queues."""
        consumer = self._consumer
        return self._thread.is_alive() and (consumer is None or consumer.healthy())

    @property
    def queues(self) -> tuple[str, ...]:
        """The queues that this process consumes now."""
        return self._queues

    def tick(self) -> InboxLayout:
        """Read the layout, change queues if needed, delete drained ones; return the layout."""
        layout = self._inboxes.layout()
        wanted = self._wanted(layout)
        if wanted != self._queues:
            self._stop_consuming()
            if wanted:
                self._consumer = self._consume(wanted, self._in_flight)
                self._consumer.start()
                self._queues = wanted
        reads_old = set(wanted) <= set(old_queues(self._inboxes.department, layout))
        if layout.stage is LayoutState.DRAINING and wanted and not reads_old:
            return self._inboxes.delete_drained()
        return layout

    def _follow(self) -> None:
        """Poll until `stop`; the body of the thread."""
        pause = 0.0
        while not self._stopping.wait(pause):
            pause = MOVING_POLL_S
            try:
                if self.tick().stage is LayoutState.STABLE:
                    pause = POLL_S
            except (LiandongError, PlatformError, AMQPError) as error:
                log.warning("layout.unknown", extra={"why": str(error)})
                pause = POLL_S

    def _stop_consuming(self) -> None:
        if self._consumer is not None:
            self._consumer.stop()
        self._consumer, self._queues = None, ()

    def _wanted(self, layout: InboxLayout) -> tuple[str, ...]:
        holding = self._consumer is not None and not self._in_flight.is_empty()
        queues = queues_to_consume(
            self._inboxes.department, layout, self._inboxes.backlog, holding=holding
        )
        return self._group.assign(queues)


class _InFlightTracker:
    """Tracks whether this process holds unsettled deliveries.

    A delivery reaches the handler within milliseconds, so `QUIET_S` after the last batch, if none
    of it was returned, nothing is in flight.
    """

    def __init__(self, handle: Handle, clock: Callable[[], float]) -> None:
        self._handle = handle
        self._clock = clock
        self._holds = False
        self._last = clock()

    def __call__(self, batch: Any) -> Sequence[Verdict]:
        self._holds = True  # stays set if the handler raises: the consumer retries
        verdicts = self._handle(batch)
        self._holds = Verdict.RETURN in verdicts
        self._last = self._clock()
        return verdicts

    def is_empty(self) -> bool:
        """Return whether nothing was handled for `QUIET_S` seconds and nothing was returned."""
        return not self._holds and self._clock() - self._last >= QUIET_S
