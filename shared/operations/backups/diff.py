"""Differences between two instants: a merge of two lists sorted by key, each read once."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any, NamedTuple

from shared.operations.backups.files import DocumentHash


class ChangeKind(StrEnum):
    """Change of a document."""

    SAME = "same"
    WRITTEN = "written"
    GONE = "gone"


class DocumentChange(NamedTuple):
    """A document and its change; `row` is its content unless it was deleted."""

    fate: ChangeKind
    mark: DocumentHash
    row: Any = None


def diff(
    before: Iterable[DocumentHash], now: Iterable[tuple[DocumentHash, Any]]
) -> Iterator[DocumentChange]:
    """Yield every document as unchanged, new or modified, or deleted."""
    known = iter(before)
    earlier = next(known, None)
    for mark, row in now:
        while earlier is not None and earlier.key < mark.key:
            yield DocumentChange(ChangeKind.GONE, earlier)
            earlier = next(known, None)
        same = earlier == mark
        yield DocumentChange(ChangeKind.SAME if same else ChangeKind.WRITTEN, mark, row)
        if earlier is not None and earlier.key == mark.key:
            earlier = next(known, None)
    while earlier is not None:
        yield DocumentChange(ChangeKind.GONE, earlier)
        earlier = next(known, None)
