"""Soil samples and the values that a laboratory measured in them, in mg/kg."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from shared.soil.limits import Limits, compare, worst
from shared.vocabulary import FarmlandKind, SoilLevel


@dataclass(frozen=True, slots=True)
class Measurement:
    """One item in one sample, in mg/kg; `value` is None if it was not detected."""

    item: str
    value: Decimal | None
    detection_limit: Decimal | None = None


@dataclass(frozen=True, slots=True)
class SoilSample:
    """What was measured at one point in one depth (metres below the surface).

    `ph` and `land` are needed for farmland only.
    """

    point: str
    depth_m: Decimal
    measurements: tuple[Measurement, ...]
    ph: Decimal | None = None
    land: FarmlandKind | None = None


@dataclass(frozen=True, slots=True)
class ItemLevel:
    """The result of an item over all samples.

    `level` is the gravest, `highest` the highest value detected with its point and depth; `over`
    counts the samples that exceed the screening value, `undecided` those without a decision,
    `measured` all that have the item.
    """

    item: str
    level: SoilLevel
    screening: Decimal
    control: Decimal | None
    highest: Decimal | None
    point: str
    depth_m: Decimal | None
    over: int
    undecided: int
    measured: int


@dataclass(frozen=True, slots=True)
class Compared:
    """A measurement with its sample, the limits for it and the result."""

    sample: SoilSample
    measurement: Measurement
    limits: Limits
    level: SoilLevel


def decimal_of(number: float | str) -> Decimal:
    """Return exactly the number that a person typed, `0.55` as well as 0.55.

    Binary fractions are not compared with limits: a value equal to a limit is not over it.
    """
    return Decimal(str(number))


def compared(sample: SoilSample, measurement: Measurement, limits: Limits) -> Compared:
    """Compare a measurement with the limits for it."""
    level = compare(measurement.value, measurement.detection_limit, limits)
    return Compared(sample, measurement, limits, level)


def level_of_item(item: str, found: Sequence[Compared]) -> ItemLevel:
    """Summarize the results of one item; `found` has at least one, in any order."""
    by_gravity = sorted(found, key=_gravity)
    gravest = by_gravity[-1]
    return ItemLevel(
        item=item,
        level=worst(each.level for each in found),
        screening=gravest.limits.screening,
        control=gravest.limits.control,
        highest=gravest.measurement.value,
        point=gravest.sample.point,
        depth_m=gravest.sample.depth_m,
        over=sum(each.level.is_over for each in found),
        undecided=sum(each.level is SoilLevel.UNDECIDED for each in found),
        measured=len(found),
    )


def level_of_points(found: Iterable[Compared]) -> dict[str, SoilLevel]:
    """Return the gravest level of each point, in the order of their names."""
    levels: dict[str, list[SoilLevel]] = {}
    for each in found:
        levels.setdefault(each.sample.point, []).append(each.level)
    return {point: worst(levels[point]) for point in sorted(levels)}


def _gravity(each: Compared) -> tuple[int, Decimal, str, Decimal, Decimal, Decimal]:
    """Return a key that orders results alike in whatever order their samples came."""
    value, limits = each.measurement.value, each.limits
    detected = Decimal(-1) if value is None else value
    control = Decimal(-1) if limits.control is None else limits.control
    place = (each.sample.point, each.sample.depth_m)
    return each.level.gravity, detected, *place, limits.screening, control
