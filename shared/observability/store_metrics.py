"""Metrics of a department's store: availability, writes and transactions."""

from prometheus_client import Counter, Gauge, Histogram

from shared.observability.metrics import DEPARTMENT_LABEL, LATENCY_BUCKETS

STORE_UP = Gauge(
    "liandong_store_up", "1 while the store answers and takes writes.", DEPARTMENT_LABEL
)
STORE_WRITE_WAITED = Gauge(
    "liandong_store_write_waited_seconds",
    "For how long the small write of every few seconds has not ended, or failed; else 0.",
    DEPARTMENT_LABEL,
)
STORE_SECONDS = Histogram(
    "liandong_store_transaction_seconds",
    "How long transactions took, with all their repetitions.",
    DEPARTMENT_LABEL,
    buckets=LATENCY_BUCKETS,
)
STORE_RETRIES = Counter(
    "liandong_store_repeats_total",
    "Transactions done again because others had changed the same documents.",
    DEPARTMENT_LABEL,
)
STORE_ERRORS = Counter(
    "liandong_store_errors_total",
    "Transactions given up, by reason: unavailable, contended, other.",
    ["department", "reason"],
)
