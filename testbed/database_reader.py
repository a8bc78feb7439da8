"""What stands in the departments' databases, read past the services."""

import json
from collections.abc import Iterator
from typing import Any

from pymongo import MongoClient

from gameday.mark_audit import Mark, Told
from shared.broker.topology import bound_topics_of
from shared.catalog.catalog import department_names

Row = dict[str, Any]
OFFICE = "coordination"


class Books:
    """All databases of a city; use it as a context manager."""

    def __init__(self, url: str) -> None:
        self._client = MongoClient[Row](url, timeoutMS=60_000, tz_aware=True)
        self._name = self._client.get_default_database("liandong").name

    def __enter__(self) -> "Books":
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def told(self) -> Iterator[Told]:
        """Give all events of all departments."""
        for name in department_names():
            for row in self._of(name, "outbox").find({}, {"body": 0}):
                topic, numbered = row["routing_key"], row["sequence"]
                yield Told(row["_id"], name, topic, row["subject"], numbered)

    def events(self) -> list[Row]:
        """Give the envelopes of all departments, as JSON.

        One whose time the office did not believe says in `believed` from when it counts there.
        """
        ahead = {
            row["event_id"]: row["published_at"]
            for row in self._of(OFFICE, "inbox").find({"claimed_at": {"$ne": None}})
        }
        events = [
            json.loads(row["body"])
            for name in department_names()
            for row in self._of(name, "outbox").find()
        ]
        return [{**event, "believed": ahead.get(event["id"])} for event in events]

    def marks(self) -> dict[str, list[Mark]]:
        """Give the marks of what took effect, by subscriber."""
        return {
            name: [
                Mark(row["event_id"], row["applied_at"]) for row in self._of(name, "inbox").find()
            ]
            for name in department_names()
        }

    def waiting(self) -> int:
        """Count what has not left an outbox, or waits in a lane."""
        return sum(
            self._of(name, kind).count_documents({})
            for name in department_names()
            for kind in ("pending", "lanes")
        )

    def quarantine(self, department: str) -> dict[bytes, str]:
        """Give what is kept as bad: the bytes, and the reason."""
        rows = self._of(department, "quarantine").find()
        return {bytes(row["body"]): row["reason"] for row in rows}

    def newest(self, publisher: str, topic: str) -> Row:
        """Give the event of a topic that was written last."""
        rows = self._of(publisher, "outbox").find({"routing_key": topic}).sort("at", -1).limit(1)
        return next(iter(rows))

    def holder(self, department: str) -> tuple[str, int]:
        """Tell who holds the lease to publish, and its token; nobody after a clean end."""
        row = self._of(department, "leases").find_one({"_id": "relay"}) or {}
        return row.get("holder", ""), row.get("token", 0)

    def _of(self, department: str, kind: str) -> Any:
        return self._client[f"{self._name}_{department}"][kind]


def hears() -> dict[str, frozenset[tuple[str, str]]]:
    """Tell what each department is bound to, by the contracts."""
    return {name: frozenset(bound_topics_of(name)) for name in department_names()}
