"""All exercises, in order of execution."""

from collections.abc import Sequence

from gameday.errors import GamedayError
from gameday.exercise import Exercise
from gameday.exercises import (
    broker_down,
    department_down,
    disk_full,
    poison_flood,
    skewed_clock,
    split_brain,
    stolen_key,
    store_down,
)

EXERCISES: tuple[Exercise, ...] = (
    broker_down.EXERCISE,
    store_down.EXERCISE,
    department_down.EXERCISE,
    poison_flood.EXERCISE,
    stolen_key.EXERCISE,
    disk_full.EXERCISE,
    skewed_clock.EXERCISE,
    split_brain.EXERCISE,
)


def chosen(names: Sequence[str]) -> list[Exercise]:
    """Return the exercises of these names, or all if none; `GamedayError` for an unknown name."""
    known = {exercise.name: exercise for exercise in EXERCISES}
    if unknown := [name for name in names if name not in known]:
        raise GamedayError(f"no such exercise: {', '.join(unknown)}; there are: {', '.join(known)}")
    return [known[name] for name in names] if names else list(EXERCISES)
