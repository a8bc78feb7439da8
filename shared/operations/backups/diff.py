"""What changed between two instants: both sides in order of their keys, read once."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any, NamedTuple

from shared.operations.backups.files import DocumentHash


class ChangeKind(StrEnum):
    """What became of a document."""

    SAME = "same"
    WRITTEN = "written"
    GONE = "gone"


class DocumentChange(NamedTuple):
    """A document and what became of it; `row` is its content where it is there."""

    fate: ChangeKind
    mark: DocumentHash
    row: Any = None


def diff(
    before: Iterable[DocumentHash], now: Iterable[tuple[DocumentHash, Any]]
) -> Iterator[DocumentChange]:
    """Tell of each document whether it is as it was, is new or other, or is gone."""
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
