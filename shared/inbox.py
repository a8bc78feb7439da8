"""The inbox of a department's process: batches off the wire, lanes on time, on any host."""

import threading
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

import structlog

from liandong.consumer import Delivery, Verdict
from shared.contents import portions
from shared.desk import Desk
from shared.errors import PlatformError, RetryError
from shared.failed import Quarantined
from shared.received import Received, quarantined
from shared.receiving import Receiver

RETRY_S = 1.0
BEAT_EVERY = 5
BATCH_PATIENCE_S = 2.0  # how long a batch may wait for large contents
ROUND_PATIENCE_S = 30.0
Job = Callable[[Any], None]
log = structlog.get_logger()


class Batch(NamedTuple):
    """What deliveries hold: events that can take effect, and what is no valid message."""

    size: int
    good: Sequence[Received]
    bad: Sequence[Quarantined]


class Inbox:
    """Lets deliveries take effect through the methods of a service.

    `call` runs a job with a service instance, in whatever way the host does that; `wake` is told
    when that made work for the relay.
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

    def prepare(self, deliveries: Sequence[Delivery]) -> Batch:
        """Verify and check deliveries, before it is their turn."""
        good, bad = self._receiver.sort(deliveries, self._desk.clock())
        return Batch(len(deliveries), good, bad)

    def handle(self, batch: Batch) -> Sequence[Verdict]:
        """Let a batch take effect; all of it is settled, or all comes again."""
        try:
            if batch.bad:
                self._desk.quarantine(batch.bad)
            if batch.good:
                self._take(batch.good)
        except RetryError as error:
            log.warning("inbox.returned", count=batch.size, why=str(error))
            return [Verdict.RETURN] * batch.size
        return [Verdict.ACK] * batch.size

    def keep(self, deliveries: Sequence[Delivery]) -> Sequence[Verdict]:
        """Take over what the broker gave up on: it is kept for a person, and not opened again."""
        now = self._desk.clock()
        try:
            self._desk.quarantine([_given_up(delivery, now) for delivery in deliveries])
        except RetryError as error:
            log.warning("quarantine.returned", count=len(deliveries), why=str(error))
            return [Verdict.RETURN] * len(deliveries)
        return [Verdict.ACK] * len(deliveries)

    def retry(self) -> None:
        """Try the lanes that are due, again and again, until `stop`; a thread's whole life."""
        beats = 0
        while not self._stopping.wait(RETRY_S):
            beats += 1
            try:
                self._call(self._retry)
                if beats % BEAT_EVERY == 0:
                    self._desk.store.beat()
            except PlatformError as error:
                log.warning("lanes.postponed", why=str(error))
            except Exception:  # a bug in one round must not end all later ones
                log.exception("lanes.failed")

    def stop(self) -> None:
        """End `retry`."""
        self._stopping.set()

    def _take(self, batch: Sequence[Received]) -> None:
        """Let verified events take effect; what cannot be fetched at once waits in its lane."""
        if (contents := self._receiver.contents) is not None:
            contents.bring([at.envelope for at in batch], BATCH_PATIENCE_S)
        for part in portions(batch):
            self._call(partial(self._react, part))

    def _react(self, batch: Sequence[Received], service: Any) -> None:
        if self._desk.react(batch, self._receiver.applier(service)):
            self._wake()

    def _retry(self, service: Any) -> None:
        contents = self._receiver.contents
        bring = contents.for_lanes(ROUND_PATIENCE_S) if contents else None
        if self._desk.retry_lanes(self._receiver.applier(service), bring):
            self._wake()


def _given_up(delivery: Delivery, now: Any) -> Any:
    deaths = delivery.headers.get("x-death") or [{}]
    why = delivery.headers.get("x-first-death-reason") or deaths[0].get("reason") or "rejected"
    queue = delivery.headers.get("x-first-death-queue") or deaths[0].get("queue") or "?"
    kept = {name: at for name, at in delivery.headers.items() if not name.startswith("x-")}
    reason = f"the broker gave up on it: {why} in {queue}"
    where = delivery.exchange, delivery.routing_key
    return quarantined(delivery.body, kept, reason, "broker", now, *where)
