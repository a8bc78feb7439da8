"""The inbox of a process: applies delivered batches and retries lanes, on any runtime host."""

import threading
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple, Protocol, TypeVar

import structlog

from liandong.consuming.consumer import Delivery, Verdict
from liandong.envelope import Envelope
from shared.delivery.contents.fetcher import split_by_size
from shared.delivery.contents.lane_contents import LaneContents
from shared.delivery.inbox.dead_letters import given_up, unreadable
from shared.delivery.inbox.dispatcher import EventDispatcher
from shared.delivery.inbox.event import InboundEvent, lane_of
from shared.delivery.inbox.receiver import Receiver
from shared.delivery.lanes.report import Apply
from shared.delivery.records import QuarantinedMessage
from shared.errors import PlatformError, RetryableError
from shared.observability.activity import Activity
from shared.texts.error_text import describe_error

RETRY_S = 1.0
KEEPALIVE_EVERY = 5
BATCH_PATIENCE_S = 2.0  # how long a batch may wait for large contents
R = TypeVar("R")
log = structlog.get_logger()


class Batch(NamedTuple):
    """Verified deliveries: `good` events to apply, `bad` messages to quarantine."""

    size: int
    good: Sequence[InboundEvent]
    bad: Sequence[QuarantinedMessage]


class RunWithService(Protocol):
    """How a host runs a job with what applies events through an instance of its service."""

    def __call__(self, job: Callable[[Apply], R]) -> R:
        """Run the job and return its result."""


class InboxProcessor:
    """Applies deliveries through the methods of a service.

    `wake` is called when a job made work for the relay. `reading` and `retrying` report the health
    of the two loops.
    """

    def __init__(
        self,
        dispatcher: EventDispatcher,
        receiver: Receiver,
        run_with_service: RunWithService,
        wake: Callable[[], None],
    ) -> None:
        self._dispatcher = dispatcher
        self._receiver = receiver
        self._run_with_service = run_with_service
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
            late = self._fetch_contents(batch.good)
            for part in split_by_size(batch.good):
                if self._run_with_service(partial(self._dispatcher.dispatch_batch, part)):
                    self._wake()
                self.reading.moved()
            self._fetch_later(late)
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
                self._run_with_service(self.retry)
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

    def retry(self, apply: Apply) -> None:
        """Retry the lanes whose contents came, and those that are due."""
        fetching = self._fetching
        tried = self._dispatcher.retry_lanes(fetching.drain(), apply) if fetching else 0
        request = fetching.request if fetching else None
        if self._dispatcher.retry_due_lanes(apply, request, self.retrying.moved) or tried:
            self._wake()

    def _fetch_contents(self, events: Sequence[InboundEvent]) -> Sequence[Envelope]:
        """Fetch contents that events only refer to; return the events whose contents are late."""
        contents = self._receiver.contents
        if contents is None or not events:
            return ()
        return contents.fetch_missing([event.envelope for event in events], BATCH_PATIENCE_S)

    def _fetch_later(self, late: Sequence[Envelope]) -> None:
        """Fetch in the background what was late; the events are parked in their lanes by now."""
        if self._fetching is not None:
            for envelope in late:
                self._fetching.request(lane_of(envelope))
