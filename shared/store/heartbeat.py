"""A small write every few seconds: the only proof that the store accepts writes."""

import threading
from collections.abc import Callable
from typing import Any

from shared.observability.activity import Activity
from shared.texts.error_text import describe_error

EVERY_S = 5.0
LATE_S = 15.0
LONGEST_TOLD = 300


class Heartbeat:
    """Writes on its own thread and reports faults; its readers never block."""

    def __init__(self, write: Callable[[], None], every_s: float = EVERY_S) -> None:
        self.activity = Activity()
        self._write = write
        self._every_s = every_s
        self._stopping = threading.Event()
        self._thread: Any = threading.Thread(target=self._run, name="heartbeat", daemon=True)

    def start(self) -> None:
        """Start writing."""
        self._thread.start()

    def stop(self) -> None:
        """Stop writing."""
        self._stopping.set()

    def fault(self) -> str:
        """Return in words why the store accepts no writes; empty if it does."""
        if why := self.activity.why:
            return f"a write failed: {why[:LONGEST_TOLD]}"
        waited_s = self.activity.waited_s()
        return f"a write has not ended for {waited_s:.0f} s" if waited_s > LATE_S else ""

    def _run(self) -> None:
        self._beat()
        while not self._stopping.wait(self._every_s):
            self._beat()

    def _beat(self) -> None:
        self.activity.begin()
        try:
            self._write()
        except Exception as error:  # noqa: BLE001  any fault is reported by `fault`
            self.activity.end(describe_error(error))
        else:
            self.activity.end()
