"""Stall detection: how long a continuous task has made no progress."""

import threading
import time
from collections.abc import Callable

FORGOTTEN_S = 120.0


class Activity:
    """Progress of repeated work; thread-safe.

    `why` is the text of the last failure. A failure after which no work began for `FORGOTTEN_S`
    seconds is ignored: another process has taken over.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._since: float | None = None
        self._in_hand = False
        self._last = clock()
        self.why = ""

    def begin(self) -> None:
        """Record that work is in progress."""
        with self._lock:
            self._in_hand, self._last = True, self._clock()
            if self._since is None:
                self._since = self._last

    def moved(self) -> None:
        """Record progress of the current work."""
        with self._lock:
            self._last = self._clock()
            if self._since is not None:
                self._since = self._last

    def end(self, why: str = "") -> None:
        """Record success, or the reason of a failure; failed work still counts as pending."""
        with self._lock:
            self._in_hand, self._last, self.why = False, self._clock(), why
            if not why:
                self._since = None

    def waited_s(self) -> float:
        """Return the seconds without progress of pending work; 0 if none is pending."""
        with self._lock:
            now = self._clock()
            if self._since is None:
                return 0.0
            if not self._in_hand and now - self._last > FORGOTTEN_S:
                return 0.0
            return now - self._since
