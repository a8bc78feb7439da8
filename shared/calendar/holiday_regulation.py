"""Days off by the State Council's regulation itself (全国年节及纪念日放假办法), without a notice.

Three computations agree on the lunar days (`lunar_days.csv`, 1992 to 2099): sxtwl, lunardate, and
new moons and solar terms of ephem at UTC+8; a test recomputes them.
"""

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

TABLES = Path(__file__).parent / "tables"


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of the regulation, in force from `since`; `spring`: offsets from 正月初一."""

    issued: date
    since: date
    document: str
    fixed: tuple[tuple[int, int], ...]
    spring: tuple[int, ...]
    festivals: tuple[str, ...]


@cache
def editions() -> tuple[Edition, ...]:
    """Read all editions, the oldest first."""
    rules = tomllib.loads((TABLES / "holiday_rules.toml").read_text(encoding="utf-8"))
    return tuple(
        Edition(
            issued=row["issued"],
            since=row["since"],
            document=row["document"],
            fixed=tuple((int(day[:2]), int(day[3:])) for day in row["fixed"]),
            spring=tuple(row["spring"]),
            festivals=tuple(row["festivals"]),
        )
        for row in rules["edition"]
    )


@cache
def lunar_days() -> dict[int, dict[str, date]]:
    """Return for each year the days of 清明, 春节, 端午 and 中秋."""
    with (TABLES / "lunar_days.csv").open(encoding="utf-8", newline="") as rows:
        return {
            int(row.pop("year")): {name: date.fromisoformat(day) for name, day in row.items()}
            for row in csv.DictReader(rows)
        }


@cache
def days_off(known_on: date) -> frozenset[date]:
    """Return all days off of 1992 to 2099 by the editions that were issued by `known_on`."""
    known = [edition for edition in editions() if edition.issued <= known_on]
    return frozenset(
        day for year in lunar_days() for edition in known for day in _days(edition, year, known)
    )


def _days(edition: Edition, year: int, known: list[Edition]) -> Iterator[date]:
    """Yield the days off of a year on which this edition is in force."""
    lunar = lunar_days()[year]
    fixed = [date(year, month, day) for month, day in edition.fixed]
    spring = [lunar["spring_festival"] + timedelta(days=passed) for passed in edition.spring]
    for day in (*fixed, *spring, *(lunar[name] for name in edition.festivals)):
        if max(other.since for other in known if other.since <= day) == edition.since:
            yield day
