"""Read access to the departments' databases, bypassing their services and all links."""

from collections.abc import Iterator
from typing import Any, Self

import orjson
from pymongo import MongoClient
from pymongo.collection import Collection

from testbed.mark_audit import InboxMark, OutboxRecord

Row = dict[str, Any]


class DatabaseReader:
    """The databases of all departments of a city; a context manager.

    The database name in `url` (default `liandong`) is the prefix of those of the departments.
    """

    def __init__(self, url: str) -> None:
        self._client = MongoClient[Row](url, timeoutMS=60_000, tz_aware=True)
        self._prefix = self._client.get_default_database("liandong").name

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def collection(self, department: str, name: str) -> Collection[Row]:
        """Return a collection of a department's database."""
        return self._client[f"{self._prefix}_{department}"][name]

    def outbox(self, publisher: str) -> Iterator[OutboxRecord]:
        """Yield all outbox records of a publisher, without their content."""
        for row in self.collection(publisher, "outbox").find({}, {"body": 0}):
            numbered = row["routing_key"], row["subject"], row["sequence"]
            yield OutboxRecord(row["_id"], publisher, *numbered)

    def envelopes(self, publisher: str, topic: str = "") -> Iterator[Row]:
        """Yield the envelopes (JSON) of a publisher's outbox, optionally of one topic."""
        wanted = {"routing_key": topic} if topic else {}
        for row in self.collection(publisher, "outbox").find(wanted):
            yield orjson.loads(row["body"])

    def newest_envelope(self, publisher: str, topic: str) -> Row:
        """Return the envelope of the newest event of a topic."""
        rows = self.collection(publisher, "outbox").find({"routing_key": topic})
        envelope: Row = orjson.loads(next(iter(rows.sort("at", -1).limit(1)))["body"])
        return envelope

    def inbox_marks(self, subscriber: str) -> list[InboxMark]:
        """Return the marks of the events that took effect at a subscriber."""
        rows = self.collection(subscriber, "inbox").find()
        return [InboxMark(row["event_id"], row["applied_at"]) for row in rows]

    def unsettled(self, department: str) -> int:
        """Return the number of unpublished events in a department's outbox plus its lanes."""
        return sum(
            self.collection(department, kind).count_documents({}) for kind in ("pending", "lanes")
        )

    def quarantine(self, department: str) -> dict[bytes, str]:
        """Return the messages in the quarantine: the reason by the body."""
        rows = self.collection(department, "quarantine").find()
        return {bytes(row["body"]): row.get("reason", "") for row in rows}

    def lease_holder(self, department: str) -> tuple[str, int]:
        """Return the holder and the token of the relay's lease; ("", 0) after a clean stop."""
        row = self.collection(department, "leases").find_one({"_id": "relay"}) or {}
        return row.get("holder", ""), row.get("token", 0)
