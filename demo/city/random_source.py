"""Seeded random numbers, identical on every Python version."""

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class RandomSource:
    """Random values derived from `random.Random.random` only.

    Python guarantees that this method is stable across versions; `choice`, `gauss` and similar
    methods have changed and may change again.
    """

    def __init__(self, seed: int) -> None:
        self._next = random.Random(seed).random

    def chance(self, probability: float) -> bool:
        """Return True with this probability."""
        return self._next() < probability

    def between(self, low: float, high: float) -> float:
        """Draw a number from `low` (included) to `high` (excluded)."""
        return low + (high - low) * self._next()

    def integer(self, low: int, high: int) -> int:
        """Draw an integer, both ends included."""
        return low + int(self._next() * (high - low + 1))

    def pick(self, items: Sequence[T]) -> T:
        """Draw one item."""
        return items[int(self._next() * len(items))]

    def weighted(self, items: Sequence[tuple[T, float]]) -> T:
        """Draw an item with a probability proportional to its weight; items are (item, weight)."""
        left = self._next() * sum(weight for _, weight in items)
        for item, weight in items:
            left -= weight
            if left < 0:
                return item
        return items[-1][0]
