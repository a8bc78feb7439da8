"""Soil of land for building, by GB 36600-2018 (建设用地土壤污染风险管控标准)."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path

from shared.soil.limits import Limits, worst
from shared.soil.samples import (
    Compared,
    ItemLevel,
    SoilSample,
    compared,
    level_of_item,
    level_of_points,
)
from shared.texts import fold
from shared.vocabulary import LimitClass, SoilLevel

GB36600 = "GB 36600-2018"
TABLES = Path(__file__).parent / "tables"
NATURAL = ("砷", "钴", "钒")
"""Items that nature puts into soil: up to the background of the place they do not count."""

_PETROLEUM = "石油烃（C10-C40）"
_ALIASES = {"六价铬": "铬（六价）", "石油烃": _PETROLEUM, "石油烃C10-C40": _PETROLEUM}


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the standard with its limits for both classes, in mg/kg."""

    name: str
    first: Limits
    second: Limits
    is_basic: bool

    def limits(self, limit_class: LimitClass) -> Limits:
        """Return the limits of a class."""
        return self.first if limit_class is LimitClass.FIRST else self.second


@dataclass(frozen=True, slots=True)
class BuildingLandEvaluation:
    """The result of a survey of land for building.

    `verdict` is never `WITHIN` while a basic item is missing or an item undecided. `points` are the
    gravest levels by point. `partly_measured` are basic items that some samples lack, `without_
    limit` measured items that the tables do not have: people judge those.
    """

    verdict: SoilLevel
    items: tuple[ItemLevel, ...]
    points: Mapping[str, SoilLevel]
    missing: tuple[str, ...]
    partly_measured: tuple[str, ...]
    without_limit: tuple[str, ...]


def evaluate_building_land(
    samples: Sequence[SoilSample],
    limit_class: LimitClass,
    background: Mapping[str, Decimal] | None = None,
    table: Mapping[str, Item] | None = None,
) -> BuildingLandEvaluation:
    """Compare samples with the limits of a class [GB 36600-2018].

    `background` has documented values by item name; it helps arsenic, cobalt and vanadium alone.
    `table` is by default that of the standard.
    """
    items = standard_items() if table is None else table
    natural = {_natural(name): value for name, value in (background or {}).items()}
    found = _compare_all(samples, limit_class, natural, items)
    levels = tuple(level_of_item(name, found[name]) for name in items if name in found)
    missing = tuple(name for name, item in items.items() if item.is_basic and name not in found)
    level = worst(each.level for each in levels)
    if missing and not level.is_over:
        level = SoilLevel.UNDECIDED
    return BuildingLandEvaluation(
        verdict=SoilLevel.WITHIN if level is SoilLevel.BACKGROUND else level,
        items=levels,
        points=level_of_points(each for group in found.values() for each in group),
        missing=missing,
        partly_measured=_partly(levels, items, len(samples)),
        without_limit=_without_limit(samples, items),
    )


@lru_cache(maxsize=4096)
def building_land_item(item: str) -> str | None:
    """Return the standard's name of an item: by name, however spelt, or by CAS number."""
    return _names().get(fold(item))


@cache
def standard_items() -> Mapping[str, Item]:
    """Return the items of the standard by name, in its order."""
    rows = (*_rows("gb36600_2018_basic45.csv"), *_rows("gb36600_2018_further.csv"))
    return {row["name_zh"]: _item(row) for row in rows}


def _compare_all(
    samples: Sequence[SoilSample],
    limit_class: LimitClass,
    natural: Mapping[str, Decimal],
    items: Mapping[str, Item],
) -> dict[str, list[Compared]]:
    found: dict[str, list[Compared]] = {}
    for sample in samples:
        for measurement in sample.measurements:
            name = _name_in(items, measurement.item)
            if name is not None:
                plain = items[name].limits(limit_class)
                limits = Limits(plain.screening, plain.control, natural.get(name))
                found.setdefault(name, []).append(compared(sample, measurement, limits))
    return found


def _partly(levels: Sequence[ItemLevel], items: Mapping[str, Item], of: int) -> tuple[str, ...]:
    return tuple(each.item for each in levels if items[each.item].is_basic and each.measured < of)


def _without_limit(samples: Sequence[SoilSample], items: Mapping[str, Item]) -> tuple[str, ...]:
    measured = {each.item for sample in samples for each in sample.measurements}
    return tuple(sorted(name for name in measured if _name_in(items, name) is None))


def _name_in(items: Mapping[str, Item], item: str) -> str | None:
    name = item if item in items else building_land_item(item)
    return name if name in items else None


def _natural(item: str) -> str:
    """Return the name of an item that a background helps; "" for any other."""
    name = building_land_item(item) or item
    return name if name in NATURAL else ""


@cache
def _names() -> Mapping[str, str]:
    names = {fold(alias): name for alias, name in _ALIASES.items()}
    for row in (*_rows("gb36600_2018_basic45.csv"), *_rows("gb36600_2018_further.csv")):
        numbers = row["cas"].split(";") if row["cas"] else []
        names.update({fold(each): row["name_zh"] for each in (row["name_zh"], *numbers)})
    return names


def _rows(file: str) -> Iterator[dict[str, str]]:
    with (TABLES / file).open(encoding="utf-8", newline="") as table:
        yield from csv.DictReader(table)


def _item(row: Mapping[str, str]) -> Item:
    first, second = (
        Limits(Decimal(row[f"screening_class{number}"]), Decimal(row[f"control_class{number}"]))
        for number in (1, 2)
    )
    return Item(row["name_zh"], first, second, is_basic=row["no"] != "")
