"""Whether something that must go on goes on: how long it has been at what it has in hand."""

import threading
import time
from collections.abc import Callable

FORGOTTEN_S = 120.0


class Activity:
    """Work that begins, and ends well or not; any thread may look.

    `why` is what the last failure said. A failure after which nothing was begun for a while is
    forgotten: somebody else has taken it over.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._since: float | None = None
        self._in_hand = False
        self._last = clock()
        self.why = ""

    def begin(self) -> None:
        """Say that something is in hand now."""
        with self._lock:
            self._in_hand, self._last = True, self._clock()
            if self._since is None:
                self._since = self._last

    def moved(self) -> None:
        """Say that what is in hand goes on."""
        with self._lock:
            self._last = self._clock()
            if self._since is not None:
                self._since = self._last

    def end(self, why: str = "") -> None:
        """Say that it is done, or why it failed: then it is still waited for."""
        with self._lock:
            self._in_hand, self._last, self.why = False, self._clock(), why
            if not why:
                self._since = None

    def waited_s(self) -> float:
        """Tell for how many seconds nothing went on that should have; 0 if nothing is in hand."""
        with self._lock:
            now = self._clock()
            if self._since is None:
                return 0.0
            if not self._in_hand and now - self._last > FORGOTTEN_S:
                return 0.0
            return now - self._since
