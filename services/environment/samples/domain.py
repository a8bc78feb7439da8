"""The samples of a survey, and their evaluation by the limits of its land class."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from services.environment.plots.messages import LandClass
from services.environment.samples.messages import ItemOver, SampleSheet, SurveySample
from shared.soil import (
    GB15618,
    GB36600,
    NATURAL,
    BuildingLandEvaluation,
    FarmlandCategory,
    FarmlandEvaluation,
    ItemLevel,
    Measurement,
    SoilSample,
    building_land_item,
    decimal_of,
    evaluate_building_land,
    evaluate_farmland,
    farmland_item,
)
from shared.store import document
from shared.texts import fold
from shared.vocabulary import LimitClass, SoilLevel


@document("survey_samples", title="调查样品", key="survey_id", indexes=(("plot_code",),))
class SurveySamples:
    """The samples of a survey report as they were handed in."""

    survey_id: str
    plot_code: str
    sheet: SampleSheet


@dataclass(frozen=True, slots=True)
class PointOver:
    """A sampling point that exceeds a limit, and the gravest of its results."""

    point: str
    level: SoilLevel


@dataclass(frozen=True, slots=True)
class SampleEvaluation:
    """What the samples of a survey show, by one standard and one class, at the day of entry.

    `missing` are basic items that were not measured, `undecided` items without a decision in some
    sample. `within_background` exceed the screening value, but not the documented background: a
    reviewer reads the document. `partly_measured` and `without_limit` are left to people.
    `category` is for farmland only, and may be worse while items are missing.
    """

    standard: str
    land_class: LandClass
    verdict: SoilLevel
    samples: int
    items_over: tuple[ItemOver, ...] = ()
    points_over: tuple[PointOver, ...] = ()
    missing: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    within_background: tuple[str, ...] = ()
    partly_measured: tuple[str, ...] = ()
    without_limit: tuple[str, ...] = ()
    category: FarmlandCategory | None = None


def evaluate(sheet: SampleSheet, land_class: LandClass) -> SampleEvaluation:
    """Compare the samples with the limits of a class [GB 36600, GB 15618, code.446, code.454]."""
    samples = tuple(_soil_samples(sheet))
    if land_class is LandClass.FARMLAND:
        farm = evaluate_farmland(*samples)
        return SampleEvaluation(
            GB15618,
            land_class,
            category=farm.category,
            missing=farm.missing,
            without_limit=farm.without_limit,
            **_common(farm, samples),
        )
    limits = LimitClass.FIRST if land_class is LandClass.FIRST else LimitClass.SECOND
    background = {each.item: decimal_of(each.value) for each in sheet.backgrounds}
    found = evaluate_building_land(samples, limits, background)
    return SampleEvaluation(
        GB36600,
        land_class,
        missing=found.missing,
        partly_measured=found.partly_measured,
        without_limit=found.without_limit,
        **_common(found, samples),
    )


@lru_cache(maxsize=4096)
def item_key(item: str) -> str:
    """Return the same key for every spelling of an item: its name in a standard if it has one."""
    return building_land_item(item) or farmland_item(item) or fold(item)


def is_natural(item: str) -> bool:
    """Return whether a background may explain an item [GB 36600]."""
    return building_land_item(item) in NATURAL


def _common(
    found: BuildingLandEvaluation | FarmlandEvaluation,
    samples: tuple[SoilSample, ...],
) -> dict[str, Any]:
    return {
        "verdict": found.verdict,
        "samples": len(samples),
        "items_over": tuple(_over(each) for each in found.items if each.level.is_over),
        "points_over": tuple(PointOver(*each) for each in found.points.items() if each[1].is_over),
        "undecided": tuple(each.item for each in found.items if each.undecided),
        "within_background": tuple(
            each.item for each in found.items if each.level is SoilLevel.BACKGROUND
        ),
    }


def _over(each: ItemLevel) -> ItemOver:
    return ItemOver(
        item=each.item,
        level=each.level,
        highest=float(each.highest or 0),
        screening=float(each.screening),
        control=None if each.control is None else float(each.control),
        point=each.point,
        samples_over=each.over,
    )


def _soil_samples(sheet: SampleSheet) -> Iterator[SoilSample]:
    limits = {item_key(each.item): decimal_of(each.value) for each in sheet.detection_limits}
    for sample in sheet.samples:
        yield SoilSample(
            point=sample.point,
            depth_m=decimal_of(sample.depth_m),
            measurements=tuple(_measurements(sample, limits)),
            ph=None if sample.ph is None else decimal_of(sample.ph),
            land=sample.land,
        )


def _measurements(sample: SurveySample, limits: Mapping[str, Decimal]) -> Iterator[Measurement]:
    for each in sample.values:
        amount = None if each.value is None else decimal_of(each.value)
        own = each.detection_limit
        known = limits.get(item_key(each.item)) if own is None else decimal_of(own)
        yield Measurement(each.item, amount, known)
