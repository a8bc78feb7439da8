"""Groups of documents with equal values, so that work common to thousands is done once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from shared.calendar.legal_days import legal_day

Row = dict[str, Any]
DAY = "day"


class KeyRange(NamedTuple):
    """Documents whose integer in an indexed field is at least `first` and less than `before`.

    Documents without the number are in no range.
    """

    field: str
    first: int
    before: int


class Group(NamedTuple):
    """Values in stored form, and the keys of the documents that share them."""

    values: Row
    keys: list[str]


class GroupKey(NamedTuple):
    """Grouping key: these fields, and the legal day of one instant.

    The day is added to the values as `day`, formatted as 2026-10-08.
    """

    fields: tuple[str, ...]
    day_of: str


def aggregation_pipeline(part: KeyRange, alike: GroupKey) -> Sequence[Row]:
    """Return the aggregation pipeline of the grouping."""
    day = {"date": f"${alike.day_of}", "format": "%Y-%m-%d", "timezone": "+08:00"}
    shared = {name: f"${name}" for name in alike.fields} | {DAY: {"$dateToString": day}}
    return [
        {"$match": {part.field: {"$gte": part.first, "$lt": part.before}}},
        {"$group": {"_id": shared, "keys": {"$push": "$_id"}}},
    ]


def group_rows(rows: Iterable[tuple[str, Row]], part: KeyRange, alike: GroupKey) -> list[Group]:
    """Group rows in memory, with the same result as the database."""
    found: dict[str, Group] = {}
    keys: dict[str, list[str]] = defaultdict(list)
    for key, row in rows:
        number = row[part.field]
        if number is None or not part.first <= number < part.before:
            continue
        values = {name: row[name] for name in alike.fields}
        values[DAY] = _day(row[alike.day_of])
        same = repr(values)
        keys[same].append(key)
        found.setdefault(same, Group(values, keys[same]))
    return list(found.values())


def _day(at: datetime | None) -> str | None:
    return legal_day(at).isoformat() if at else None
