"""A file of keys that is checked once a second and reloaded when it has changed."""

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from liandong.errors import BadKeyFile

LOOK_EVERY_S = 1.0
T = TypeVar("T")
log = logging.getLogger(__name__)


class WatchedFile(Generic[T]):
    """A file that is checked at most once a second and reloaded when it has changed."""

    def __init__(self, path: Path, read: Callable[[Path], T], clock: Callable[[], float]) -> None:
        self._path = path
        self._read = read
        self._clock = clock
        self._lock = threading.Lock()
        self._seen = _state(path)
        self._complaint = ""
        self._next = clock() + LOOK_EVERY_S
        self.first = read(path)

    def changed_content(self, *, at_once: bool = False) -> T | None:
        """Return the content if the file changed since the last successful read, else None.

        A `BadKeyFile` is logged, not raised. `at_once` skips the limit of one check a second.
        """
        if not at_once and self._clock() < self._next:
            return None
        with self._lock:
            self._next = self._clock() + LOOK_EVERY_S
            state = _state(self._path)
            if state == self._seen:
                return None
            try:
                content = self._read(self._path)
            except BadKeyFile as error:
                self._log_once(str(error))
                return None
            self._seen, self._complaint = state, ""
            return content

    def _log_once(self, reason: str) -> None:
        """Log a reason unless it was the last one logged."""
        if reason != self._complaint:
            self._complaint = reason
            log.error("key_file.unreadable", extra={"reason": reason})


def _state(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
