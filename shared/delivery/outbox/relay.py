"""The relay: publishes events from the outbox to the broker, in order per subject."""

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
from shared.delivery.tracing import NO_EVENT_TRACING, EventTracing
from shared.errors import PlatformError
from shared.observability import metrics
from shared.store.outbox import Lease, LeaseLostError, OutboxEvent, PendingEvent
from shared.store.store import Store

BATCH = 1500
WINDOW = 4000
CONTINUE_THRESHOLD = 750  # events read; from this number on, more are probably pending
FRONT_BYTES = 8 * 1024 * 1024  # of pending events that are read at once
FIRST_READ = 100  # events, before their size is known
log = structlog.get_logger()


class Relay:
    """Publishes pending events; one that the broker has not confirmed is published again.

    Events are published in the order of their outbox positions, hence in order per subject, a few
    batches ahead of the confirms. If the broker rejects an event, later ones may arrive first;
    subscribers see the gap and wait. `wake` is called after each commit; without it the outbox is
    read every `poll_s` seconds, which also covers commits of other processes.
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
        tracing: EventTracing = NO_EVENT_TRACING,
        absences: Absences | None = None,
    ) -> None:
        self._department = department
        self._store = store
        self._publisher = publisher
        self._signer = signer
        self._lease = lease
        self._poll_s = poll_s
        self._resender = Resender(department, store, self._send_now, absences=absences)
        self._in_flight = InFlightBatches(department, publisher, tracing)
        self._room = FIRST_READ
        self._woken = threading.Event()
        self._ended = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name=f"relay-{department}", daemon=True)

    def start(self) -> None:
        """Start the relay thread."""
        self._thread.start()

    def stop(self, grace_s: float = 8.0) -> None:
        """Publish pending events if the broker answers, and end within about `grace_s` seconds."""
        self._stopping = True
        self._woken.set()
        self._ended.wait(grace_s)  # eventlet's join raises where a thread's returns
        self._publisher.close()

    def wake(self) -> None:
        """Read the outbox at once, because events were committed."""
        self._woken.set()

    def measure(self) -> None:
        """Update the gauges of lease, publishing window and broker connection."""
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
            if self._run_once(finish=stopping):
                continue
            if stopping:
                self._release_lease()
                return
            self._woken.wait(self._in_flight.confirmed.seconds_until_flush(self._poll_s))
            self._woken.clear()

    def _run_once(self, *, finish: bool) -> bool:
        """Run one round; return whether to continue at once. No failure ends the relay."""
        try:
            lease = self._lease.acquire_or_renew()
            if lease is None:
                return False
            resent = self._resender.poll()
            return self._publish(lease, finish=finish) or resent
        except LeaseLostError:
            self._lease.forget()
            log.warning("relay.lease_lost")
        except PlatformError as error:
            log.warning("relay.postponed", why=str(error))
        except Exception:  # a bug must not end the relay for good
            log.exception("relay.failed")
        self._in_flight.clear()
        return False

    def _publish(self, lease: Lease, *, finish: bool) -> bool:
        """Publish new events and collect confirms; with `finish`, wait for all of them."""
        while self._in_flight.oldest_is_done:
            if not self._in_flight.collect_oldest():
                return self._drain(lease)
        # The first read is short, to publish early; later ones also return events in flight.
        limit = min(WINDOW if self._in_flight else BATCH, self._room)
        front = self._store.outbox.next_pending(limit)
        self._measure_room(front)
        fresh = iter([event for event in front if event.id not in self._in_flight])
        published = False
        while events := tuple(islice(fresh, BATCH)):
            while self._in_flight.is_full:
                if not self._in_flight.collect_oldest():
                    return self._drain(lease)
            self._in_flight.submit(events, self._messages(events), self.wake)
            published = True
            self._mark_confirmed(lease)
        if finish:
            return self._drain(lease) or published
        self._mark_confirmed(lease)
        return published and len(front) >= min(CONTINUE_THRESHOLD, limit)

    def _measure_room(self, front: Sequence[PendingEvent]) -> None:
        """Estimate from the sizes of these events how many the next read may return."""
        size = sum(len(event.body) for event in front)
        self._room = max(1, FRONT_BYTES * len(front) // size) if size else FIRST_READ

    def _drain(self, lease: Lease) -> bool:
        self._in_flight.drain()
        return self._mark_confirmed(lease, at_once=True)

    def _mark_confirmed(self, lease: Lease, *, at_once: bool = False) -> bool:
        """Record confirms in the outbox if a flush is due; return whether there were any."""
        confirmed = self._in_flight.confirmed
        if not at_once and confirmed.seconds_until_flush(self._poll_s) > 0:
            return False
        if events := confirmed.drain():
            self._store.outbox.confirm(events, lease)
            self._in_flight.forget_confirmed(events)
        return bool(events)

    def _messages(
        self, rows: Sequence[OutboxEvent | PendingEvent], topic: str | None = None
    ) -> list[tuple[OutMessage, list[int]]]:
        leaving = [OutgoingEvent(topic or row.routing_key, row.subject, row.body) for row in rows]
        return make_bundles(exchange_of(self._department), leaving, self._signer)

    def _send_now(self, rows: Sequence[OutboxEvent], topic: str) -> bool:
        messages = [message for message, _ in self._messages(rows, topic)]
        outcomes = self._publisher.publish_batch(messages)
        return all(isinstance(outcome, Confirmed) for outcome in outcomes)

    def _release_lease(self) -> None:
        try:
            self._lease.release()
        except PlatformError as error:
            log.warning("relay.lease_kept", why=str(error))
