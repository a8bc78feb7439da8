"""The inbox of a department's process: batches off the wire, lanes on time, on any host."""

import threading
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

import structlog

from liandong.consuming.consumer import Delivery, Verdict
from shared.delivery.contents.fetcher import split_by_size
from shared.delivery.contents.lane_contents import LaneContents
from shared.delivery.inbox.dead_letters import given_up, unreadable
from shared.delivery.inbox.dispatcher import Desk
from shared.delivery.inbox.event import InboundEvent, lane_of
from shared.delivery.inbox.receiver import Receiver
from shared.delivery.records import QuarantinedMessage
from shared.errors import PlatformError, RetryableError
from shared.observability.activity import Activity
from shared.texts.error_text import describe_error

RETRY_S = 1.0
BEAT_EVERY = 5
BATCH_PATIENCE_S = 2.0  # how long a batch may wait for large contents
Job = Callable[[Any], None]
log = structlog.get_logger()


class Batch(NamedTuple):
    """What deliveries hold: events that can take effect, and what is no valid message."""

    size: int
    good: Sequence[InboundEvent]
    bad: Sequence[QuarantinedMessage]


class InboxProcessor:
    """Lets deliveries take effect through the methods of a service.

    `call` runs a job with a service instance, in whatever way the host does that; `wake` is told
    when that made work for the relay. `reading` and `retrying` tell whether both go on.
    """

    def __init__(
        self,
        desk: Desk,
        receiver: Receiver,
        call: Callable[[Job], None],
        wake: Callable[[], None],
    ) -> None:
        self._desk = desk
        self._receiver = receiver
        self._call = call
        self._wake = wake
        self._stopping = threading.Event()
        contents = receiver.contents
        self._fetching = LaneContents(contents.bring_for) if contents else None
        self.reading = Activity()
        self.retrying = Activity()

    def prepare(self, deliveries: Sequence[Delivery]) -> Batch:
        """Verify and check deliveries, before it is their turn; none of them can hinder another."""
        good: list[InboundEvent] = []
        bad: list[QuarantinedMessage] = []
        now = self._desk.clock()
        for delivery in deliveries:
            try:
                valid, invalid = self._receiver.sort((delivery,), now)
            except Exception as error:  # noqa: BLE001  a fault of ours: the message is kept alone
                bad.append(unreadable(self._desk.place.department, delivery, error, now))
            else:
                good += valid
                bad += invalid
        return Batch(len(deliveries), good, bad)

    def handle(self, batch: Batch) -> Sequence[Verdict]:
        """Let a batch take effect; all of it is settled, or all comes again."""
        self.reading.begin()
        try:
            if batch.bad:
                self._desk.quarantine(batch.bad)
            if batch.good:
                self._take(batch.good)
        except RetryableError as error:
            log.warning("inbox.returned", count=batch.size, why=str(error))
            self.reading.end(describe_error(error))
            return [Verdict.RETURN] * batch.size
        except Exception as error:
            self.reading.end(describe_error(error))
            raise
        self.reading.end()
        return [Verdict.ACK] * batch.size

    def keep(self, deliveries: Sequence[Delivery]) -> Sequence[Verdict]:
        """Take over what the broker gave up on: it is kept for a person, and not opened again."""
        now = self._desk.clock()
        try:
            self._desk.quarantine([given_up(delivery, now) for delivery in deliveries])
        except RetryableError as error:
            log.warning("quarantine.returned", count=len(deliveries), why=str(error))
            return [Verdict.RETURN] * len(deliveries)
        return [Verdict.ACK] * len(deliveries)

    def retry(self) -> None:
        """Try the lanes that are due, again and again, until `stop`; a thread's whole life."""
        beats = 0
        while not self._stopping.wait(RETRY_S):
            beats += 1
            self.retrying.begin()
            try:
                self._call(self._retry)
                if beats % BEAT_EVERY == 0:
                    self._desk.store.touch()
            except PlatformError as error:
                log.warning("lanes.postponed", why=str(error))
                self.retrying.end(describe_error(error))
            except Exception as error:  # a bug in one round must not end all later ones
                log.exception("lanes.failed")
                self.retrying.end(describe_error(error))
            else:
                self.retrying.end()

    def stop(self) -> None:
        """End `retry`."""
        self._stopping.set()
        if self._fetching is not None:
            self._fetching.stop()

    def _take(self, batch: Sequence[InboundEvent]) -> None:
        """Let verified events take effect; what cannot be fetched at once waits in its lane."""
        contents, left = self._receiver.contents, []
        if contents is not None:
            left = contents.bring([received.envelope for received in batch], BATCH_PATIENCE_S)
        for part in split_by_size(batch):
            self._call(partial(self._react, part))
            self.reading.moved()
        if self._fetching is not None:
            for envelope in left:
                self._fetching.ask(lane_of(envelope))

    def _react(self, batch: Sequence[InboundEvent], service: Any) -> None:
        if self._desk.dispatch_batch(batch, self._receiver.applier(service)):
            self._wake()

    def _retry(self, service: Any) -> None:
        apply, fetching = self._receiver.applier(service), self._fetching
        tried = self._desk.retry_these(fetching.take(), apply) if fetching else 0
        ask = fetching.ask if fetching else None
        if self._desk.retry_due_lanes(apply, ask, self.retrying.moved) or tried:
            self._wake()
