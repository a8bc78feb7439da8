"""How nameko hosts a department: its work, its inbox and its relay as nameko extensions."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

import structlog
from eventlet.event import Event
from nameko.extensions import DependencyProvider, Entrypoint

from liandong.consumer import Consumer, Delivery, Verdict
from liandong.signing import KeyRing
from shared import metrics
from shared.desk import Desk, Received
from shared.errors import PlatformError
from shared.ledgers import Sequence as SubjectSequence
from shared.receiving import Receiver
from shared.relay import Relay
from shared.store import Store
from shared.subscribe import subscriptions_of
from shared.work import Worker

RETRY_S = 1.0
BEAT_EVERY = 5
F = TypeVar("F", bound=Callable[..., Any])
log = structlog.get_logger()


@dataclass(slots=True)
class Parts:
    """What a department's process is made of: `shared.host` makes it, the extensions use it."""

    store: Store
    desk: Desk
    ring: KeyRing
    relay: Relay | None
    consumer: Callable[[Callable[[Sequence[Delivery]], Sequence[Verdict]]], Consumer] | None


class Work(DependencyProvider):
    """Gives each call its `Worker`, and runs the relay."""

    def start(self) -> None:
        """Begin to publish, in a process with the worker role."""
        if (relay := self._parts.relay) is not None:
            relay.start()

    def stop(self) -> None:
        """Publish what was committed, then end."""
        if (relay := self._parts.relay) is not None:
            relay.stop()

    def get_dependency(self, worker_ctx: Any) -> Worker:
        """Make the worker of one call."""
        relay = self._parts.relay
        request = worker_ctx.data.get("request")
        return Worker(self._parts.desk, request, relay.wake if relay else _nobody)

    @property
    def _parts(self) -> Parts:
        return self.container.config["parts"]  # type: ignore[no-any-return]


class Inbox(Entrypoint):
    """Hands batches of events to the service, and retries its lanes."""

    def setup(self) -> None:
        """Read which method takes which event."""
        parts: Parts = self.container.config["parts"]
        taken = subscriptions_of(self.container.service_cls)
        self._parts = parts
        self._receiver = Receiver(self.container.service_name, taken, parts.ring)
        self._consumer = parts.consumer(self._handle) if parts.consumer and taken else None
        self._stopping = threading.Event()

    def start(self) -> None:
        """Begin to consume, in a process with the worker role."""
        if self._consumer is not None:
            self._consumer.start()
            self.container.spawn_managed_thread(self._retry, identifier="lanes")

    def stop(self) -> None:
        """Finish the batch in hand and give back the rest undisturbed."""
        self._stopping.set()
        if self._consumer is not None:
            self._consumer.stop()

    @property
    def connected(self) -> bool:
        """Whether the inbox is being read."""
        return self._consumer is None or self._consumer.healthy()

    def _handle(self, deliveries: Sequence[Delivery]) -> Sequence[Verdict]:
        return self._receiver.handle(deliveries, self._react)

    def _react(self, batch: Sequence[Received]) -> None:
        desk = self._parts.desk
        self._call(lambda service: desk.react(batch, self._receiver.applier(service)))
        if self._parts.relay is not None:
            self._parts.relay.wake()

    def _retry(self) -> None:
        desk, beats = self._parts.desk, 0
        while not self._stopping.wait(RETRY_S):
            beats += 1
            try:
                self._call(lambda service: desk.retry_lanes(self._receiver.applier(service)))
                if beats % BEAT_EVERY == 0:
                    beat(self._parts.store)
            except PlatformError as error:
                log.warning("lanes.postponed", why=str(error))

    def _call(self, job: Callable[[Any], None]) -> None:
        done = Event()
        self.container.spawn_worker(self, (job,), {}, handle_result=partial(_keep, done))
        done.wait()


def inbox(method: F) -> F:
    """Make a service method the one that jobs of the inbox are called with."""
    decorated: F = Inbox.decorator(method)
    return decorated


class Health(DependencyProvider):
    """Tells what this process can reach."""

    def get_dependency(self, _worker_ctx: Any) -> "Checks":
        """Make the checks."""
        return Checks(self.container)


class Checks:
    """The checks of one process."""

    def __init__(self, container: Any) -> None:
        self._department = container.service_name
        self._parts: Parts = container.config["parts"]
        self._inbox = next(part for part in container.entrypoints if isinstance(part, Inbox))

    def __call__(self) -> dict[str, str]:
        """Tell `ok`, or in words what is wrong, for each thing that the process needs."""
        return {
            "store": self._store(),
            "inbox": "ok" if self._inbox.connected else "not connected to the broker",
        }

    def measure(self) -> None:
        """Bring the gauges up to date."""
        if self._store() == "ok":
            metrics.OUTBOX_PENDING.labels(self._department).set(self._parts.store.backlog())
        metrics.CONSUMER_CONNECTED.labels(self._department).set(self._inbox.connected)

    def _store(self) -> str:
        try:
            self._parts.store.ping()
        except PlatformError as error:
            return str(error)
        return "ok"


def beat(store: Store) -> None:
    """Run a tiny transaction: the embedded store ends abandoned ones only when another comes."""
    store.transact(lambda session: session.find(SubjectSequence, ""))


def _keep(done: Event, _context: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
    done.send(result, exc_info)
    return result, exc_info


def _nobody() -> None:
    """Wake nobody: another process publishes."""
