"""Rate limit for resend requests: repeating a request gains nothing."""

from collections.abc import Callable

LEAST_S = 5.0
LONGEST_S = 600.0
MOST = 10_000


class RequestPauses:
    """Blocks an answered key for as long as the answer took, within bounds, in seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._began: dict[str, float] = {}
        self._until: dict[str, float] = {}

    def begin(self, key: str) -> None:
        """Record that an answer begins, unless it already has."""
        self._began.setdefault(key, self._clock())

    def end(self, key: str) -> None:
        """Record that an answer is complete."""
        now = self._clock()
        took = now - self._began.pop(key, now)
        if len(self._until) >= MOST:
            self._until = {one: until for one, until in self._until.items() if until > now}
        if len(self._until) < MOST:
            self._until[key] = now + min(max(LEAST_S, took), LONGEST_S)

    def over(self, key: str) -> bool:
        """Return whether the key may be answered now."""
        return self._until.get(key, 0.0) <= self._clock()
