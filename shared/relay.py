"""The relay: takes events from the outbox to the broker, in order per subject."""

import threading
from collections.abc import Sequence

import structlog

from liandong.publisher import Confirmed, Outcome, OutMessage, Publisher
from liandong.signing import Signer
from liandong.topology import exchange_of
from shared import metrics
from shared.errors import StoreUnavailableError
from shared.ledgers import Outgoing
from shared.store import Store
from shared.timing import Clock

BATCH = 500
START = ("", 0)
log = structlog.get_logger()


class Relay:
    """Publishes what is pending; an event that the broker has not confirmed is published again.

    `wake` is called after each commit; without it, the outbox is looked at every `poll_s` seconds,
    which also covers events that another process committed.
    """

    def __init__(
        self,
        department: str,
        store: Store,
        publisher: Publisher,
        signer: Signer,
        clock: Clock,
        *,
        poll_s: float = 0.5,
    ) -> None:
        self._department = department
        self._store = store
        self._publisher = publisher
        self._signer = signer
        self._clock = clock
        self._poll_s = poll_s
        self._woken = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name=f"relay-{department}", daemon=True)

    def start(self) -> None:
        """Begin to publish."""
        self._thread.start()

    def stop(self, grace_s: float = 10.0) -> None:
        """Publish what is pending, if the broker answers, and end."""
        self._stopping = True
        self._woken.set()
        self._thread.join(grace_s)
        self._publisher.close()

    def wake(self) -> None:
        """Say that something was committed."""
        self._woken.set()

    def _run(self) -> None:
        after = START
        while True:
            stopping = self._stopping
            after = self._step(after)
            if after != START:
                continue
            if stopping:
                return
            self._woken.wait(self._poll_s)
            self._woken.clear()

    def _step(self, after: tuple[str, int]) -> tuple[str, int]:
        """Publish one batch; tell where the next begins, `START` when the round is over."""
        try:
            rows = self._store.pending(after, BATCH)
            if not rows:
                return START
            sent = self._publish(rows)
        except StoreUnavailableError:
            log.warning("relay.store_unavailable")
            return START
        if len(rows) < BATCH or not sent:
            return START
        return rows[-1].subject, rows[-1].sequence

    def _publish(self, rows: Sequence[Outgoing]) -> int:
        outcomes = self._publisher.publish_batch([self._message(row) for row in rows])
        sent = [row.id for row, outcome in zip(rows, outcomes, strict=True) if _arrived(outcome)]
        if sent:
            self._store.mark_sent(sent, self._clock())
            metrics.EVENTS_PUBLISHED.labels(self._department).inc(len(sent))
        if len(sent) < len(rows):
            log.warning("relay.unconfirmed", count=len(rows) - len(sent))
        return len(sent)

    def _message(self, row: Outgoing) -> OutMessage:
        headers = self._signer.headers(row.body)
        return OutMessage(
            exchange_of(self._department), row.routing_key, row.subject, row.body, headers
        )


def _arrived(outcome: Outcome) -> bool:
    return isinstance(outcome, Confirmed)
