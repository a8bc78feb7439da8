"""One transaction's view of the documents: read once, change in memory, write in bulk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from shared.document import document_meta, key_of, matches
from shared.errors import AlreadyExistsError

T = TypeVar("T")
ABSENT = 0


@dataclass(frozen=True, slots=True)
class Stored:
    """A document with the revision that it was read at."""

    document: Any
    revision: int


@dataclass(frozen=True, slots=True)
class Write:
    """A document to insert (`revision` 0), replace, or delete (`document` None), if unchanged."""

    kind: type[Any]
    key: str
    document: Any | None
    revision: int


class Reader(Protocol):
    """What a session needs of a store inside one transaction."""

    def fetch(self, kind: type[Any], keys: Sequence[str]) -> dict[str, Stored]:
        """Read the documents that exist among these keys."""

    def select(self, kind: type[Any], wanted: dict[str, Any]) -> dict[str, Stored]:
        """Read all documents with these field values."""


class Session:
    """The identity map of one transaction."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._seen: dict[tuple[type[Any], str], Stored] = {}
        self._changed: dict[tuple[type[Any], str], None] = {}

    def load(self, kind: type[T], keys: Iterable[str]) -> dict[str, T]:
        """Read several documents at once; those that do not exist are left out."""
        wanted = list(dict.fromkeys(keys))
        missing = [key for key in wanted if (kind, key) not in self._seen]
        found = self._reader.fetch(kind, missing) if missing else {}
        for key in missing:
            self._seen[kind, key] = found.get(key, Stored(None, ABSENT))
        kept = {key: self._seen[kind, key].document for key in wanted}
        return {key: thing for key, thing in kept.items() if thing is not None}

    def find(self, kind: type[T], key: str) -> T | None:
        """Read one document, or None."""
        return self.load(kind, (key,)).get(key)

    def select(self, kind: type[T], **wanted: Any) -> tuple[T, ...]:
        """Read all documents with these field values, own changes included, in order of key."""
        for key, stored in self._reader.select(kind, wanted).items():
            self._seen.setdefault((kind, key), stored)
        known = sorted((key, at.document) for (of, key), at in self._seen.items() if of is kind)
        return tuple(thing for _, thing in known if thing is not None and matches(thing, wanted))

    def save(self, *documents: Any) -> None:
        """Write documents, new or changed."""
        for thing in documents:
            kind, key = type(thing), key_of(thing)
            self.find(kind, key)
            self._put(kind, key, thing)

    def add(self, thing: Any) -> None:
        """Write a document that must be new, without reading; `AlreadyExistsError` if seen."""
        kind, key = type(thing), key_of(thing)
        seen = self._seen.get((kind, key), Stored(None, ABSENT))
        if seen.document is not None:
            raise AlreadyExistsError(document_meta(kind).title, key)
        self._seen[kind, key] = seen
        self._put(kind, key, thing)

    def remove(self, thing: Any) -> None:
        """Delete a document."""
        self._put(type(thing), key_of(thing), None)

    def writes(self) -> list[Write]:
        """Tell what the commit must write."""
        pending = ((of, key, self._seen[of, key]) for of, key in self._changed)
        return [
            Write(of, key, seen.document, seen.revision)
            for of, key, seen in pending
            if seen != Stored(None, ABSENT)  # made and removed again
        ]

    def _put(self, kind: type[Any], key: str, thing: Any | None) -> None:
        self._seen[kind, key] = Stored(thing, self._seen[kind, key].revision)
        self._changed[kind, key] = None
