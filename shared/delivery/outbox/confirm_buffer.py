"""Events that the broker confirmed and the outbox has not recorded yet."""

import time
from collections.abc import Iterable

from shared.store.outbox import PendingEvent

FLUSH_SIZE = 500
FLUSH_AFTER_S = 0.05


class ConfirmBuffer:
    """Collects confirmed events, so that the outbox records many at a time.

    The delay is safe: an event whose confirm is not recorded when a process dies is published
    again, and subscribers drop the duplicate.
    """

    def __init__(self) -> None:
        self._events: list[PendingEvent] = []
        self._first_at = 0.0

    def add(self, events: Iterable[PendingEvent]) -> None:
        """Collect events, in the order in which they were published."""
        if not self._events:
            self._first_at = time.monotonic()
        self._events += events

    def seconds_until_flush(self, longest_s: float) -> float:
        """Return the seconds until the next flush is due; `longest_s` if the buffer is empty."""
        if not self._events:
            return longest_s
        if len(self._events) >= FLUSH_SIZE:
            return 0.0
        return min(longest_s, max(0.0, self._first_at + FLUSH_AFTER_S - time.monotonic()))

    def drain(self) -> list[PendingEvent]:
        """Return the collected events and empty the buffer."""
        drained, self._events = self._events, []
        return drained
