"""Pauses between two answers to the same question, so that repeating it gains nothing."""

from collections.abc import Callable

LEAST_S = 5.0
LONGEST_S = 600.0
MOST = 10_000


class Rests:
    """Knows what was answered just now: it rests as long as the answer took, within bounds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._began: dict[str, float] = {}
        self._until: dict[str, float] = {}

    def begin(self, key: str) -> None:
        """Note that an answer begins, unless it has begun."""
        self._began.setdefault(key, self._clock())

    def end(self, key: str) -> None:
        """Note that an answer is complete."""
        now = self._clock()
        took = now - self._began.pop(key, now)
        if len(self._until) >= MOST:
            self._until = {one: until for one, until in self._until.items() if until > now}
        if len(self._until) < MOST:
            self._until[key] = now + min(max(LEAST_S, took), LONGEST_S)

    def over(self, key: str) -> bool:
        """Tell whether it may be answered now."""
        return self._until.get(key, 0.0) <= self._clock()
