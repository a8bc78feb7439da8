"""Documents grouped by what they hold, so that what thousands share is looked at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from shared.calendar.legal_days import legal_day

Row = dict[str, Any]
DAY = "day"


class KeyRange(NamedTuple):
    """Documents whose whole number in an indexed field lies from `first` to just before `before`.

    Those without the number lie in no part.
    """

    field: str
    first: int
    before: int


class Group(NamedTuple):
    """Values as they are stored, which some documents share, and the keys of those documents."""

    values: Row
    keys: list[str]


class GroupKey(NamedTuple):
    """In what documents must agree: these fields, and the legal day of one instant.

    The day appears among the values as `day`, written 2026-10-08.
    """

    fields: tuple[str, ...]
    day_of: str


def aggregation_pipeline(part: KeyRange, alike: GroupKey) -> Sequence[Row]:
    """Write the grouping for a database."""
    day = {"date": f"${alike.day_of}", "format": "%Y-%m-%d", "timezone": "+08:00"}
    shared = {name: f"${name}" for name in alike.fields} | {DAY: {"$dateToString": day}}
    return [
        {"$match": {part.field: {"$gte": part.first, "$lt": part.before}}},
        {"$group": {"_id": shared, "keys": {"$push": "$_id"}}},
    ]


def group_rows(rows: Iterable[tuple[str, Row]], part: KeyRange, alike: GroupKey) -> list[Group]:
    """Group rows in memory, as the database does."""
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
