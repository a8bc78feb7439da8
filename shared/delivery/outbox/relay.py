"""The relay: takes events from the outbox to the broker, in order per subject."""

import threading
from collections.abc import Sequence
from itertools import islice

import structlog

from liandong.amqp.topology import exchange_of
from liandong.keys.signer import Signing
from liandong.messages.bundle import OutgoingEvent, make_bundles
from liandong.messages.outgoing import Confirmed, OutMessage
from liandong.publishing.publisher import Publisher
from shared.delivery.outbox.in_flight import InFlightBatches
from shared.delivery.outbox.lease import RelayLease
from shared.delivery.resend.absences import Absences
from shared.delivery.resend.resender import Resender
from shared.delivery.tracing import NO_TRACING, TracingHooks
from shared.errors import PlatformError
from shared.observability import metrics
from shared.store.outbox import Lease, LeaseLostError, OutboxEvent, PendingEvent
from shared.store.store import Store

BATCH = 1500
WINDOW = 4000
MANY = 750  # of so many, more may lie behind
FRONT_BYTES = 8 * 1024 * 1024  # of events that are read at once
FIRST_LOOK = 100  # events, before their size is known
log = structlog.get_logger()


class Relay:
    """Publishes what is pending; an event that the broker has not confirmed is published again.

    Events leave in the order of their positions, so in order per subject, a few batches ahead of
    the confirms. When the broker refuses one, those behind it may arrive before it; receivers see
    the gap and wait. `wake` is called after each commit; without it the outbox is looked at every
    `poll_s` seconds, which also covers what another process committed.
    """

    def __init__(
        self,
        department: str,
        store: Store,
        publisher: Publisher,
        signer: Signing,
        lease: RelayLease,
        *,
        poll_s: float = 0.5,
        spans: TracingHooks = NO_TRACING,
        absences: Absences | None = None,
    ) -> None:
        self._department = department
        self._store = store
        self._publisher = publisher
        self._signer = signer
        self._lease = lease
        self._poll_s = poll_s
        self._resender = Resender(department, store, self._send_now, absences=absences)
        self._air = InFlightBatches(department, publisher, spans)
        self._room = FIRST_LOOK
        self._woken = threading.Event()
        self._ended = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name=f"relay-{department}", daemon=True)

    def start(self) -> None:
        """Begin to publish."""
        self._thread.start()

    def stop(self, grace_s: float = 8.0) -> None:
        """Publish what is pending, if the broker answers, and end."""
        self._stopping = True
        self._woken.set()
        self._ended.wait(grace_s)  # eventlet's join raises where a thread's returns
        self._publisher.close()

    def wake(self) -> None:
        """Say that something was committed."""
        self._woken.set()

    def measure(self) -> None:
        """Bring the gauges of the way to the broker up to date."""
        metrics.RELAY_LEADS.labels(self._department).set(self._lease.held)
        metrics.RELAY_WINDOW.labels(self._department).set(self._publisher.window)
        metrics.PUBLISHER_CONNECTED.labels(self._department).set(self._publisher.connected)

    def _run(self) -> None:
        try:
            self._serve()
        finally:
            self._ended.set()

    def _serve(self) -> None:
        while True:
            stopping = self._stopping
            if self._round(finish=stopping):
                continue
            if stopping:
                self._leave()
                return
            self._woken.wait(self._air.arrivals.seconds_until_flush(self._poll_s))
            self._woken.clear()

    def _round(self, *, finish: bool) -> bool:
        """Publish what is there; tell whether to go on at once. No failure ends the relay."""
        try:
            lease = self._lease.hold()
            if lease is None:
                return False
            resent = self._resender.look()
            return self._publish(lease, finish=finish) or resent
        except LeaseLostError:
            self._lease.lost()
            log.warning("relay.lease_lost")
        except PlatformError as error:
            log.warning("relay.postponed", why=str(error))
        except Exception:  # a bug must not end the relay for good
            log.exception("relay.failed")
        self._air.clear()
        return False

    def _publish(self, lease: Lease, *, finish: bool) -> bool:
        """Let what is new take off and what is over land; at the end wait for all of it."""
        while self._air.oldest_is_done:
            if not self._air.land():
                return self._land_all(lease)
        # The first look is short, so that something leaves soon; the next ones skip what flies.
        limit = min(WINDOW if self._air else BATCH, self._room)
        front = self._store.outbox.front(limit)
        self._measure_room(front)
        fresh = iter([mark for mark in front if mark.id not in self._air])
        took_off = False
        while marks := tuple(islice(fresh, BATCH)):
            while self._air.is_full:
                if not self._air.land():
                    return self._land_all(lease)
            self._air.submit(marks, self._messages(marks), self.wake)
            took_off = True
            self._tell_outbox(lease)
        if finish:
            return self._land_all(lease) or took_off
        self._tell_outbox(lease)
        return took_off and len(front) >= min(MANY, limit)

    def _measure_room(self, front: Sequence[PendingEvent]) -> None:
        """Guess from the events just read how many may be read the next time."""
        size = sum(len(event.body) for event in front)
        self._room = max(1, FRONT_BYTES * len(front) // size) if size else FIRST_LOOK

    def _land_all(self, lease: Lease) -> bool:
        self._air.drain()
        return self._tell_outbox(lease, at_once=True)

    def _tell_outbox(self, lease: Lease, *, at_once: bool = False) -> bool:
        """Tell the outbox what arrived, if it is time; tell whether there was something."""
        arrivals = self._air.arrivals
        if not at_once and arrivals.seconds_until_flush(self._poll_s) > 0:
            return False
        if marks := arrivals.take():
            self._store.outbox.confirm(marks, lease)
            self._air.told(marks)
        return bool(marks)

    def _messages(
        self, rows: Sequence[OutboxEvent | PendingEvent], topic: str | None = None
    ) -> list[tuple[OutMessage, list[int]]]:
        leaving = [OutgoingEvent(topic or row.routing_key, row.subject, row.body) for row in rows]
        return make_bundles(exchange_of(self._department), leaving, self._signer)

    def _send_now(self, rows: Sequence[OutboxEvent], topic: str) -> bool:
        messages = [message for message, _ in self._messages(rows, topic)]
        outcomes = self._publisher.publish_batch(messages)
        return all(isinstance(outcome, Confirmed) for outcome in outcomes)

    def _leave(self) -> None:
        try:
            self._lease.release()
        except PlatformError as error:
            log.warning("relay.lease_kept", why=str(error))
