"""Departments, partners and their messages, found by folder."""

from shared.catalog.catalog import department_names, events, load_service, partner_names
from shared.catalog.subscriptions import subscribe, subscriptions_of

__all__ = [
    "department_names",
    "events",
    "load_service",
    "partner_names",
    "subscribe",
    "subscriptions_of",
]
