"""The clocks as gauges: who owes how many, in which state, and when the next breach is."""

from prometheus_client import Gauge

from services.coordination.clocks.domain import Obligation
from shared.store import Store

MOST = 100_000
OBLIGATIONS = Gauge(
    "liandong_obligations",
    "Open obligations (clocks), by who owes, by rule and by state.",
    ["owner", "rule", "state"],
)
NEXT_BREACH = Gauge(
    "liandong_obligation_next_breach_timestamp_seconds",
    "When the first open clock of a rule is breached, or was, in seconds since 1970.",
    ["owner", "rule", "state"],
)


def measure(store: Store) -> None:
    """Count what is open; what has ended is counted by the events that tell of it."""
    found = store.tally(Obligation, ("owner", "rule", "state"), {"open": True}, "due_at", MOST)
    OBLIGATIONS.clear()
    NEXT_BREACH.clear()
    for at in found:
        OBLIGATIONS.labels(*at.values).set(at.number)
        if at.earliest is not None:
            NEXT_BREACH.labels(*at.values).set(at.earliest.timestamp())
