"""One transaction's view of the documents: read once, change in memory, write in bulk."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, TypeVar

from shared.errors import AlreadyExistsError
from shared.store.document import binary_values, document_meta, key_of, matches
from shared.store.reader import NOTHING, Reader, Stored, Write

T = TypeVar("T")


class Session:
    """Identity map of one transaction.

    `failure` is the store's exception, if any: the transaction is then lost, even if a handler
    caught it. `fetches` counts the reads by key.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._seen: dict[type[Any], dict[str, Stored]] = defaultdict(dict)
        self._changed: dict[tuple[type[Any], str], None] = {}
        self._journal: list[tuple[type[Any], str, Stored, bool]] = []
        self.failure: Exception | None = None
        self.fetches = 0

    def load(self, kind: type[T], keys: Iterable[str]) -> dict[str, T]:
        """Read several documents at once; missing ones are left out."""
        wanted = dict.fromkeys(keys)
        seen = self._seen[kind]
        if missing := [key for key in wanted if key not in seen]:
            self._fetch(kind, missing)
        return {key: thing for key in wanted if (thing := seen[key].document) is not None}

    def assume_absent(self, kind: type[Any], keys: Iterable[str]) -> None:
        """Assume that none of these exists; if one does, its write fails with a conflict."""
        seen = self._seen[kind]
        for key in keys:
            seen.setdefault(key, NOTHING)

    def refetch(self, kind: type[T], key: str) -> T | None:
        """Read a document that was assumed absent and has not been written since."""
        if self._seen[kind][key] == NOTHING:
            self._fetch(kind, [key])
        return self._seen[kind][key].document  # type: ignore[no-any-return]

    def has_changes(self, *kinds: type[Any]) -> bool:
        """Return whether documents of these classes were added or changed so far."""
        return any(kind in kinds for kind, _ in self._changed)

    def find(self, kind: type[T], key: str) -> T | None:
        """Read one document, or None."""
        seen = self._seen[kind]
        if key not in seen:
            self._fetch(kind, [key])
        return seen[key].document  # type: ignore[no-any-return]

    def is_loaded(self, kind: type[Any], key: str) -> bool:
        """Return whether a document was read already, or is known to be absent."""
        return key in self._seen[kind]

    def select(self, kind: type[T], **wanted: Any) -> tuple[T, ...]:
        """Read all documents with these field values, including own changes, ordered by key."""
        seen = self._seen[kind]
        try:
            found = self._reader.select(kind, wanted)
        except Exception as error:
            self.failure = error
            raise
        for key, stored in found.items():
            seen.setdefault(key, stored)
        known = sorted(
            (key, entry.document) for key, entry in seen.items() if entry.document is not None
        )
        return tuple(thing for _, thing in known if matches(thing, wanted))

    def keys_in_range(
        self, kind: type[Any], field: str, after: int, before: int, **wanted: Any
    ) -> list[str]:
        """Return the keys of documents with a number in between (exclusive), ordered by number.

        Own changes are included, and no document is read.
        """
        try:
            found = self._reader.keys_in_range(kind, wanted, field, after, before)
        except Exception as error:
            self.failure = error
            raise
        seen = self._seen[kind]
        places = {key: number for number, key in found if key not in seen}
        for key, (thing, _) in seen.items():
            if thing is not None and matches(thing, wanted):
                number = getattr(thing, field)
                if after < number < before:
                    places[key] = number
        return sorted(places, key=lambda key: (places[key], key))

    def save(self, *documents: Any) -> None:
        """Write new or changed documents."""
        for thing in documents:
            kind, key = type(thing), key_of(thing)
            if key not in self._seen[kind]:
                self._fetch(kind, [key])
            self._put(kind, key, thing)

    def add(self, thing: Any) -> None:
        """Write a new document without reading; raises `AlreadyExistsError` if known to exist."""
        kind, key = type(thing), key_of(thing)
        if self._seen[kind].get(key, NOTHING).document is not None:
            raise AlreadyExistsError(document_meta(kind).title, key)
        self._put(kind, key, thing)

    def remove(self, thing: Any) -> None:
        """Delete a document that was read or added."""
        self._put(type(thing), key_of(thing), None)

    def savepoint(self) -> int:
        """Return the current position in the change journal, for `rollback_to`."""
        return len(self._journal)

    def rollback_to(self, savepoint: int) -> None:
        """Undo all changes since a savepoint; documents stay loaded."""
        while len(self._journal) > savepoint:
            kind, key, before, was_changed = self._journal.pop()
            self._seen[kind][key] = before
            if not was_changed:
                del self._changed[kind, key]

    def content_bytes(self, savepoint: int = 0) -> int:
        """Return the size of binary fields changed since a savepoint, in bytes."""
        changed = (self._seen[of][key].document for of, key, *_ in self._journal[savepoint:])
        return sum(
            len(held)
            for document in changed
            if document is not None
            for held in binary_values(document)
        )

    def writes(self) -> list[Write]:
        """Return the writes of the commit."""
        pending = ((of, key, self._seen[of][key]) for of, key in self._changed)
        return [
            Write(of, key, seen.document, seen.revision)
            for of, key, seen in pending
            if seen != NOTHING  # added and removed again
        ]

    def _fetch(self, kind: type[Any], keys: list[str]) -> None:
        self.fetches += 1
        try:
            found = self._reader.fetch(kind, keys)
        except Exception as error:
            self.failure = error
            raise
        seen = self._seen[kind]
        for key in keys:
            seen[key] = found.get(key, NOTHING)

    def _put(self, kind: type[Any], key: str, thing: Any | None) -> None:
        before = self._seen[kind].get(key, NOTHING)
        place = kind, key
        self._journal.append((kind, key, before, place in self._changed))
        self._seen[kind][key] = Stored(thing, before.revision)
        self._changed[place] = None
