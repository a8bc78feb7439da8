"""Host a department on nameko: routes, inbox, handlers and relay as nameko extensions."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, TypeVar

from nameko.extensions import DependencyProvider, Entrypoint, register_entrypoint

from shared.delivery.inbox.processor import InboxProcessor
from shared.delivery.lanes.report import Apply
from shared.delivery.timers import Job, Timers
from shared.handling.worker import HandlerRunner
from shared.runtime.assembly import ProcessComponents
from shared.runtime.health import HealthChecks
from shared.runtime.metrics_endpoint import MetricsEndpoint
from shared.runtime.nameko.http_entrypoint import HttpEntrypoint
from shared.runtime.nameko.worker_call import call_in_worker
from shared.runtime.readiness import Readiness
from shared.web.routes import Route, routes_of

R = TypeVar("R")


def nameko_class_of(service: type[Any]) -> type[Any]:
    """Derive the class that nameko hosts: the service's declarations as nameko extensions."""

    def receive(self: Any, job: Callable[[Apply], R]) -> R:
        return job(self.receiver.applier(self))

    def run_timer(self: Any, job: Job) -> None:
        job(self)

    register_entrypoint(receive, EventEntrypoint())
    register_entrypoint(run_timer, TimerEntrypoint())
    declared: dict[Callable[..., Any], list[Route]] = defaultdict(list)
    for route, called in routes_of(service):
        declared[called].append(route)
    entries = {called.__name__: _entry(called, routes) for called, routes in declared.items()}
    extensions = {
        "work": WorkerProvider(),
        "health": HealthProvider(),
        "dispatcher": ComponentProvider("dispatcher"),
        "receiver": ComponentProvider("receiver"),
        "receive": receive,
        "run_timer": run_timer,
    }
    about = {"__doc__": service.__doc__, "__module__": service.__module__}
    return type(service.__name__, (service,), {**about, **entries, **extensions})


def _entry(called: Callable[..., Any], routes: Iterable[Route]) -> Callable[..., Any]:
    """Copy a method, because nameko marks it: the original class stays unchanged."""

    @wraps(called)
    def entry(*arguments: Any, **named: Any) -> Any:
        return called(*arguments, **named)

    for route in routes:
        register_entrypoint(entry, HttpEntrypoint(route))
    return entry


class WorkerProvider(DependencyProvider):
    """Provides each call's `HandlerRunner`, and runs the relay."""

    def start(self) -> None:
        """Start the relay in a process with the worker role."""
        if (relay := self._components.relay) is not None:
            relay.start()

    def stop(self) -> None:
        """Publish all committed events, then stop."""
        if (relay := self._components.relay) is not None:
            relay.stop()

    def get_dependency(self, worker_ctx: Any) -> HandlerRunner:
        """Build the runner of one call."""
        request = worker_ctx.data.get("request")
        return HandlerRunner(self._components.commands, request, self._components.wake)

    @property
    def _components(self) -> ProcessComponents:
        return self.container.config["components"]  # type: ignore[no-any-return]


class EventEntrypoint(Entrypoint):
    """Passes batches of events to the service, and retries its lanes."""

    def setup(self) -> None:
        """Build the inbox."""
        parts: ProcessComponents = self.container.config["components"]
        self._inbox = InboxProcessor(parts.dispatcher, parts.receiver, self._receive, parts.wake)
        self._consumers = parts.consumers(self._inbox)

    def start(self) -> None:
        """Start consuming in a process with the worker role."""
        if self._consumers is not None:
            self._consumers.start()
            self.container.spawn_managed_thread(self._inbox.run_retry_loop, identifier="lanes")

    def stop(self) -> None:
        """Finish the current batch and return other deliveries to the broker."""
        self._inbox.stop()
        if self._consumers is not None:
            self._consumers.stop()

    def inbox(self) -> InboxProcessor | None:
        """Return the inbox of a process with the worker role, else None."""
        return self._inbox if self._consumers is not None else None

    def connected(self) -> bool:
        """Return whether the inbox is being consumed."""
        return self._consumers is None or self._consumers.healthy()

    def _receive(self, job: Callable[[Apply], R]) -> R:
        return call_in_worker(self, (job,), {})  # type: ignore[no-any-return]


class TimerEntrypoint(Entrypoint):
    """Runs the timers of the service, in a process with the worker role."""

    def setup(self) -> None:
        """Find the methods that a timer runs."""
        self._parts: ProcessComponents = self.container.config["components"]
        self._timers = Timers(self.container.service_cls, self._run_timer, self._parts.wake)

    def start(self) -> None:
        """Start one thread for each timer."""
        if self._parts.relay is not None:
            for name, run in self._timers.threads():
                self.container.spawn_managed_thread(run, identifier=name)

    def stop(self) -> None:
        """End all timers after the run in hand."""
        self._timers.stop()

    def _run_timer(self, job: Job) -> None:
        call_in_worker(self, (job,), {})


class ComponentProvider(DependencyProvider):
    """Provides each call with one component of the process, by name."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def get_dependency(self, _worker_ctx: Any) -> Any:
        """Return the component."""
        return getattr(self.container.config["components"], self._name)


class HealthProvider(DependencyProvider):
    """Provides the health checks of this process."""

    def setup(self) -> None:
        """Build the checks."""
        entrypoints = self.container.entrypoints
        entrypoint = next(part for part in entrypoints if isinstance(part, EventEntrypoint))
        config, parts = self.container.config, self._components
        readiness = Readiness(entrypoint.connected, entrypoint.inbox, parts.heartbeat)
        measuring = MetricsEndpoint(self.container.service_cls, config["role"], parts, readiness)
        self._checks = HealthChecks(self.container.service_name, parts.store, readiness, measuring)

    def start(self) -> None:
        """Start the heartbeat of the store."""
        self._components.heartbeat.start()

    def stop(self) -> None:
        """Stop the heartbeat."""
        self._components.heartbeat.stop()

    def get_dependency(self, _worker_ctx: Any) -> HealthChecks:
        """Return the checks."""
        return self._checks

    @property
    def _components(self) -> ProcessComponents:
        return self.container.config["components"]  # type: ignore[no-any-return]
