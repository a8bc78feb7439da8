"""A first-in first-out queue in simulated time."""

from collections import deque
from collections.abc import Iterable

import simpy


class EventQueue:
    """A queue of events, with a signal for waiting processes."""

    def __init__(self, env: simpy.Environment) -> None:
        self._env = env
        self.items: deque[float] = deque()
        self._added = env.event()

    def put(self, items: Iterable[float]) -> None:
        """Append items and wake the waiting processes."""
        self.items.extend(items)
        self._added.succeed()
        self._added = self._env.event()

    def pop(self, most: int) -> list[float]:
        """Remove and return up to `most` items from the front."""
        return [self.items.popleft() for _ in range(min(most, len(self.items)))]

    def added(self) -> simpy.Event:
        """Return the simulated event of the next addition."""
        return self._added
