"""Soil of farmland, by GB 15618-2018 (农用地土壤污染风险管控标准)."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
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
from shared.vocabulary import FarmlandKind, SoilLevel

GB15618 = "GB 15618-2018"
TABLE = Path(__file__).parent / "tables" / "gb15618_2018.csv"
ELEMENTS = {
    "Cd": "镉",
    "Hg": "汞",
    "As": "砷",
    "Pb": "铅",
    "Cr": "铬",
    "Cu": "铜",
    "Ni": "镍",
    "Zn": "锌",
}
"""The eight elements of the table; chromium is the total, not the hexavalent of GB 36600."""

_NAMES = {fold(each): name for symbol, name in ELEMENTS.items() for each in (symbol, name)}
_BANDS = ((Decimal("5.5"), "<=5.5"), (Decimal("6.5"), "5.5-6.5"), (Decimal("7.5"), "6.5-7.5"))
_ALKALINE = ">7.5"


class FarmlandCategory(StrEnum):
    """A category of the quality of farmland (耕地土壤环境质量类别), from the best to the worst."""

    PRIORITY = "优先保护类"
    SAFE_USE = "安全利用类"
    STRICT = "严格管控类"


@dataclass(frozen=True, slots=True)
class FarmlandEvaluation:
    """The result of one or more samples of farmland.

    `category` is that of the worst point, at least: missing elements could worsen it. It is None
    if nothing exceeds a limit while an element is `missing` somewhere or undecided.
    """

    category: FarmlandCategory | None
    verdict: SoilLevel
    items: tuple[ItemLevel, ...]
    points: Mapping[str, SoilLevel]
    missing: tuple[str, ...]
    without_limit: tuple[str, ...]


def evaluate_farmland(*samples: SoilSample) -> FarmlandEvaluation:
    """Compare samples with the limits for their pH and kind of farmland [GB 15618-2018].

    All samples within the screening values: 优先保护类; over one, but no control value: 安全利用类;
    over a control value: 严格管控类. Copper, nickel and zinc have no control value. A sample
    without a kind is compared with the strictest limits, one without a pH is undecided.
    """
    found = [each for sample in samples for each in _compare(sample)]
    missing = tuple(name for name in ELEMENTS.values() if _is_missing(name, samples))
    level = worst(each.level for each in found)
    if missing and not level.is_over:
        level = SoilLevel.UNDECIDED
    by_name: dict[str, list[Compared]] = {}
    for each in found:
        by_name.setdefault(str(farmland_item(each.measurement.item)), []).append(each)
    return FarmlandEvaluation(
        category=_CATEGORIES[level],
        verdict=level,
        items=tuple(level_of_item(name, by_name[name]) for name in sorted(by_name, key=_place)),
        points=level_of_points(found),
        missing=missing,
        without_limit=_without_limit(samples),
    )


def unit_category(
    samples: Iterable[SoilSample], share: Decimal = Decimal(0)
) -> FarmlandCategory | None:
    """Return the category of a unit: the gravest that more than `share` of its points reach.

    A `share` of 0 is the worst point; another share is a setting of the city. Undecided points do
    not count as points, but without a decision on each of them no unit is 优先保护类: None.
    """
    at_point: dict[str, list[SoilSample]] = {}
    for sample in samples:
        at_point.setdefault(sample.point, []).append(sample)
    found = [evaluate_farmland(*group).category for group in at_point.values()]
    known = [each for each in found if each is not None]
    for category in (FarmlandCategory.STRICT, FarmlandCategory.SAFE_USE):
        reached = sum(_grave(each) >= _grave(category) for each in known)
        if reached and Decimal(reached) > share * len(known):
            return category
    return FarmlandCategory.PRIORITY if known and len(known) == len(found) else None


def worsened(category: FarmlandCategory, by: FarmlandCategory) -> FarmlandCategory:
    """Return a category after other findings (产品检测): they may worsen it, never improve it."""
    return max(category, by, key=_grave)


def limits_for(element: str, ph: Decimal | None, kind: FarmlandKind | None) -> Limits:
    """Return the limits of an element (Chinese name); the strictest for an unknown pH or kind."""
    kinds = (kind,) if kind is not None else tuple(FarmlandKind)
    bands = (band_of(ph),) if ph is not None else (*(band for _, band in _BANDS), _ALKALINE)
    rows = [_row(element, each, band) for each in kinds for band in bands]
    controls = [row.control for row in rows if row.control is not None]
    return Limits(min(row.screening for row in rows), min(controls, default=None))


def band_of(ph: Decimal) -> str:
    """Return the band of a pH, as the table writes it; the upper end belongs to a band."""
    return next((band for upper, band in _BANDS if ph <= upper), _ALKALINE)


@lru_cache(maxsize=4096)
def farmland_item(item: str) -> str | None:
    """Return the Chinese name of one of the eight elements, from its name or symbol."""
    return _NAMES.get(fold(item))


_CATEGORIES = {
    SoilLevel.WITHIN: FarmlandCategory.PRIORITY,
    SoilLevel.UNDECIDED: None,
    SoilLevel.OVER_SCREENING: FarmlandCategory.SAFE_USE,
    SoilLevel.OVER_CONTROL: FarmlandCategory.STRICT,
}


def _compare(sample: SoilSample) -> Iterator[Compared]:
    for measurement in sample.measurements:
        name = farmland_item(measurement.item)
        if name is not None:
            limits = limits_for(name, sample.ph, sample.land)
            each = compared(sample, measurement, limits)
            yield each if sample.ph is not None else replace(each, level=SoilLevel.UNDECIDED)


def _is_missing(name: str, samples: Sequence[SoilSample]) -> bool:
    """Return whether a sample lacks an element: the category is that of each point."""
    return not samples or any(
        name not in {farmland_item(each.item) for each in sample.measurements} for sample in samples
    )


def _without_limit(samples: Sequence[SoilSample]) -> tuple[str, ...]:
    measured = {each.item for sample in samples for each in sample.measurements}
    return tuple(sorted(name for name in measured if farmland_item(name) is None))


def _row(element: str, kind: FarmlandKind, band: str) -> Limits:
    """Return the row for a kind; what the table does not divide so has 其他 or 全部."""
    rows = _table()
    lands = (kind.value, FarmlandKind.OTHER.value, "全部")
    return next(rows[element, land, band] for land in lands if (element, land, band) in rows)


@cache
def _table() -> Mapping[tuple[str, str, str], Limits]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {
            (ELEMENTS[row["element"]], row["land"], row["ph_band"]): Limits(
                Decimal(row["screening"]), Decimal(row["control"]) if row["control"] else None
            )
            for row in csv.DictReader(file)
        }


def _place(name: str) -> int:
    return list(ELEMENTS.values()).index(name)


def _grave(category: FarmlandCategory) -> int:
    return list(FarmlandCategory).index(category)
