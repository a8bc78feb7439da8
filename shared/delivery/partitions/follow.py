"""Keeps a process of a department on the right queues while its inbox moves."""

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
LOOK_S = 2.0
MOVING_LOOK_S = 0.25
log = logging.getLogger(__name__)


class LayoutFollower:
    """Consumes the queues that the layout says, in place of a consumer of fixed queues.

    `consume` makes a consumer of some queues that was not started yet. A consumer is stopped only
    while it holds nothing: what it gave back would count as a failed delivery. A thread of its own
    looks at the layout every `LOOK_S`; tests call `tick` instead. Of several queues this process
    reads its share, which changes as others come and go: that takes the others a look or two.
    """

    def __init__(
        self,
        inboxes: InboxPartitions,
        readers: ConsumerGroup,
        handle: Handle,
        consume: Callable[[Sequence[str], Handle], Consumer],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._inboxes = inboxes
        self._readers = readers
        self._hand = _Hand(handle, clock)
        self._consume = consume
        self._consumer: Consumer | None = None
        self._queues: tuple[str, ...] = ()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="inbox layout", daemon=True)

    def start(self) -> None:
        """Begin to consume, and follow the layout; return at once."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the batch in hand and consume nothing; cannot start again."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()
        self._rest()
        try:
            self._readers.leave()
        except PlatformError as error:
            log.warning("readers.not_left", extra={"why": str(error)})

    def healthy(self) -> bool:
        """Tell whether the queues are being consumed; so it is while another process goes first."""
        consumer = self._consumer
        return self._thread.is_alive() and (consumer is None or consumer.healthy())

    @property
    def queues(self) -> tuple[str, ...]:
        """The queues that are consumed now."""
        return self._queues

    def tick(self) -> InboxLayout:
        """Look at the layout, and change queues if it is time to; tell the layout."""
        layout = self._inboxes.layout()
        wanted = self._wanted(layout)
        if wanted != self._queues:
            self._rest()
            if wanted:
                self._consumer = self._consume(wanted, self._hand)
                self._consumer.start()
                self._queues = wanted
        reads_old = set(wanted) <= set(old_queues(self._inboxes.department, layout))
        if layout.stage is LayoutState.DRAINING and wanted and not reads_old:
            return self._inboxes.clear()
        return layout

    def _follow(self) -> None:
        """Look again and again; the thread's whole life."""
        pause = 0.0
        while not self._stopping.wait(pause):
            pause = MOVING_LOOK_S
            try:
                if self.tick().stage is LayoutState.STABLE:
                    pause = LOOK_S
            except (LiandongError, PlatformError, AMQPError) as error:
                log.warning("layout.unknown", extra={"why": str(error)})
                pause = LOOK_S

    def _rest(self) -> None:
        if self._consumer is not None:
            self._consumer.stop()
        self._consumer, self._queues = None, ()

    def _wanted(self, layout: InboxLayout) -> tuple[str, ...]:
        holding = self._consumer is not None and not self._hand.is_empty()
        queues = queues_to_consume(
            self._inboxes.department, layout, self._inboxes.backlog, holding=holding
        )
        return self._readers.share(queues)


class _Hand:
    """Tells whether deliveries are in hand: what is delivered is handed over within milliseconds.

    So a while after the last batch, of which nothing was returned, there is none.
    """

    def __init__(self, handle: Handle, clock: Callable[[], float]) -> None:
        self._handle = handle
        self._clock = clock
        self._holds = False
        self._last = clock()

    def __call__(self, batch: Any) -> Sequence[Verdict]:
        self._holds = True  # and stays so when the handler raises: the consumer tries again
        verdicts = self._handle(batch)
        self._holds = Verdict.RETURN in verdicts
        self._last = self._clock()
        return verdicts

    def is_empty(self) -> bool:
        """Tell whether nothing was handed over for a while, and nothing is owed."""
        return not self._holds and self._clock() - self._last >= QUIET_S
