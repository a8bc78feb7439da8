"""All metrics of the platform: base units, labels of bounded sets only."""

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
CRITICAL_TIME = Histogram(
    "liandong_act_to_effect_seconds",
    "From the act in the publisher's database to its effect in this one.",
    ["department", "event"],
    buckets=FAST,
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


def note_effect(department: str, mark: Applied) -> None:
    """Count an event that took effect, and how long after its act."""
    event = mark.type.removeprefix("cn.liandong.")
    passed = (mark.applied_at - mark.published_at).total_seconds()
    EVENTS_APPLIED.labels(department, event).inc()
    CRITICAL_TIME.labels(department, event).observe(max(0.0, passed))
