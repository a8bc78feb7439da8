"""Commands and events about plots."""

import re
from datetime import date
from typing import Annotated

from shared.messages import Between, Check, Classification, Length, Title, command, event

_CODE = re.compile(r"\d{6}")


def _is_code(text: str) -> bool:
    return _CODE.fullmatch(text) is not None


PlotCode = Annotated[str, Title("地块编码"), Length(1, 40)]
RecordNo = Annotated[str, Title("记录文号"), Length(1, 60)]
Name = Annotated[str, Title("地块名称"), Length(1, 200)]
County = Annotated[str, Title("县区"), Check(_is_code, "应为六位行政区划代码")]
Area = Annotated[float, Title("面积"), Between(1, 10_000_000)]
Longitude = Annotated[float, Title("经度"), Between(73, 136)]
Latitude = Annotated[float, Title("纬度"), Between(3, 54)]
FormerUse = Annotated[str, Title("原用途"), Length(1, 60)]
Pollutants = Annotated[tuple[str, ...], Title("主要污染物"), Length(1, 20)]
RecordedOn = Annotated[date, Title("记录日期")]


@command("记录地块")
class RecordPlot:
    """Record the data of a plot."""

    plot_code: PlotCode
    record_no: RecordNo
    name: Name
    county: County
    area_m2: Area
    longitude: Longitude
    latitude: Latitude
    former_use: FormerUse
    pollutants: Pollutants
    recorded_on: RecordedOn


@event(
    "plot.recorded",
    title="地块已记录",
    classification=Classification.PUBLIC,
    subject="plot_code",
)
class PlotRecorded:
    """The data of a plot was recorded."""

    plot_code: PlotCode
    record_no: RecordNo
    name: Name
    county: County
    area_m2: Area
    longitude: Longitude
    latitude: Latitude
    former_use: FormerUse
    pollutants: Pollutants
    recorded_on: RecordedOn
