"""Departments, partners and their messages, found by folder."""

from shared.catalog.catalog import department_names, events, partner_names, service_of
from shared.catalog.subscriptions import subscribe, subscriptions_of

__all__ = [
    "department_names",
    "events",
    "partner_names",
    "service_of",
    "subscribe",
    "subscriptions_of",
]
