"""Updates the gauges of one process when Prometheus scrapes it."""

import platform
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

import structlog
from prometheus_client import disable_created_metrics, generate_latest

from shared.broker.inbox_layout import InboxLayout
from shared.broker.topology import subscribers_of
from shared.catalog.catalog import document_types
from shared.catalog.subscriptions import subscriptions_of
from shared.delivery import metrics as event_metrics
from shared.delivery.timers import timers_of
from shared.errors import PlatformError
from shared.observability import metrics, store_metrics
from shared.observability.throttle import CostThrottle
from shared.operations.document_types import KIT_DOCUMENTS
from shared.runtime.assembly import ProcessComponents
from shared.runtime.gauges import measure_documents, update_backlog_gauges
from shared.runtime.readiness import Readiness
from shared.web.routes import routes_of

log = structlog.get_logger()


def initialize_counters(service: type[Any]) -> None:
    """Initialize to zero all counters whose increase triggers an alert."""
    name = service.name
    event_metrics.initialize_series(name, subscriptions_of(service))
    event_metrics.initialize_refusals(name, subscribers_of(name))
    event_metrics.initialize_timers(name, (timer.method for timer in timers_of(service)))
    event_metrics.initialize_routes(name, (route.url for route, _ in routes_of(service)))


@dataclass(slots=True)
class MetricsEndpoint:
    """Metrics of one process; expensive queries are rate-limited, and run only by workers."""

    service: type[Any]
    role: str
    parts: ProcessComponents
    readiness: Readiness
    _ration: CostThrottle = field(init=False)

    def __post_init__(self) -> None:
        self._ration = CostThrottle(self._run_queries)
        initialize_counters(self.service)

    def __call__(self) -> bytes:
        """Return all metrics of this process as text."""
        name, relay = self.service.name, self.parts.relay
        metrics.BUILD.labels(
            name, version("liandong-platform"), platform.python_version(), self.role
        ).set(1)
        metrics.CLOCK.labels(name).set(self.parts.context.clock().timestamp())
        metrics.CONSUMER_CONNECTED.labels(name).set(self.readiness.connected())
        self.readiness.measure(name)
        if relay is not None:
            relay.measure()
        if self._up() and relay is not None:
            self._refresh_store_gauges(name)
        disable_created_metrics()  # type: ignore[no-untyped-call]
        return generate_latest()

    def _up(self) -> bool:
        up = store_metrics.STORE_UP.labels(self.service.name)
        try:
            self.parts.store.ping()
        except PlatformError:
            up.set(0)
            return False
        up.set(1)
        return True

    def _refresh_store_gauges(self, name: str) -> None:
        try:
            self._ration()
        except Exception:  # one failing gauge must not hide all others
            log.exception("metrics.failed")
        metrics.MEASURING.labels(name).set(self._ration.took_s)

    def _run_queries(self) -> None:
        name, store, clock = self.service.name, self.parts.store, self.parts.context.clock
        update_backlog_gauges(name, store, clock)
        measure_documents(name, store, (*KIT_DOCUMENTS, InboxLayout, *document_types(name)))
        self.service.measure(store)
        metrics.MEASURED.labels(name).set_to_current_time()
