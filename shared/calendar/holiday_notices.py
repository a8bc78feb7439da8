"""The State Council's notices of days off and make-up days, one file each, named by date."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "tables" / "holidays"


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice (放假安排通知): the days off and make-up days of one year."""

    version: str
    year: int
    document: str
    title: str
    source: str
    off: frozenset[date]
    make_up: frozenset[date]


@cache
def notices(folder: Path = FOLDER) -> tuple[Notice, ...]:
    """Read all notices, the oldest first; later ones override earlier ones."""
    return tuple(_notice(path) for path in sorted(folder.glob("*.toml")))


def _notice(path: Path) -> Notice:
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    holidays = told["holiday"]
    return Notice(
        version=path.stem,
        year=told["year"],
        document=told["document"],
        title=told["title"],
        source=told["source"],
        off=frozenset(
            day for holiday in holidays for day in _days(holiday["first"], holiday["last"])
        ),
        make_up=frozenset(day for holiday in holidays for day in holiday.get("make_up", ())),
    )


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=passed) for passed in range((last - first).days + 1)]
