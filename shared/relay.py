"""The relay: takes events from the outbox to the broker, in order per subject."""

import threading
from collections import deque
from collections.abc import Sequence
from itertools import islice

import structlog

from liandong.bundle import Leaving, bundled
from liandong.publisher import Confirmed, Outcome, OutMessage, Publisher, Rejected
from liandong.signer import Signing
from liandong.topology import exchange_of
from shared import metrics
from shared.errors import PlatformError
from shared.flight import Flight
from shared.lease import RelayLease
from shared.ledgers import Lease, Outgoing, Pending
from shared.resending import Resender
from shared.store import LeaseLostError, Store

BATCH = 1500
WINDOW = 4000
IN_THE_AIR = 2
MOST_REFUSALS = 4
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
    ) -> None:
        self._department = department
        self._store = store
        self._publisher = publisher
        self._signer = signer
        self._lease = lease
        self._poll_s = poll_s
        self._resender = Resender(department, store, self._send_now)
        self._air: deque[Flight] = deque()
        self._flying: set[str] = set()
        self._refusals = 0
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
            if self._round():
                continue
            if stopping:
                self._leave()
                return
            self._woken.wait(self._poll_s)
            self._woken.clear()

    def _round(self) -> bool:
        """Publish what is there; tell whether to go on at once. No failure ends the relay."""
        try:
            lease = self._lease.hold()
            if lease is None:
                return False
            resent = self._resender.look()
            return self._publish(lease) or resent
        except LeaseLostError:
            self._lease.lost()
            log.warning("relay.lease_lost")
        except PlatformError as error:
            log.warning("relay.postponed", why=str(error))
        except Exception:  # a bug must not end the relay for good
            log.exception("relay.failed")
        self._forget()
        return False

    def _publish(self, lease: Lease) -> bool:
        # The first look is short, so that something leaves soon; the next ones skip what flies.
        front = self._store.outbox.front(WINDOW if self._air else BATCH)
        fresh = iter([at for at in front if at.id not in self._flying])
        took_off = landed = False
        while marks := tuple(islice(fresh, BATCH)):
            self._take_off(marks)
            took_off = True
            while len(self._air) >= IN_THE_AIR:
                if not self._land(lease):
                    return self._land_all(lease)
                landed = True
        if not took_off:
            landed |= self._land_all(lease)
        return took_off or landed

    def _land_all(self, lease: Lease) -> bool:
        """Wait for all that is in the air; what was lost leaves again before all behind it."""
        landed = False
        while self._air:
            landed |= self._land(lease)
        return landed

    def _take_off(self, marks: Sequence[Pending]) -> None:
        """Submit a batch, in bundles; events of one subject stay in order."""
        made = self._messages(marks)
        ticket = self._publisher.submit([message for message, _ in made])
        self._flying.update(at.id for at in marks)
        self._air.append(Flight([[marks[at] for at in held] for _, held in made], ticket))

    def _land(self, lease: Lease) -> bool:
        """Wait for the oldest batch and confirm what arrived; tell whether all did."""
        flight = self._air.popleft()
        outcomes = flight.land(self._department)
        sent = flight.arrived(outcomes)
        self._flying.difference_update(flight.ids())
        if sent:
            self._store.outbox.confirm(sent, lease)
            metrics.EVENTS_PUBLISHED.labels(self._department).inc(len(sent))
        self._refusals = self._refusals + 1 if any(map(_refused, outcomes)) else 0
        if self._refusals >= MOST_REFUSALS:
            self._refusals = 0
            self._publisher.reopen()
        if len(sent) < flight.count:
            why = next(str(at) for at in outcomes if not isinstance(at, Confirmed))
            log.warning("relay.unconfirmed", count=flight.count - len(sent), why=why)
            return False
        return True

    def _messages(
        self, rows: Sequence[Outgoing | Pending], topic: str | None = None
    ) -> list[tuple[OutMessage, list[int]]]:
        leaving = [Leaving(topic or row.routing_key, row.subject, row.body) for row in rows]
        return bundled(exchange_of(self._department), leaving, self._signer)

    def _send_now(self, rows: Sequence[Outgoing], topic: str) -> bool:
        messages = [message for message, _ in self._messages(rows, topic)]
        outcomes = self._publisher.publish_batch(messages)
        return all(isinstance(outcome, Confirmed) for outcome in outcomes)

    def _forget(self) -> None:
        """Give up what is in the air: it stays pending, and is published again."""
        self._air.clear()
        self._flying.clear()

    def _leave(self) -> None:
        try:
            self._lease.release()
        except PlatformError as error:
            log.warning("relay.lease_kept", why=str(error))


def _refused(outcome: Outcome) -> bool:
    return isinstance(outcome, Rejected)
