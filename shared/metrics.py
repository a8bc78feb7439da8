"""All metrics of the platform: base units, labels of bounded sets only."""

from collections import Counter as Counted
from collections.abc import Sequence
from functools import cache

from prometheus_client import Counter, Gauge, Histogram

from shared.ledgers import Applied

FAST = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800)

EVENTS_PUBLISHED = Counter(
    "liandong_events_published_total", "Events that the broker confirmed.", ["department"]
)
EVENTS_APPLIED = Counter(
    "liandong_events_applied_total", "Events that took effect here.", ["department", "event"]
)
EVENTS_PARKED = Counter(
    "liandong_events_parked_total",
    "Events that failed and opened or joined a lane.",
    ["department"],
)
EVENTS_REFUSED = Counter(
    "liandong_events_refused_total", "Deliveries sent to quarantine.", ["department", "reason"]
)
EVENTS_UNSEALED = Counter(
    "liandong_events_unsealed_total",
    "Restricted events that came in the clear; their publisher must seal them.",
    ["publisher"],
)
CRITICAL_TIME = Histogram(
    "liandong_act_to_effect_seconds",
    "From the act in the publisher's database to its effect in this one.",
    ["department", "event"],
    buckets=FAST,
)
CONTENTS_FETCHED = Counter(
    "liandong_contents_fetched_total",
    "Contents of events that were asked of their publishers.",
    ["department", "outcome"],
)
OUTBOX_PENDING = Gauge("liandong_outbox_pending", "Events not yet with the broker.", ["department"])
CONSUMER_CONNECTED = Gauge(
    "liandong_consumer_connected", "1 while the inbox is read.", ["department"]
)
HTTP_REQUESTS = Counter(
    "liandong_http_requests_total", "Requests answered.", ["department", "route", "status"]
)
HTTP_SECONDS = Histogram(
    "liandong_http_request_seconds", "Time to answer.", ["department", "route"], buckets=FAST
)


def note_effects(department: str, marks: Sequence[Applied]) -> None:
    """Count events that took effect, and how long after their acts."""
    for kind, number in Counted(mark.type for mark in marks).items():
        EVENTS_APPLIED.labels(department, _event_of(kind)).inc(number)
    for mark in marks:
        passed = (mark.applied_at - mark.published_at).total_seconds()
        _critical_time(department, mark.type).observe(max(0.0, passed))


@cache
def _critical_time(department: str, kind: str) -> Histogram:
    return CRITICAL_TIME.labels(department, _event_of(kind))


def _event_of(kind: str) -> str:
    return kind.removeprefix("cn.liandong.")
