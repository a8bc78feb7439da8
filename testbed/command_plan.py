"""Planned commands: deterministic by seed and number, so that a restarted actor repeats them."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class PlannedCommand:
    """A command that seals each of its wells once, with one event per well."""

    key: str
    wells: tuple[str, ...]


def plan_commands(
    actor: str, seed: int, events: int, subjects: int, *, most: int
) -> Iterator[PlannedCommand]:
    """Yield the commands of one actor: `events` in total, at most `most` per command."""
    dice = random.Random(f"{seed}/{actor}")
    left, number = events, 0
    while left:
        size = min(left, dice.randint(1, most))
        wells = tuple(f"W-{dice.randrange(subjects)}" for _ in range(size))
        yield PlannedCommand(f"{actor}-{number}", wells)
        left, number = left - size, number + 1


def delay_s(began_at: float, done: int, per_second: float, now: float) -> float:
    """Return the seconds to wait for an even rate; 0 for an actor that is behind."""
    return max(0.0, began_at + done / per_second - now)


class AnswerJournal:
    """The commands that were answered 2xx, one line each (`<key> <events>`), on disk.

    It survives a kill of its writer; `known` is its content when it was opened.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self.known = read_journal(file)

    def append(self, command: PlannedCommand) -> None:
        """Record that a command was answered."""
        with self._file.open("a") as lines:
            lines.write(f"{command.key} {len(command.wells)}\n")


def read_journal(file: Path) -> dict[str, int]:
    """Return the number of events by command key; a line truncated by a kill is ignored."""
    if not file.exists():
        return {}
    whole = file.read_text().split("\n")[:-1]
    return {line.split()[0]: int(line.split()[1]) for line in whole}
