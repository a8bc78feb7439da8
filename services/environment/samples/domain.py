"""The samples of a survey, and their evaluation by the limits of its land class."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from services.environment.plots.messages import LandClass
from services.environment.samples.messages import ItemOver, SampleSheet, SurveySample, item_key
from shared.errors import FieldError
from shared.soil import (
    FarmlandKind,
    ItemLevel,
    Level,
    Measurement,
    SoilSample,
    decimal_of,
    gb15618,
    gb36600,
)
from shared.soil.gb15618 import Category
from shared.store import document
from shared.vocabulary import LimitClass, metres_outside

POINT_TOLERANCE_M = 5.0
"""How far outside of its plot a point may lie: the uncertainty of both surveys; a setting [C]."""

MOST_FAULTS = 20


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
    level: Level


@dataclass(frozen=True, slots=True)
class SampleEvaluation:
    """What the samples of a survey show, by one standard and one class, at the day of entry.

    `missing` are basic items that were
    not measured, `undecided` those without a result; `partly_measured` and `without_limit` are left
    to people. `category` is for farmland only, and may be worse while items are missing.
    """

    standard: str
    land_class: LandClass
    verdict: Level
    samples: int
    items_over: tuple[ItemOver, ...] = ()
    points_over: tuple[PointOver, ...] = ()
    missing: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    partly_measured: tuple[str, ...] = ()
    without_limit: tuple[str, ...] = ()
    category: Category | None = None


def evaluate(sheet: SampleSheet, land_class: LandClass) -> SampleEvaluation:
    """Compare the samples with the limits of a class [GB 36600, GB 15618, code.446, code.454]."""
    samples = tuple(_soil_samples(sheet))
    if land_class is LandClass.FARMLAND:
        farm = gb15618.evaluate(*samples)
        return SampleEvaluation(
            gb15618.STANDARD,
            land_class,
            category=farm.category,
            missing=farm.missing,
            without_limit=farm.without_limit,
            **_common(farm, samples),
        )
    limits = LimitClass.FIRST if land_class is LandClass.FIRST else LimitClass.SECOND
    background = {each.item: decimal_of(each.value) for each in sheet.backgrounds}
    found = gb36600.evaluate(samples, limits, background)
    return SampleEvaluation(
        gb36600.STANDARD,
        land_class,
        missing=found.missing,
        partly_measured=found.partly_measured,
        without_limit=found.without_limit,
        **_common(found, samples),
    )


def misplaced(sheet: SampleSheet, area: dict[str, Any]) -> tuple[FieldError, ...]:
    """Return a fault for each of the first points that lie outside of the plot."""
    found = []
    for place, sample in enumerate(sheet.samples):
        metres = metres_outside((sample.longitude, sample.latitude), area)
        if metres > POINT_TOLERANCE_M:
            words = (
                f"点位“{sample.point}”在地块范围外约 {metres:,.0f} 米，请核对坐标；"
                "对照点不列入，背景值另行填写"
            )
            found.append(FieldError(f"samples.samples.{place}.longitude", words))
    return tuple(found[:MOST_FAULTS])


def is_natural(item: str) -> bool:
    """Return whether a background may explain an item [GB 36600]."""
    return gb36600.standard_name(item) in gb36600.NATURAL


def _common(
    found: gb36600.BuildingLandEvaluation | gb15618.FarmlandEvaluation,
    samples: tuple[SoilSample, ...],
) -> dict[str, Any]:
    return {
        "verdict": found.verdict,
        "samples": len(samples),
        "items_over": tuple(_over(each) for each in found.items if each.level.is_over),
        "points_over": tuple(PointOver(*each) for each in found.points.items() if each[1].is_over),
        "undecided": tuple(each.item for each in found.items if each.level is Level.UNDECIDED),
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
    common = _by_key(sheet.detection_limits)
    for sample in sheet.samples:
        limits = {**common, **_by_key(sample.detection_limits)}
        yield SoilSample(
            point=sample.point,
            depth_m=decimal_of(sample.depth_m),
            measurements=tuple(_measurements(sample, limits)),
            ph=None if sample.ph is None else decimal_of(sample.ph),
            land=None if sample.land is None else FarmlandKind(sample.land),
        )


def _measurements(sample: SurveySample, limits: Mapping[str, Decimal]) -> Iterator[Measurement]:
    for item, value in sample.values.items():
        amount = None if value is None else decimal_of(value)
        yield Measurement(item, amount, limits.get(item_key(item)))


def _by_key(limits: Mapping[str, Any] | None) -> dict[str, Decimal]:
    return {item_key(item): decimal_of(value) for item, value in (limits or {}).items()}
