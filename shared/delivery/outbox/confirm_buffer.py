"""Events that the broker has and the outbox does not know of yet."""

import time
from collections.abc import Iterable

from shared.store.outbox import PendingEvent

FLUSH_SIZE = 500
FLUSH_AFTER_S = 0.05


class ConfirmBuffer:
    """Collects them, so that the outbox is told of many at a time.

    Nothing depends on the outbox knowing at once: what it was not told of when a process dies is
    published again, and absorbed by those who had it.
    """

    def __init__(self) -> None:
        self._marks: list[PendingEvent] = []
        self._first_at = 0.0

    def add(self, marks: Iterable[PendingEvent]) -> None:
        """Collect events, in the order in which they left."""
        if not self._marks:
            self._first_at = time.monotonic()
        self._marks += marks

    def seconds_until_flush(self, longest_s: float) -> float:
        """Tell how many seconds the outbox may still wait; `longest_s` if there is nothing."""
        if not self._marks:
            return longest_s
        if len(self._marks) >= FLUSH_SIZE:
            return 0.0
        return min(longest_s, max(0.0, self._first_at + FLUSH_AFTER_S - time.monotonic()))

    def take(self) -> list[PendingEvent]:
        """Give what was collected, and begin anew."""
        taken, self._marks = self._marks, []
        return taken
