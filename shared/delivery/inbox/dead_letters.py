"""Quarantine records of unreadable deliveries and of dead letters, stored unchanged."""

import traceback
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from liandong.consuming.consumer import Delivery
from shared.delivery.inbox.event import to_quarantine
from shared.delivery.metrics import record_refused
from shared.delivery.records import QuarantinedMessage
from shared.texts.error_text import describe_error

UNREADABLE = "unreadable"


def unreadable(
    department: str, delivery: Delivery, error: Exception, now: datetime
) -> QuarantinedMessage:
    """Make the record of a delivery whose reading raised an unexpected error: a platform bug."""
    record_refused(department, UNREADABLE)
    where = "".join(traceback.format_tb(error.__traceback__)[-3:])
    reason = f"{describe_error(error)[:500]}\n{where}"
    place = delivery.exchange, delivery.routing_key
    return to_quarantine(delivery.body, delivery.headers, reason, UNREADABLE, now, *place)


def given_up(delivery: Delivery, now: datetime) -> QuarantinedMessage:
    """Make the record of a dead letter, with the broker's reason; its content is not trusted."""
    headers = delivery.headers
    death = _first_death(headers)
    why = headers.get("x-first-death-reason") or death.get("reason") or "rejected"
    queue = headers.get("x-first-death-queue") or death.get("queue") or "?"
    kept = {name: value for name, value in headers.items() if not str(name).startswith("x-")}
    reason = f"the broker gave up on it: {_short(why)} in {_short(queue)}"
    where = delivery.exchange, delivery.routing_key
    return to_quarantine(delivery.body, kept, reason, "broker", now, *where)


def _first_death(headers: Mapping[str, Any]) -> Mapping[str, Any]:
    deaths = headers.get("x-death")
    first = deaths[0] if isinstance(deaths, list) and deaths else None
    return first if isinstance(first, Mapping) else {}


def _short(told: object) -> str:
    return str(told)[:200] if isinstance(told, str) else repr(told)[:200]
