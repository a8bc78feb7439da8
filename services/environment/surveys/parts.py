"""Parts of the messages about surveys: phase, uses, gaps, publication, groundwater, files."""

from enum import StrEnum
from typing import Annotated

from services.environment.samples.messages import ItemOver
from shared.messages import Check, Example, Length, OneLine, Title, value_object
from shared.vocabulary import Area, County, LandUseField, Name, Sha256


class SurveyPhase(StrEnum):
    """How far a survey went; the first phase takes no samples."""

    FIRST = "第一阶段"
    PRELIMINARY = "第二阶段初步"
    DETAILED = "详细"


class DeviationReason(StrEnum):
    """Why a judgement may be milder than the evaluation of the samples."""

    BACKGROUND = "背景值"
    RETEST = "复测"


SurveyUses = Annotated[tuple[LandUseField, ...], Title("规划用途"), Length(0, 20), Example([])]
Phase = Annotated[SurveyPhase | None, Title("调查阶段"), Example("第二阶段初步")]
Gaps = Annotated[tuple[Name, ...], Title("缺项"), Length(0, 50), Example(["缺少检测报告扫描件"])]
WebAddress = Annotated[
    str,
    OneLine(),
    Length(1, 400),
    Title("公示网址"),
    Check(lambda url: url.startswith(("https://", "http://")), "应以 https:// 或 http:// 开头"),
    Example("https://www.example.gov.cn/survey/1"),
]


@value_object("地下水调查结果")
class GroundwaterResult:
    """What the report itself finds of the groundwater; no limits of it are known here."""

    exceeded: Annotated[bool, Title("是否超标"), Example(True)]
    pollutants: Annotated[
        tuple[Name, ...], Title("超标污染物"), Length(0, 50), Example(["总硬度"])
    ] = ()
    drinking_source: Annotated[bool | None, Title("是否饮用水水源"), Example(False)] = None


@value_object("报告附件")
class ReportFile:
    """A further file of a report, such as the test report of the laboratory."""

    title: Annotated[Name, Title("名称"), Example("检测报告")]
    sha256: Sha256


PlotCounty = Annotated[
    County | None, Title("地块所在区划", "county of the plot"), Example("140728")
]
Addressee = Annotated[
    Name | None, Title("土地使用权人或排污单位", "whom the duty is for"), Example("某某公司")
]
SuspicionStands = Annotated[
    bool, Title("另有疑似情形未消除", "suspected anew while in review"), Example(False)
]
PollutedGround = Annotated[
    Area | None, Title("超过筛选值地块的范围", "the ground of a plot that exceeds the limits")
]
ItemsOver = Annotated[tuple[ItemOver, ...], Title("超筛选值项目"), Length(0, 100), Example([])]
