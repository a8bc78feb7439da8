"""Work that is asked for often and must not cost much: it is done now and then."""

import threading
import time
from collections.abc import Callable

LEAST_S = 10.0
IDLE_PER_SECOND = 50  # of so many seconds, one may be spent


class CostThrottle:
    """Runs something when it is asked to, unless that was done a moment ago.

    The longer it takes, the more seldom it is done. One that fails is tried again as seldom.
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
        """Run it if it is time to and nobody else does so now."""
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
