"""Reads of a session inside a database transaction."""

from collections.abc import Callable, Sequence
from typing import Any

from pymongo.client_session import ClientSession
from pymongo.collection import Collection

from shared.messages.codec import from_bson, to_bson
from shared.store.mongo.writes import REVISION
from shared.store.reader import Stored
from shared.store.store import Row


class TransactionReader:
    """Reads documents with their revisions, from the collection of their class."""

    def __init__(
        self,
        collection: Callable[[type[Any], ClientSession], Collection[Row]],
        session: ClientSession,
    ) -> None:
        self._collection = collection
        self._session = session

    def fetch(self, kind: type[Any], keys: Sequence[str]) -> dict[str, Stored]:
        """Read the existing documents among these keys."""
        return self._read(kind, {"_id": {"$in": list(keys)}})

    def select(self, kind: type[Any], wanted: Row) -> dict[str, Stored]:
        """Read all documents with these field values."""
        return self._read(kind, to_bson(wanted))

    def keys_in_range(
        self, kind: type[Any], wanted: Row, field: str, after: int, before: int
    ) -> list[tuple[int, str]]:
        """Return number and key of the documents with these values and a number in between."""
        query = {**to_bson(wanted), field: {"$gt": after, "$lt": before}}
        found = self._collection(kind, self._session).find(query, {field: 1}, session=self._session)
        return [(row[field], row["_id"]) for row in found]

    def _read(self, kind: type[Any], query: Row) -> dict[str, Stored]:
        rows = self._collection(kind, self._session).find(query, session=self._session)
        return {row["_id"]: Stored(from_bson(row, kind), row[REVISION]) for row in rows}
