"""The acts of the load: the same seed and number give the same act, so it can be repeated."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MOST_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Act:
    """An act of one or several events; each of its wells is sealed once more."""

    key: str
    wells: tuple[str, ...]


def acts_of(actor: str, seed: int, events: int, subjects: int, *, most: int) -> Iterator[Act]:
    """List the acts of one actor, which have so many events in all."""
    dice = random.Random(f"{seed}/{actor}")
    left, number = events, 0
    while left:
        size = min(left, dice.randint(1, most))
        wells = tuple(f"W-{dice.randrange(subjects)}" for _ in range(size))
        yield Act(f"{actor}-{number}", wells)
        left, number = left - size, number + 1


def wait_s(began_at: float, done: int, per_second: float, now: float) -> float:
    """Tell how long to wait so that acts come evenly; who is behind does not wait."""
    return max(0.0, began_at + done / per_second - now)


class Journal:
    """What was answered 2xx, one line each: `<key> <events>`; it outlives its writer."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.known = answered(file)

    def note(self, act: Act) -> None:
        """Write down that an act was answered."""
        with self._file.open("a") as lines:
            lines.write(f"{act.key} {len(act.wells)}\n")


def answered(file: Path) -> dict[str, int]:
    """Read a journal: the events of each answered act; a line cut short by a kill is no answer."""
    if not file.exists():
        return {}
    whole = file.read_text().split("\n")[:-1]
    return {line.split()[0]: int(line.split()[1]) for line in whole}
