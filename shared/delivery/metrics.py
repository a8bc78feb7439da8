"""Metrics and log entries of event delivery; all series start at zero."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import structlog

from shared.catalog.catalog import department_names, partner_names
from shared.delivery.inbox.event import InboundEvent
from shared.delivery.inbox.message_faults import KINDS as FAULTS
from shared.delivery.records import Applied
from shared.delivery.refusals.messages import KINDS
from shared.delivery.refusals.notices import EventsRefused
from shared.observability import metrics, store_metrics
from shared.observability.trace_context import log_fields

REFUSALS = (*FAULTS.values(), "unwritable")
OTHER = "other"
log = structlog.get_logger()


def initialize_series(department: str, heard: Iterable[str]) -> None:
    """Create the counters of a department at zero; `heard` are the event types it subscribes to.

    A series that appears with its first count shows no increase, so an alert would miss it.
    """
    for kind in heard:
        metrics.EVENTS_APPLIED.labels(department, event_label(kind))
    uncounted = (
        metrics.EVENTS_PUBLISHED,
        metrics.EVENTS_PARKED,
        metrics.BATCHES,
        store_metrics.STORE_RETRIES,
    )
    for counter in uncounted:
        counter.labels(department)
    known = (
        (metrics.EVENTS_REFUSED, REFUSALS),
        (metrics.RELAY_MESSAGES, ("confirmed", "rejected", "unknown")),
        (store_metrics.STORE_ERRORS, ("unavailable", "contended", "other")),
        (metrics.LOGGED, ("warning", "error", "critical")),
    )
    for counter, values in known:
        for value in values:
            counter.labels(department, value)
    for publisher in (*department_names(), *partner_names()):
        metrics.CLOCK_AHEAD.labels(department, publisher)
        metrics.EVENTS_UNSEALED.labels(publisher)


def initialize_timers(department: str, timers: Iterable[str]) -> None:
    """Create the counters of a service's timer runs at zero, by outcome."""
    for timer in timers:
        for outcome in ("done", "postponed", "failed"):
            metrics.TIMER_RUNS.labels(department, timer, outcome)


def initialize_routes(department: str, routes: Iterable[str]) -> None:
    """Create the counters of HTTP 500 and 503 answers at zero, by route."""
    for route in routes:
        for status in ("500", "503"):
            metrics.HTTP_REQUESTS.labels(department, route, status)


def initialize_refusals(department: str, subscribers: Iterable[str]) -> None:
    """Create the counters of refusals by subscribers at zero, by subscriber and kind."""
    for by in subscribers:
        for kind in (*KINDS, OTHER):
            metrics.REFUSED_ELSEWHERE.labels(department, by, kind)


def record_refusals(department: str, refusals: Iterable[tuple[str, EventsRefused]]) -> None:
    """Count and log refusals by others; those that a notice leaves out count as its last kind."""
    for by, notice in refusals:
        kinds = [refusal.kind if refusal.kind in KINDS else OTHER for refusal in notice.refusals]
        for kind in kinds:
            metrics.REFUSED_ELSEWHERE.labels(department, by, kind).inc()
        metrics.REFUSED_ELSEWHERE.labels(department, by, kinds[-1]).inc(notice.more)
        log.warning("events.refused_elsewhere", by=by, count=len(kinds) + notice.more)


def record_applied(department: str, marks: Sequence[Applied], seconds: float | None = None) -> None:
    """Record applied events: count, delay since publication, share of the batch's seconds."""
    passed: dict[str, list[float]] = defaultdict(list)
    for mark in marks:
        passed[mark.type].append((mark.applied_at - mark.published_at).total_seconds())
    for mark in {mark.type: mark for mark in marks}.values():
        newest = mark.published_at.timestamp()
        metrics.LAST_EFFECT.labels(department, event_label(mark.type)).set(newest)
    for kind, times in passed.items():
        labels = (department, event_label(kind))
        metrics.EVENTS_APPLIED.labels(*labels).inc(len(times))
        metrics.CRITICAL_TIME.add(labels, times)
        if seconds is not None:
            metrics.HANDLING_TIME.add_repeated(labels, seconds / len(marks), len(times))
    if seconds is not None:
        metrics.BATCHES.labels(department).inc()


def event_label(kind: str) -> str:
    """Shorten an event's type to a metric label."""
    return kind.removeprefix("cn.liandong.")


def record_refused(department: str, kind: str, **where: str) -> None:
    """Log and count a delivery that is quarantined; `where` holds further log fields."""
    log.warning("event.refused", kind=kind, **where)
    metrics.EVENTS_REFUSED.labels(department, kind).inc()


def record_parked(department: str, parked: Iterable[tuple[InboundEvent, str]]) -> None:
    """Log and count events that were parked, each with the reason."""
    for received, reason in parked:
        at = received.envelope
        told = {"type": at.type, "id": at.id, "correlation": at.correlationid}
        log.warning("event.parked", **told, **log_fields(at.traceparent), reason=reason)
        metrics.EVENTS_PARKED.labels(department).inc()
