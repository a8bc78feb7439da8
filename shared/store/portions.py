"""Split sequences, in order, into portions of a limited size."""

from collections.abc import Callable, Iterator, Sequence
from math import ceil
from typing import TypeVar

from shared.store.store import TooMuchToWriteError

T = TypeVar("T")


def portioned(things: Sequence[T], weight: Callable[[T], int], most: int) -> Iterator[Sequence[T]]:
    """Yield portions of at most `most` bytes, or of a single larger item."""
    start = taken = 0
    for place, thing in enumerate(things):
        size = weight(thing)
        if place > start and taken + size > most:
            yield things[start:place]
            start, taken = place, 0
        taken += size
    if start < len(things):
        yield things[start:]


def divided(things: Sequence[T], error: Exception) -> list[Sequence[T]]:
    """Split items that could not be written: in proportion to the excess, or else into halves."""
    if isinstance(error, TooMuchToWriteError):
        size = max(1, len(things) // (ceil(error.size / error.most) + 1))
    else:
        size = ceil(len(things) / 2)
    return [things[start : start + size] for start in range(0, len(things), size)]
