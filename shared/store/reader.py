"""Reads of a session from a store, and the writes it returns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

ABSENT = 0


class Stored(NamedTuple):
    """A document and the revision at which it was read."""

    document: Any
    revision: int


NOTHING = Stored(None, ABSENT)


@dataclass(frozen=True, slots=True)
class Write:
    """A document to insert (`revision` 0), replace, or delete (`document` None), if unchanged."""

    kind: type[Any]
    key: str
    document: Any | None
    revision: int


class Reader(Protocol):
    """Operations of a session on a store inside one transaction."""

    def fetch(self, kind: type[Any], keys: Sequence[str]) -> dict[str, Stored]:
        """Read the existing documents among these keys."""

    def select(self, kind: type[Any], wanted: dict[str, Any]) -> dict[str, Stored]:
        """Read all documents with these field values."""

    def keys_in_range(
        self, kind: type[Any], wanted: dict[str, Any], field: str, after: int, before: int
    ) -> list[tuple[int, str]]:
        """Return number and key of the documents with these values and a number in between."""
