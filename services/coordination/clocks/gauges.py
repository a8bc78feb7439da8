"""Gauges of the clocks: open obligations by owner and state, and the time of the next breach."""

from prometheus_client import Gauge

from services.coordination.clocks.domain import Obligation
from services.coordination.clocks.rulebook.book import rulebook
from shared.catalog import department_names, load_service, partner_names
from shared.store import Store

MOST = 100_000
PARTNERS = {"procuratorate": "人民检察院", "province": "省级主管部门"}
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
RULES = Gauge(
    "liandong_obligation_rule_info",
    "Always 1; gives the rule of a clock its Chinese title, to be joined by rule.",
    ["rule", "title"],
)
OWNERS = Gauge(
    "liandong_owner_info",
    "Always 1; gives a department or partner its Chinese title, to be joined by owner.",
    ["owner", "title"],
)


def measure(store: Store) -> None:
    """Count open obligations; ended ones are counted by the events that publish their end."""
    found = store.count_by(Obligation, ("owner", "rule", "state"), {"open": True}, "due_at", MOST)
    OBLIGATIONS.clear()
    NEXT_BREACH.clear()
    for tally in found:
        OBLIGATIONS.labels(*tally.values).set(tally.number)
        if tally.earliest is not None:
            NEXT_BREACH.labels(*tally.values).set(tally.earliest.timestamp())
    for rule in rulebook().rules.values():
        RULES.labels(rule.id, rule.title).set(1)
    for name in (*department_names(), *partner_names()):
        OWNERS.labels(name, title_of(name)).set(1)


def title_of(owner: str) -> str:
    """Return the Chinese name of a department or a partner."""
    if owner in department_names():
        return str(load_service(owner).title)
    return PARTNERS.get(owner, owner)
