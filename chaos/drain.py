"""The drain: the time from the last fault until the backlog is processed."""

import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

Counts = Mapping[str, int]
POLL_S = 0.5
REPORT_EVERY_S = 10.0


@dataclass(frozen=True, slots=True)
class Drain:
    """The drain of a run: effects due after the last fault, its duration, and effects missing.

    Commands that faults delayed are sent meanwhile, so the rate covers command to effect.
    """

    backlog: int
    seconds: float
    finished: bool
    left: dict[str, int]

    @property
    def per_second(self) -> float:
        """Effects per second from the last fault on."""
        done = self.backlog - sum(self.left.values())
        return round(done / self.seconds, 1) if self.seconds else 0.0

    def as_row(self) -> dict[str, Any]:
        """Return the row of the report."""
        return {**asdict(self), "seconds": round(self.seconds, 1), "per_second": self.per_second}


class DrainMeter:
    """Measures from its creation, after the last fault, until nothing is left or it stalls."""

    def __init__(self, applied: Callable[[], Counts], due: Callable[[], Counts]) -> None:
        self._applied = applied
        self._due = due
        self._began = time.monotonic()
        self._first = sum(applied().values())

    def wait(
        self, pause: Callable[[float], None], say: Callable[[str], None], *, stalled_s: float
    ) -> Drain:
        """Wait until no due effect is missing, or for `stalled_s` without progress."""
        left, moved = self._left(), time.monotonic()
        reported = moved
        while any(left.values()) and time.monotonic() - moved < stalled_s:
            pause(POLL_S)
            before, left = left, self._left()
            if left != before:
                moved = time.monotonic()
            if time.monotonic() - reported > REPORT_EVERY_S:
                reported = time.monotonic()
                say(f"still due: {left}")
        end = moved if any(left.values()) else time.monotonic()
        backlog = sum(self._due().values()) - self._first
        return Drain(backlog, end - self._began, not any(left.values()), left)

    def _left(self) -> dict[str, int]:
        due, applied = self._due(), self._applied()
        return {name: max(0, count - applied.get(name, 0)) for name, count in due.items()}
