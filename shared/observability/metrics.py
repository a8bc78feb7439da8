"""Metrics of the platform: base units, and labels with bounded sets of values only.

The help text of a metric states its meaning and unit; docs/metrics.md is generated from it. Store
metrics are in `store_metrics`, those of a subject in its `gauges`. `department` is always the
department whose process exports the metric.
"""

from prometheus_client import Counter, Gauge, Histogram

from shared.observability.histogram import BatchHistogram

EFFECT_BUCKETS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800)
HANDLING_BUCKETS = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2)
LATENCY_BUCKETS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30)
DEPARTMENT_LABEL = ["department"]

BUILD = Gauge(
    "liandong_build_info",
    "Always 1; tells which version of the platform runs, on which Python, in which role.",
    ["department", "version", "python", "role"],
)

CLOCK = Gauge(
    "liandong_now_timestamp_seconds",
    "What time the department takes it to be, in seconds since 1970; in a drill it is moved.",
    DEPARTMENT_LABEL,
)

EVENTS_PUBLISHED = Counter(
    "liandong_events_published_total", "Events that the broker confirmed.", DEPARTMENT_LABEL
)
EVENTS_APPLIED = Counter(
    "liandong_events_applied_total", "Events that took effect here.", ["department", "event"]
)
EVENTS_PARKED = Counter(
    "liandong_events_parked_total",
    "Events that failed and opened or joined a lane.",
    DEPARTMENT_LABEL,
)
EVENTS_REFUSED = Counter(
    "liandong_events_refused_total", "Deliveries sent to quarantine.", ["department", "reason"]
)
REFUSED_ELSEWHERE = Counter(
    "liandong_events_refused_elsewhere_total",
    "Events of this department that another one refused, as that one told.",
    ["department", "by", "kind"],
)
EVENTS_UNSEALED = Counter(
    "liandong_events_unsealed_total",
    "Restricted events that came in the clear and were refused; their publisher must seal them.",
    ["publisher"],
)
CLOCK_AHEAD = Counter(
    "liandong_events_clock_ahead_total",
    "Events told more than five minutes ahead of their arrival; they count from there.",
    ["department", "publisher"],
)
CRITICAL_TIME = BatchHistogram(
    "liandong_act_to_effect_seconds",
    "Critical time: from the act in the publisher's database to its effect in this one.",
    ["department", "event"],
    buckets=EFFECT_BUCKETS,
)
HANDLING_TIME = BatchHistogram(
    "liandong_handling_seconds",
    "Handling time: an event's equal share of the transaction in which its batch took effect.",
    ["department", "event"],
    buckets=HANDLING_BUCKETS,
)
LAST_EFFECT = Gauge(
    "liandong_last_effect_act_timestamp_seconds",
    "When the newest act of this kind that took effect here was done, in seconds since 1970.",
    ["department", "event"],
)
BATCHES = Counter(
    "liandong_batches_total",
    "Transactions in which batches of events took effect.",
    DEPARTMENT_LABEL,
)
CONTENTS_FETCHED = Counter(
    "liandong_contents_fetched_total",
    "Contents of events that were asked of their publishers.",
    ["department", "outcome"],
)

RELAY_MESSAGES = Counter(
    "liandong_relay_messages_total",
    "Messages sent to the broker, by outcome: confirmed, rejected, or unknown (sent again).",
    ["department", "outcome"],
)
RELAY_SECONDS = Histogram(
    "liandong_relay_batch_seconds",
    "From sending a batch to the broker until all of its messages are answered for.",
    DEPARTMENT_LABEL,
    buckets=LATENCY_BUCKETS,
)
RELAY_LEADS = Gauge(
    "liandong_relay_leads",
    "1 in the process of a department that publishes, else 0.",
    DEPARTMENT_LABEL,
)
RELAY_WINDOW = Gauge(
    "liandong_relay_window_messages",
    "How many messages may be under way to the broker; it grows while confirms come quickly.",
    DEPARTMENT_LABEL,
)
PUBLISHER_CONNECTED = Gauge(
    "liandong_publisher_connected",
    "1 while a channel to publish on is open; it opens at the first event after a start.",
    DEPARTMENT_LABEL,
)
CONSUMER_CONNECTED = Gauge(
    "liandong_consumer_connected", "1 while the inbox is read.", DEPARTMENT_LABEL
)
INBOX_WAITED = Gauge(
    "liandong_inbox_unsettled_seconds",
    "For how long deliveries have been in hand, or failed, without one that was settled; else 0.",
    DEPARTMENT_LABEL,
)
RETRIES_WAITED = Gauge(
    "liandong_lane_retries_waited_seconds",
    "For how long lanes that are due could not be tried again; 0 while that goes on.",
    DEPARTMENT_LABEL,
)
OUTBOX_PENDING = Gauge(
    "liandong_outbox_pending", "Events not yet with the broker.", DEPARTMENT_LABEL
)
OUTBOX_AGE = Gauge(
    "liandong_outbox_oldest_age_seconds",
    "How long the oldest event has waited for the broker; 0 if none waits.",
    DEPARTMENT_LABEL,
)

LANES = Gauge(
    "liandong_lanes",
    "Lanes, by what they wait for: retry (tried again by itself), gap (an earlier event), person.",
    ["department", "state"],
)
LANE_AGE = Gauge(
    "liandong_lane_oldest_age_seconds",
    "How long the oldest lane of a state has stood still; 0 if there is none.",
    ["department", "state"],
)
PARKED = Gauge("liandong_parked_events", "Events that wait in lanes.", DEPARTMENT_LABEL)
QUARANTINED = Gauge(
    "liandong_quarantine_messages",
    "Messages that were no valid events and wait for a person.",
    DEPARTMENT_LABEL,
)
QUARANTINE_AGE = Gauge(
    "liandong_quarantine_oldest_age_seconds",
    "How long the oldest message has been in quarantine; 0 if it is empty.",
    DEPARTMENT_LABEL,
)

DOCUMENTS = Gauge(
    "liandong_documents",
    "Documents by kind and state, as plots, gates, applications, cases (each rung of a referral).",
    ["department", "kind", "state"],
)
STORED = Gauge(
    "liandong_stored_documents",
    "All documents of a collection, as the store estimates them; outbox and inbox grow for ever.",
    ["department", "collection"],
)
MEASURED = Gauge(
    "liandong_measured_timestamp_seconds",
    "When the gauges that need the store were last brought up to date, in seconds since 1970.",
    DEPARTMENT_LABEL,
)
MEASURING = Gauge(
    "liandong_measuring_seconds",
    "How long that took; it may use a fiftieth of the time.",
    DEPARTMENT_LABEL,
)

HTTP_REQUESTS = Counter(
    "liandong_http_requests_total", "Requests answered.", ["department", "route", "status"]
)
HTTP_SECONDS = Histogram(
    "liandong_http_request_seconds",
    "Time to answer.",
    ["department", "route"],
    buckets=LATENCY_BUCKETS,
)
TIMER_RUNS = Counter(
    "liandong_timer_runs_total",
    "Runs of what a service does by itself, by outcome: done, postponed, failed.",
    ["department", "timer", "outcome"],
)
TIMER_LAST = Gauge(
    "liandong_timer_last_done_timestamp_seconds",
    "When a run last ended well, in seconds since 1970.",
    ["department", "timer"],
)
LOGGED = Counter(
    "liandong_log_lines_total", "Lines logged, by level from warning up.", ["department", "level"]
)
