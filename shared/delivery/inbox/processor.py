"""The inbox of a process: applies delivered batches and retries lanes, on any runtime host."""

import threading
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

import structlog

from liandong.consuming.consumer import Delivery, Verdict
from shared.delivery.contents.fetcher import split_by_size
from shared.delivery.contents.lane_contents import LaneContents
from shared.delivery.inbox.dead_letters import given_up, unreadable
from shared.delivery.inbox.dispatcher import EventDispatcher
from shared.delivery.inbox.event import InboundEvent, lane_of
from shared.delivery.inbox.receiver import Receiver
from shared.delivery.records import QuarantinedMessage
from shared.errors import PlatformError, RetryableError
from shared.observability.activity import Activity
from shared.texts.error_text import describe_error

RETRY_S = 1.0
KEEPALIVE_EVERY = 5
BATCH_PATIENCE_S = 2.0  # how long a batch may wait for large contents
Job = Callable[[Any], None]
log = structlog.get_logger()


class Batch(NamedTuple):
    """Verified deliveries: `good` events to apply, `bad` messages to quarantine."""

    size: int
    good: Sequence[InboundEvent]
    bad: Sequence[QuarantinedMessage]


class InboxProcessor:
    """Applies deliveries through the methods of a service.

    `call` runs a job with a service instance that the host provides; `wake` is called when a job
    made work for the relay. `reading` and `retrying` report the health of the two loops.
    """

    def __init__(
        self,
        dispatcher: EventDispatcher,
        receiver: Receiver,
        call: Callable[[Job], None],
        wake: Callable[[], None],
    ) -> None:
        self._dispatcher = dispatcher
        self._receiver = receiver
        self._call = call
        self._wake = wake
        self._stopping = threading.Event()
        contents = receiver.contents
        self._fetching = LaneContents(contents.fetch_for_lane) if contents else None
        self.reading = Activity()
        self.retrying = Activity()

    def prepare(self, deliveries: Sequence[Delivery]) -> Batch:
        """Verify and check deliveries ahead of `handle`; one that fails does not affect others."""
        good: list[InboundEvent] = []
        bad: list[QuarantinedMessage] = []
        now = self._dispatcher.context.clock()
        for delivery in deliveries:
            try:
                valid, invalid = self._receiver.verify_batch((delivery,), now)
            except Exception as error:  # noqa: BLE001  a platform bug: quarantine this message only
                bad.append(unreadable(self._dispatcher.context.department, delivery, error, now))
            else:
                good += valid
                bad += invalid
        return Batch(len(deliveries), good, bad)

    def handle(self, batch: Batch) -> Sequence[Verdict]:
        """Apply a batch; all of its deliveries are acknowledged, or all are returned."""
        self.reading.begin()
        try:
            if batch.bad:
                self._dispatcher.quarantine(batch.bad)
            if batch.good:
                self._process(batch.good)
        except RetryableError as error:
            log.warning("inbox.returned", count=batch.size, why=str(error))
            self.reading.end(describe_error(error))
            return [Verdict.RETURN] * batch.size
        except Exception as error:
            self.reading.end(describe_error(error))
            raise
        self.reading.end()
        return [Verdict.ACK] * batch.size

    def quarantine_dead_letters(self, deliveries: Sequence[Delivery]) -> Sequence[Verdict]:
        """Quarantine dead letters; they are not verified again."""
        now = self._dispatcher.context.clock()
        try:
            self._dispatcher.quarantine([given_up(delivery, now) for delivery in deliveries])
        except RetryableError as error:
            log.warning("quarantine.returned", count=len(deliveries), why=str(error))
            return [Verdict.RETURN] * len(deliveries)
        return [Verdict.ACK] * len(deliveries)

    def run_retry_loop(self) -> None:
        """Retry due lanes every `RETRY_S` seconds until `stop`; the body of a thread."""
        rounds = 0
        while not self._stopping.wait(RETRY_S):
            rounds += 1
            self.retrying.begin()
            try:
                self._call(self._retry)
                if rounds % KEEPALIVE_EVERY == 0:
                    self._dispatcher.context.store.touch()
            except PlatformError as error:
                log.warning("lanes.postponed", why=str(error))
                self.retrying.end(describe_error(error))
            except Exception as error:  # a bug in one round must not end all later ones
                log.exception("lanes.failed")
                self.retrying.end(describe_error(error))
            else:
                self.retrying.end()

    def stop(self) -> None:
        """End `run_retry_loop`."""
        self._stopping.set()
        if self._fetching is not None:
            self._fetching.stop()

    def _process(self, batch: Sequence[InboundEvent]) -> None:
        """Apply verified events; one whose content cannot be fetched in time waits in its lane."""
        contents, left = self._receiver.contents, []
        if contents is not None:
            left = contents.fetch_missing(
                [received.envelope for received in batch], BATCH_PATIENCE_S
            )
        for part in split_by_size(batch):
            self._call(partial(self._dispatch, part))
            self.reading.moved()
        if self._fetching is not None:
            for envelope in left:
                self._fetching.request(lane_of(envelope))

    def _dispatch(self, batch: Sequence[InboundEvent], service: Any) -> None:
        if self._dispatcher.dispatch_batch(batch, self._receiver.applier(service)):
            self._wake()

    def _retry(self, service: Any) -> None:
        apply, fetching = self._receiver.applier(service), self._fetching
        tried = self._dispatcher.retry_lanes(fetching.drain(), apply) if fetching else 0
        ask = fetching.request if fetching else None
        if self._dispatcher.retry_due_lanes(apply, ask, self.retrying.moved) or tried:
            self._wake()
