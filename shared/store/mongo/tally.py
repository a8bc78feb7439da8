"""Count documents by their values, in the database."""

from collections.abc import Sequence
from datetime import UTC, datetime

from pymongo.collection import Collection

from shared.messages.codec import to_bson
from shared.store.store import GroupCount, Row


def count_by(
    collection: Collection[Row], by: Sequence[str], wanted: Row, earliest: str, most: int
) -> list[GroupCount]:
    """Count at most `most` documents by value; an index on `wanted` and `by` avoids reading any."""
    group: Row = {"_id": {name: f"${name}" for name in by}, "number": {"$sum": 1}}
    if earliest:
        group["earliest"] = {"$min": f"${earliest}"}
    steps: list[Row] = [{"$match": _query(wanted)}, {"$limit": most}, {"$group": group}]
    return [
        GroupCount(tuple(row["_id"].get(name) for name in by), row["number"], _aware(row))
        for row in collection.aggregate(steps)
    ]


def _query(wanted: Row) -> Row:
    return {
        name: {"$in": to_bson(list(value))} if isinstance(value, tuple) else to_bson(value)
        for name, value in wanted.items()
    }


def _aware(row: Row) -> datetime | None:
    found: datetime | None = row.get("earliest")
    return found.astimezone(UTC) if found else None
