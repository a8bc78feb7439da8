"""Serve a department the list of its events received here, to itself alone, by its signature."""

import base64
import binascii
from datetime import datetime
from typing import Any, TypeVar

import orjson
from werkzeug.wrappers import Response

from liandong.envelope.validation import read_instant
from liandong.errors import BadSignature, Malformed
from liandong.messages.request_signature import asker_of
from liandong.messages.verify import KeyRing
from shared.delivery.records import Applied, ParkedEvent
from shared.errors import NotFoundError, UnauthenticatedError
from shared.handling.context import DepartmentContext
from shared.messages.codec import to_wire
from shared.operations.recovery.records import ReceivedEvent
from shared.store.store import Store

AT_A_TIME = 500
FIRST = "-"
K = TypeVar("K", Applied, ParkedEvent)


def path_of(since: str, cursor: str) -> str:
    """Return the path at which every department serves the events it received from the caller."""
    return f"/v1/heard/{since}/{cursor}"


def serve_received(
    context: DepartmentContext, ring: KeyRing, since: str, cursor: str, authorization: str
) -> Response:
    """Return the next part of the caller's events received here, published at `since` or later."""
    place = context.department
    try:
        who = asker_of(authorization, path_of(since, cursor), place, ring, context.clock())
        after, instant = _opened(cursor), read_instant(since, "since")
    except BadSignature as error:
        raise UnauthenticatedError(f"须由本部门自己签名查询：{error.reason}") from error
    except (Malformed, ValueError, binascii.Error) as error:
        raise NotFoundError("查询", f"{since}/{cursor}") from error
    heard, following = part_of(context.store, who, instant, after)
    told = {"heard": [to_wire(event) for event in heard], "next": _closed(following)}
    return Response(orjson.dumps(told), content_type="application/json")


def part_of(store: Store, who: str, since: datetime, after: str) -> tuple[list[ReceivedEvent], str]:
    """Return a department's events applied or parked here, and the cursor of the next part.

    Parked events are in the first part.
    """
    begin = f"{who}|"
    waiting = _own(store.page(ParkedEvent, {}, begin, AT_A_TIME), who) if not after else []
    rows = store.page(Applied, {}, after or begin, AT_A_TIME)
    marks = [row for row in _own(rows, who) if row.published_at >= since and row.type]
    heard = [
        ReceivedEvent(mark.event_id, mark.type, mark.subject, mark.sequence, mark.published_at)
        for mark in marks
    ]
    heard += [
        ReceivedEvent(
            event.event_id, event.type, event.lane.partition("|")[2], event.sequence, event.at
        )
        for event in waiting
    ]
    more = len(rows) == AT_A_TIME and rows[-1].id.startswith(begin)
    return heard, rows[-1].id if more else ""


def _own(rows: list[K], who: str) -> list[K]:
    return [row for row in rows if row.id.startswith(f"{who}|")]


def _closed(key: str) -> str:
    return base64.urlsafe_b64encode(key.encode()).decode() if key else ""


def _opened(cursor: str) -> str:
    return "" if cursor == FIRST else base64.urlsafe_b64decode(cursor).decode()


def heard_of_answer(told: dict[str, Any]) -> list[ReceivedEvent]:
    """Parse the response."""
    return [
        ReceivedEvent(
            entry["id"],
            entry["type"],
            entry["subject"],
            int(entry["sequence"]),
            datetime.fromisoformat(entry["at"]),
        )
        for entry in told["heard"]
    ]
