"""In-memory store for tests; passes the same test cases as the real one."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any, TypeVar, cast

from shared.messages.codec import from_bson, to_bson
from shared.store.document import document_meta, key_of, matches
from shared.store.grouping import Group, GroupKey, KeyRange, group_rows
from shared.store.memory_outbox import MemoryOutbox
from shared.store.mongo.writes import check_size, commands_of
from shared.store.reader import ABSENT, Stored, Write
from shared.store.session import Session
from shared.store.store import LARGEST_BYTES, GroupCount, Row

T = TypeVar("T")
R = TypeVar("R")
ATTEMPTS = 50


class MemoryStore:
    """An in-memory store with the same revisions, unique keys and conflicts as the real one."""

    def __init__(self) -> None:
        self._kept: dict[type[Any], dict[str, tuple[dict[str, Any], int]]] = {}
        self.outbox = MemoryOutbox(self)

    def prepare(self, kinds: Iterable[type[Any]]) -> None:
        for kind in kinds:
            self._kept.setdefault(kind, {})

    def ping(self) -> None:
        """Do nothing: memory is always available."""

    def fetch(self, kind: type[Any], keys: Sequence[str]) -> dict[str, Stored]:
        rows = self._kept.get(kind, {})
        return {key: _stored(kind, *rows[key]) for key in keys if key in rows}

    def select(self, kind: type[Any], wanted: dict[str, Any]) -> dict[str, Stored]:
        rows = self._kept.get(kind, {}).items()
        found = {key: _stored(kind, *row) for key, row in rows if _may_match(row[0], wanted)}
        return {key: entry for key, entry in found.items() if matches(entry.document, wanted)}

    def keys_in_range(
        self, kind: type[Any], wanted: dict[str, Any], field: str, after: int, before: int
    ) -> list[tuple[int, str]]:
        found = self.select(kind, wanted).items()
        places = [(getattr(stored.document, field), key) for key, stored in found]
        return [place for place in places if after < place[0] < before]

    def transact(self, work: Callable[[Session], R], most: int = LARGEST_BYTES) -> R:
        for _ in range(ATTEMPTS):
            session = Session(self)
            result = work(session)
            writes = session.writes()
            check_size(commands_of(writes), most)  # also refuses values that BSON cannot encode
            if self._commit(writes):
                return result
        raise RuntimeError("the same documents kept changing: does the work change them itself?")

    def read(self, kind: type[T], key: str) -> T | None:
        row = self._kept.get(kind, {}).get(key)
        return from_bson(row[0], kind) if row else None

    def page(self, kind: type[T], wanted: dict[str, Any], after: str, limit: int) -> list[T]:
        rows = self._kept.get(kind, {})
        behind = (rows[key][0] for key in sorted(rows) if key > after)
        found = (from_bson(row, kind) for row in behind if _may_match(row, wanted))
        return list(islice((thing for thing in found if matches(thing, wanted)), limit))

    def page_by_time(
        self,
        kind: type[T],
        field: str,
        wanted: dict[str, Any],
        after: tuple[datetime, str] | None,
        until: datetime,
        limit: int,
    ) -> list[T]:
        found = [
            ((getattr(thing, field), key_of(thing)), thing)
            for thing in self._until(kind, field, until, wanted)
        ]
        behind = [(place, thing) for place, thing in found if after is None or place > after]
        return [thing for _, thing in sorted(behind, key=lambda pair: pair[0])[:limit]]

    def due(self, kind: type[T], field: str, until: datetime, limit: int) -> list[T]:
        return list(islice(self._until(kind, field, until, {}), limit))

    def group(self, kind: type[Any], part: KeyRange, alike: GroupKey) -> list[Group]:
        kept = list(self._kept.get(kind, {}).items())
        return group_rows(((key, row) for key, (row, _) in kept), part, alike)

    def count_by(
        self, kind: type[Any], by: Sequence[str], wanted: Row, earliest: str, most: int
    ) -> list[GroupCount]:
        found: dict[tuple[Any, ...], list[datetime | None]] = {}
        for thing in [document for document in self.all(kind) if _matches_any(document, wanted)][
            :most
        ]:
            values = tuple(to_bson(getattr(thing, name)) for name in by)
            found.setdefault(values, []).append(getattr(thing, earliest) if earliest else None)
        return [
            GroupCount(values, len(times), min((time for time in times if time), default=None))
            for values, times in found.items()
        ]

    def size(self, kind: type[Any]) -> int:
        return len(self._kept.get(kind, {}))

    def server_time(self) -> datetime:
        return datetime.now(UTC)

    def pulse(self, name: str) -> None:
        """Do nothing: memory accepts every write."""

    def touch(self) -> None:
        """Do nothing: memory has no abandoned transactions."""

    def all(self, kind: type[T]) -> list[T]:
        """List all documents of a class, by key."""
        return [from_bson(row, kind) for _, (row, _) in sorted(self._kept.get(kind, {}).items())]

    def snapshot(self) -> dict[str, dict[str, dict[str, Any]]]:
        """Copy all documents, by collection and key."""
        return {
            document_meta(kind).collection: {key: _copy(row) for key, (row, _) in rows.items()}
            for kind, rows in self._kept.items()
            if rows
        }

    def _until(
        self, kind: type[T], field: str, until: datetime, wanted: dict[str, Any]
    ) -> Iterator[T]:
        """Yield the matching documents whose instant is at most `until`, by key."""
        for _, (row, _) in sorted(self._kept.get(kind, {}).items()):
            if (instant := row[field]) and instant <= until and _may_match(row, wanted):
                thing = from_bson(row, kind)
                if matches(thing, wanted):
                    yield thing

    def _commit(self, writes: list[Write]) -> bool:
        if not all(self._is_unchanged(write) for write in writes):
            return False
        made = [_row(write.document) for write in writes]
        for write, row in zip(writes, made, strict=True):  # all converted before the first write
            rows = self._kept.setdefault(write.kind, {})
            if row is None:
                del rows[write.key]
            else:
                rows[write.key] = row, write.revision + 1
        return True

    def _is_unchanged(self, write: Write) -> bool:
        rows = self._kept.get(write.kind, {})
        if rows.get(write.key, (None, ABSENT))[1] != write.revision:
            return False
        return write.document is None or not any(
            self._violates_unique(write, fields) for fields in document_meta(write.kind).unique
        )

    def _violates_unique(self, write: Write, fields: tuple[str, ...]) -> bool:
        made = to_bson(write.document)
        wanted = [(name, made[name]) for name in fields]
        return any(
            key != write.key and all(row[name] == value for name, value in wanted)
            for key, (row, _) in self._kept.get(write.kind, {}).items()
        )


def _may_match(row: dict[str, Any], wanted: dict[str, Any]) -> bool:
    """Return whether a row may match: a cheap check of its text values, before decoding it."""
    return not any(
        isinstance(kept := row[name], str) and isinstance(value, str) and kept != value
        for name, value in wanted.items()
    )


def _matches_any(thing: Any, wanted: Row) -> bool:
    several = {
        name: value if isinstance(value, tuple) else (value,) for name, value in wanted.items()
    }
    return all(getattr(thing, name) in values for name, values in several.items())


def _row(document: Any | None) -> dict[str, Any] | None:
    return None if document is None else cast(dict[str, Any], _copy(to_bson(document)))


def _copy(value: Any) -> Any:
    """Copy BSON values; all but objects and lists are immutable."""
    if isinstance(value, dict):
        return {key: _copy(inner) for key, inner in value.items()}
    return [_copy(inner) for inner in value] if isinstance(value, list) else value


def _stored(kind: type[Any], row: dict[str, Any], revision: int) -> Stored:
    return Stored(from_bson(row, kind), revision)
