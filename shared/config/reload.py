"""A value made from files, and reloaded when they change."""

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Generic, TypeVar

import structlog

T = TypeVar("T")
POLL_S = 1.0
State = tuple[tuple[int, int, int] | None, ...]
log = structlog.get_logger()


class ReloadingValue(Generic[T]):
    """Checks its files once a second; if `make` fails on changed files, the old value stays.

    A failure (one of `faults`) is retried every second, since several files never change at the
    same moment, and logged once. `retire` is called with each replaced value.
    """

    def __init__(
        self,
        what: str,
        files: Sequence[Path],
        make: Callable[[], T],
        *,
        faults: tuple[type[Exception], ...],
        retire: Callable[[T], None] = lambda _: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._what = what
        self._files = tuple(files)
        self._make = make
        self._faults = faults
        self._retire = retire
        self._clock = clock
        self._lock = threading.Lock()
        self._next = clock() + POLL_S
        self._seen = self._failed = self._state()
        self._made = make()

    def get(self) -> T:
        """Return the value of the files, at most `POLL_S` seconds old."""
        if self._files and self._clock() >= self._next:
            with self._lock:
                self._reload_if_changed()
        return self._made

    def _reload_if_changed(self) -> None:
        self._next = self._clock() + POLL_S
        state = self._state()
        if state == self._seen:
            return
        try:
            renewed = self._make()
        except self._faults as error:
            if state != self._failed:
                log.error(f"{self._what}.unusable", reason=str(error))
            self._failed = state
            return
        before, self._made, self._seen = self._made, renewed, state
        log.info(f"{self._what}.renewed")
        self._retire(before)

    def _state(self) -> State:
        return tuple(_file_state(file) for file in self._files)


def _file_state(file: Path) -> tuple[int, int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
