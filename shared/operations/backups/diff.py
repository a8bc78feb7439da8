"""What changed between two instants: both sides in order of their keys, read once."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any, NamedTuple

from shared.operations.backups.files import Mark


class Fate(StrEnum):
    """What became of a document."""

    SAME = "same"
    WRITTEN = "written"
    GONE = "gone"


class Change(NamedTuple):
    """A document and what became of it; `row` is its content where it is there."""

    fate: Fate
    mark: Mark
    row: Any = None


def diff(before: Iterable[Mark], now: Iterable[tuple[Mark, Any]]) -> Iterator[Change]:
    """Tell of each document whether it is as it was, is new or other, or is gone."""
    known = iter(before)
    earlier = next(known, None)
    for mark, row in now:
        while earlier is not None and earlier.key < mark.key:
            yield Change(Fate.GONE, earlier)
            earlier = next(known, None)
        same = earlier == mark
        yield Change(Fate.SAME if same else Fate.WRITTEN, mark, row)
        if earlier is not None and earlier.key == mark.key:
            earlier = next(known, None)
    while earlier is not None:
        yield Change(Fate.GONE, earlier)
        earlier = next(known, None)
