"""The released versions in a committed file, since not every clone has the tags."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

NAME = "releases.csv"


@dataclass(frozen=True, slots=True)
class Release:
    """A released version: its number, commit and day."""

    version: str
    commit: str
    day: date


def releases(folder: Path) -> tuple[Release, ...]:
    """Read the released versions, oldest first; `ValueError` names the fault in the file."""
    path = folder / NAME
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    try:
        found = tuple(
            Release(row["version"], row["commit"], date.fromisoformat(row["day"])) for row in rows
        )
    except (KeyError, ValueError, TypeError) as error:
        raise ValueError(f"{path}: {error!r}") from error
    if [release.day for release in found] != sorted(release.day for release in found):
        raise ValueError(f"{path}: the newest release stands last")
    return found
