"""Rate limit for expensive work that is requested often."""

import threading
import time
from collections.abc import Callable

LEAST_S = 10.0
IDLE_PER_SECOND = 50  # at most one of so many seconds may be spent on the work


class CostThrottle:
    """Runs a function on request, unless the last run was recent.

    The minimum interval is the larger of `least_s` and `IDLE_PER_SECOND` times the last duration,
    also after a failure.
    """

    def __init__(
        self,
        run: Callable[[], None],
        *,
        least_s: float = LEAST_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.took_s = 0.0
        self._run = run
        self._least_s = least_s
        self._clock = clock
        self._next_at = float("-inf")
        self._lock = threading.Lock()

    def __call__(self) -> None:
        """Run the function if it is due and no other thread is running it."""
        if self._clock() < self._next_at or not self._lock.acquire(blocking=False):
            return
        try:
            began = self._clock()
            try:
                self._run()
            finally:
                now = self._clock()
                self.took_s = now - began
                self._next_at = now + max(self._least_s, self.took_s * IDLE_PER_SECOND)
        finally:
            self._lock.release()
