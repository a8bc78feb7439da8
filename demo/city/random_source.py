"""Chance from a seed, the same on every Python version."""

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class RandomSource:
    """Chance built on `random.Random.random` alone.

    Python promises that method to be stable from version to version; `choice`, `gauss` and their
    like have changed and may change again.
    """

    def __init__(self, seed: int) -> None:
        self._next = random.Random(seed).random

    def chance(self, probability: float) -> bool:
        """Tell whether something of this probability happens."""
        return self._next() < probability

    def between(self, low: float, high: float) -> float:
        """Draw a number, `low` included and `high` not."""
        return low + (high - low) * self._next()

    def integer(self, low: int, high: int) -> int:
        """Draw a whole number, both ends included."""
        return low + int(self._next() * (high - low + 1))

    def pick(self, items: Sequence[T]) -> T:
        """Draw one item."""
        return items[int(self._next() * len(items))]

    def weighted(self, items: Sequence[tuple[T, float]]) -> T:
        """Draw one item, more often the greater its weight."""
        left = self._next() * sum(weight for _, weight in items)
        for item, weight in items:
            left -= weight
            if left < 0:
                return item
        return items[-1][0]
