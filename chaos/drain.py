"""The drain: after the last fault, how long the backlog takes until nothing is left."""

import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

Counts = Mapping[str, int]
LOOK_EVERY_S = 0.5
TELL_EVERY_S = 10.0


@dataclass(frozen=True, slots=True)
class Drain:
    """How much took effect after the last fault, how fast, and what never did.

    Acts that the faults had delayed are made meanwhile, so this is the speed from act to effect.
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
        """Write it for the report."""
        return {**asdict(self), "seconds": round(self.seconds, 1), "per_second": self.per_second}


class Watch:
    """Measures from its making, after the last fault, until nothing is left or nothing moves."""

    def __init__(self, heard: Callable[[], Counts], due: Callable[[], Counts]) -> None:
        self._heard = heard
        self._due = due
        self._began = time.monotonic()
        self._first = sum(heard().values())

    def wait(
        self, pause: Callable[[float], None], tell: Callable[[str], None], *, stalled_s: float
    ) -> Drain:
        """Wait until all that is due is heard, or until nothing has moved for too long."""
        left, moved = self._left(), time.monotonic()
        told = moved
        while any(left.values()) and time.monotonic() - moved < stalled_s:
            pause(LOOK_EVERY_S)
            before, left = left, self._left()
            if left != before:
                moved = time.monotonic()
            if time.monotonic() - told > TELL_EVERY_S:
                told = time.monotonic()
                tell(f"still due: {left}")
        end = moved if any(left.values()) else time.monotonic()
        backlog = sum(self._due().values()) - self._first
        return Drain(backlog, end - self._began, not any(left.values()), left)

    def _left(self) -> dict[str, int]:
        due, heard = self._due(), self._heard()
        return {name: max(0, count - heard.get(name, 0)) for name, count in due.items()}
