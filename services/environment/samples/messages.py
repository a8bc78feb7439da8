"""Soil samples that a survey report hands in, and what exceeds the limits; all in mg/kg."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Annotated, Any, TypeVar

from shared.messages import Between, Check, Example, Length, OneLine, Title, value_object
from shared.messages.declare import CheckWithReason
from shared.soil import FarmlandKind, Level, gb15618, gb36600
from shared.texts import fold
from shared.vocabulary import LAT_RANGE, LON_RANGE, Name, Sha256

T = TypeVar("T")

MOST_SAMPLES = 500
MOST_ITEMS = 100
MOST_VALUES = 20_000
"""Bounds of a sheet: within them it fits into one request and one document."""

HIGHEST = 1_000_000
LONGEST_ITEM = 60


@lru_cache(maxsize=4096)
def item_key(item: str) -> str:
    """Return the same key for every spelling of an item: its name in a standard if it has one."""
    return gb36600.standard_name(item) or gb15618.standard_name(item) or fold(item)


def values_fault(values: dict[str, Any]) -> str | None:
    """Return in Chinese what is wrong with values by item, or None."""
    if not 1 <= len(values) <= MOST_ITEMS:
        return f"应有 1 至 {MOST_ITEMS} 个项目"
    for item, value in values.items():
        if not 1 <= len(item.strip()) <= LONGEST_ITEM or not item.isprintable():
            return f"项目名称“{item[:LONGEST_ITEM]}”应为 1 至 {LONGEST_ITEM} 个字，不含控制字符"
        if value is not None and not _is_amount(value):
            return (
                f"“{item}”应为 0 至 {HIGHEST} 之间的数字（毫克/千克），未检出的填 null 并填写检出限"
            )
    keys = [item_key(item) for item in values]
    double = next((item for item in values if keys.count(item_key(item)) > 1), None)
    return (
        None if double is None else f"“{double}”填写了两次（名称写法不同的同一项目），请只保留一个"
    )


def _repeated(things: Sequence[T]) -> Iterator[T]:
    """Yield each thing that came before."""
    known = set[T]()
    for thing in things:
        if thing in known:
            yield thing
        known.add(thing)


def _is_amount(value: Any) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and 0 <= value <= HIGHEST


DetectionLimits = Annotated[
    dict[str, Any] | None,
    Title("各项目检出限（毫克/千克）", "detection limits by item"),
    CheckWithReason(values_fault),
    Check(lambda limits: None not in limits.values(), "检出限应为数字（毫克/千克），不能为空"),
    Example({"苯": 0.0019}),
]


@value_object("土壤样品")
class SurveySample:
    """One sample: a point, a depth, and the value of each item; null is 未检出.

    Farmland needs `ph` and `land`. `detection_limits` take precedence over those of the sheet.
    """

    point: Annotated[str, OneLine(), Length(1, 50), Title("点位编号"), Example("S1")]
    depth_m: Annotated[float, Title("采样深度（米）"), Between(0, 200), Example(0.5)]
    longitude: Annotated[float, Title("经度"), Between(*LON_RANGE), Example(112.177)]
    latitude: Annotated[float, Title("纬度"), Between(*LAT_RANGE), Example(37.19)]
    values: Annotated[
        dict[str, Any],
        Title("检测结果（毫克/千克，未检出填 null）", "values by item, null if not detected"),
        CheckWithReason(values_fault),
        Example({"砷": 8.6, "苯": None}),
    ]
    ph: Annotated[float | None, Title("pH"), Between(0, 14), Example(7.8)] = None
    land: Annotated[FarmlandKind | None, Title("农用地种类"), Example("其他")] = None
    detection_limits: DetectionLimits = None


@value_object("背景值")
class Background:
    """The documented background of arsenic, cobalt or vanadium at the place [GB 36600]."""

    item: Annotated[Name, Title("项目"), Example("砷")]
    value: Annotated[float, Title("背景值（毫克/千克）"), Between(0, HIGHEST), Example(11.2)]
    document: Annotated[Name, Title("依据文件"), Example("某某市土壤环境背景值报告")]
    sha256: Sha256 | None = None


def sheet_fault(sheet: "SampleSheet") -> tuple[str, str] | None:
    """Return the field and the fault of a sheet whose samples contradict one another."""
    places = [(sample.point, sample.depth_m) for sample in sheet.samples]
    double = next(_repeated(places), None)
    if double is not None:
        return "samples", f"点位“{double[0]}”深度 {double[1]:g} 米的样品填写了两次，请核对"
    if sum(len(sample.values) for sample in sheet.samples) > MOST_VALUES:
        return "samples", f"检测结果合计不得超过 {MOST_VALUES} 个：请按分区分别提交报告"
    items = [item_key(background.item) for background in sheet.backgrounds]
    if any(_repeated(items)):
        return "backgrounds", "同一项目的背景值填写了两次，请只保留一个"
    return None


@value_object("样品检测结果", fault=sheet_fault)
class SampleSheet:
    """All samples of a survey, with the detection limits of the laboratory, in mg/kg."""

    samples: Annotated[tuple[SurveySample, ...], Title("样品"), Length(1, MOST_SAMPLES)]
    detection_limits: DetectionLimits = None
    backgrounds: Annotated[tuple[Background, ...], Title("背景值"), Length(0, 20), Example([])] = ()


@value_object("超标项目")
class ItemOver:
    """An item over its screening value: the highest value, the limits, how many samples exceed."""

    item: Annotated[Name, Title("项目"), Example("砷")]
    level: Annotated[Level, Title("结果"), Example("超过筛选值")]
    highest: Annotated[float, Title("最高值（毫克/千克）"), Example(64.0)]
    screening: Annotated[float, Title("筛选值（毫克/千克）"), Example(60.0)]
    control: Annotated[float | None, Title("管制值（毫克/千克）"), Example(140.0)]
    point: Annotated[str, Title("最高值点位"), Example("S1")]
    samples_over: Annotated[int, Title("超筛选值样品数"), Example(1)]
