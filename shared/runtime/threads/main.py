"""Run one department on plain threads, without nameko.

`python -m shared.runtime.threads.main <department> [--role all|api|worker]`

The same service class as under nameko, with the same routes, inbox and relay.
"""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from queue import SimpleQueue
from typing import Any, TypeVar

import structlog

from shared.catalog.catalog import load_service
from shared.delivery.inbox.processor import InboxProcessor
from shared.delivery.lanes.report import Apply
from shared.delivery.timers import Job, Timers
from shared.handling.worker import HandlerRunner, RequestContext
from shared.runtime.assembly import build_components
from shared.runtime.health import HealthChecks
from shared.runtime.metrics_endpoint import MetricsEndpoint
from shared.runtime.readiness import Readiness
from shared.runtime.startup import StartOptions, parse_options, tune_gc
from shared.runtime.threads.http import HttpServer
from shared.web.app import Respond, WsgiApp
from shared.web.auth import TrustedIssuers
from shared.web.responder import RouteResponder
from shared.web.routes import Route, routes_of, signature_of

SHUTDOWN_GRACE_S = 9.0
RELAY_GRACE_S = 3.0
ANSWER_GRACE_S = 5
MOST_CALLS = 64
R = TypeVar("R")
log = structlog.get_logger()


class ThreadedHost:
    """One department in this process, on threads."""

    def __init__(self, start: StartOptions) -> None:
        self._start = start
        self._service = load_service(start.department)
        self._components = build_components(start.department, start.role, start.settings)
        self._calls = threading.BoundedSemaphore(MOST_CALLS)
        parts = self._components
        self._inbox = InboxProcessor(parts.dispatcher, parts.receiver, self._receive, parts.wake)
        self._consumers = parts.consumers(self._inbox)
        readiness = Readiness(self._connected, self._reading, parts.heartbeat)
        measuring = MetricsEndpoint(self._service, start.role, parts, readiness)
        self._checks = HealthChecks(start.department, parts.store, readiness, measuring)
        self._http = HttpServer(
            start.address,
            WsgiApp(self._routes()),
            grace_s=ANSWER_GRACE_S,
            limits=start.settings.http_limits,
            tls=start.settings.http_tls.server(),
        )
        self._timers = Timers(self._service, self._run_timer, parts.wake)
        lives = (("lanes", self._inbox.run_retry_loop), *self._timers.threads())
        self._threads = [
            threading.Thread(target=life, name=name, daemon=True) for name, life in lives
        ]

    def start(self) -> None:
        """Start publishing, consuming and serving."""
        self._components.heartbeat.start()
        if self._components.relay is not None:
            self._components.relay.start()
        if self._consumers is not None:
            self._consumers.start()
            for thread in self._threads:
                thread.start()
        self._http.start()

    def stop(self) -> bool:
        """Stop accepting work, finish and publish the current work; return whether all ended.

        The order prevents losses: accepted requests are committed before the relay's final pass.
        Work that does not end in time is as safe as after a kill.
        """
        end = time.monotonic() + SHUTDOWN_GRACE_S
        in_time = _join_all([self._http.stop, self._close_inbox], end - RELAY_GRACE_S)
        if (relay := self._components.relay) is not None:
            in_time &= _join_all([partial(relay.stop, max(0.0, end - time.monotonic()))], end)
        self._components.heartbeat.stop()
        self._components.tracing.close()
        return in_time

    def _close_inbox(self) -> None:
        self._timers.stop()
        self._inbox.stop()
        if self._consumers is not None:
            self._consumers.stop()
            for thread in self._threads:
                thread.join()

    def _connected(self) -> bool:
        return self._consumers is None or self._consumers.healthy()

    def _reading(self) -> InboxProcessor | None:
        return self._inbox if self._consumers is not None else None

    def _routes(self) -> Iterator[tuple[Route, Respond]]:
        issuers = TrustedIssuers.load(self._start.settings.tokens)
        for route, method in routes_of(self._service):
            if route.on_every_process or self._start.serves_api:
                call = partial(self._call, method.__name__)
                signature = signature_of(method)
                name, parts = self._start.department, self._components
                responder = RouteResponder(
                    name, issuers, route, signature, call, parts.read_log, parts.tracing
                )
                yield route, responder.respond

    def _call(self, method: str, arguments: dict[str, Any], request: RequestContext | None) -> Any:
        with self._calls:
            return getattr(self._instance(request), method)(**arguments)

    def _receive(self, job: Callable[[Apply], R]) -> R:
        return job(self._components.receiver.applier(self._instance(None)))

    def _run_timer(self, job: Job) -> None:
        job(self._instance(None))

    def _instance(self, request: RequestContext | None) -> Any:
        service = self._service()
        parts = self._components
        service.work = HandlerRunner(parts.commands, request, parts.wake)
        service.dispatcher, service.receiver = parts.dispatcher, parts.receiver
        service.health = self._checks
        return service


def _join_all(steps: list[Callable[[], None]], deadline: float) -> bool:
    """Run steps in parallel; return whether all ended before the deadline."""
    threads = [threading.Thread(target=step, daemon=True) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))
    return not any(thread.is_alive() for thread in threads)


def main() -> None:
    """Run until SIGTERM or SIGINT, then stop gracefully."""
    start = parse_options("python -m shared.runtime.threads.main", __doc__)
    runner = ThreadedHost(start)
    tune_gc()
    told = _signals()  # before any work starts
    runner.start()
    log.info("service.started", role=start.role, address=start.settings.http_address, host="plain")
    told.get()
    if not runner.stop():
        log.warning("service.abandoned")
        os._exit(1)  # a thread that does not end would keep the process alive
    log.info("service.stopped")


def _signals() -> SimpleQueue[int]:
    """Return a queue that receives SIGTERM and SIGINT from now on."""
    told: SimpleQueue[int] = SimpleQueue()  # the only queue type safe to use in a signal handler
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda signum, _: told.put(signum))
    return told


if __name__ == "__main__":
    main()
