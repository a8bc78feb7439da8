"""Soil samples that a survey report hands in, and what exceeds the limits; all in mg/kg."""

from typing import Annotated

from shared.messages import Between, Example, Length, OneLine, Title, value_object
from shared.vocabulary import LAT_RANGE, LON_RANGE, FarmlandKind, Name, Sha256, SoilLevel

MOST_SAMPLES = 300
MOST_ITEMS = 100
MOST_VALUES = 10_000
"""Bounds of a sheet: within them it fits into one request, and is checked in about a second."""

Item = Annotated[str, OneLine(), Length(1, 60), Title("项目"), Example("苯")]
DetectionLimitField = Annotated[
    float, Title("检出限（毫克/千克）"), Between(0, 1_000_000), Example(0.0019)
]


@value_object("检出限")
class DetectionLimit:
    """The detection limit of the laboratory for an item, in all samples of the sheet."""

    item: Item
    value: DetectionLimitField


@value_object("检测值")
class SampleValue:
    """The value of an item in a sample; null is 未检出.

    `detection_limit` takes precedence over that of the sheet.
    """

    item: Item
    value: Annotated[
        float | None, Title("检测值（毫克/千克），未检出为空"), Between(0, 1_000_000), Example(0.35)
    ]
    detection_limit: Annotated[DetectionLimitField | None, Title("检出限（毫克/千克）")] = None


@value_object("土壤样品")
class SurveySample:
    """One sample: a point, a depth, and the value of each item. Farmland needs `ph` and `land`."""

    point: Annotated[str, OneLine(), Length(1, 50), Title("点位编号"), Example("S1")]
    depth_m: Annotated[float, Title("采样深度（米）"), Between(0, 200), Example(0.5)]
    longitude: Annotated[float, Title("经度"), Between(*LON_RANGE), Example(112.177)]
    latitude: Annotated[float, Title("纬度"), Between(*LAT_RANGE), Example(37.19)]
    values: Annotated[tuple[SampleValue, ...], Title("检测值"), Length(1, MOST_ITEMS)]
    ph: Annotated[float | None, Title("pH"), Between(0, 14), Example(7.8)] = None
    land: Annotated[FarmlandKind | None, Title("农用地种类"), Example("其他")] = None


@value_object("背景值")
class Background:
    """The documented background of arsenic, cobalt or vanadium at the place [GB 36600]."""

    item: Annotated[Item, Example("砷")]
    value: Annotated[float, Title("背景值（毫克/千克）"), Between(0, 1_000_000), Example(11.2)]
    document: Annotated[Name, Title("依据文件"), Example("某某市土壤环境背景值报告")]
    sha256: Sha256 | None = None


def sheet_fault(sheet: "SampleSheet") -> tuple[str, str] | None:
    """Return the field and the fault of a sheet whose samples are too many or one place twice."""
    places = [(sample.point, sample.depth_m) for sample in sheet.samples]
    if len(set(places)) < len(places):
        point, depth = next(place for place in places if places.count(place) > 1)
        return "samples", f"点位“{point}”深度 {depth:g} 米的样品填写了两次，请核对"
    if sum(len(sample.values) for sample in sheet.samples) > MOST_VALUES:
        return "samples", f"检测值合计不得超过 {MOST_VALUES} 个：请按分区分别提交报告"
    return None


@value_object("样品检测结果", fault=sheet_fault)
class SampleSheet:
    """All samples of a survey, with the detection limits of the laboratory, in mg/kg."""

    samples: Annotated[tuple[SurveySample, ...], Title("样品"), Length(1, MOST_SAMPLES)]
    detection_limits: Annotated[
        tuple[DetectionLimit, ...], Title("检出限"), Length(0, 2 * MOST_ITEMS), Example([])
    ] = ()
    backgrounds: Annotated[tuple[Background, ...], Title("背景值"), Length(0, 20), Example([])] = ()


@value_object("超标项目")
class ItemOver:
    """An item over its screening value: the highest value, the limits, how many samples exceed."""

    item: Annotated[Name, Title("项目"), Example("砷")]
    level: Annotated[SoilLevel, Title("结果"), Example("超过筛选值")]
    highest: Annotated[float, Title("最高值（毫克/千克）"), Example(64.0)]
    screening: Annotated[float, Title("筛选值（毫克/千克）"), Example(60.0)]
    control: Annotated[float | None, Title("管制值（毫克/千克）"), Example(140.0)]
    point: Annotated[str, Title("最高值点位"), Example("S1")]
    samples_over: Annotated[int, Title("超筛选值样品数"), Example(1)]
