"""Plots on the suspected list and on the provincial register."""

from enum import StrEnum
from typing import Annotated

from shared.messages import Example, Length, Title, command, event
from shared.vocabulary import (
    Area,
    County,
    Day,
    LongText,
    Name,
    PlotCode,
    SquareMetres,
)


class Suspicion(StrEnum):
    """Why a plot is suspected [42号令 12; code.454]."""

    PERMIT_ENDED = "排污许可终止"
    USE_CHANGE = "拟变更为敏感用地"
    RISK_EVIDENCE = "有污染风险线索"


class LandClass(StrEnum):
    """By which limits soil was measured: two classes of GB 36600, or those of farmland.

    What suits one class says nothing of a stricter one [GB 36600 5.3.1, code.454-455].
    """

    FIRST = "第一类用地"
    SECOND = "第二类用地"
    FARMLAND = "农用地"


class PlotState(StrEnum):
    """The state of a plot [42号令; code.454-461]."""

    RECORDED = "已登记"
    SUSPECTED = "疑似污染"
    SURVEY_DUE = "待调查"
    UNDER_REVIEW = "评审中"
    CLEAN = "未超筛选值"
    POLLUTED = "超过筛选值"
    REGISTERED = "在名录内"
    DELISTED = "已移出名录"


class StandingCause(StrEnum):
    """Why the acts of a plot were folded anew."""

    CORRECTED = "更正"
    REVOKED = "撤销"
    VOID = "确认无效"
    UNDONE = "撤回更正"
    LATE = "迟到的行为"
    DAY_CAME = "生效日已到"


@command("登记地块")
class RecordPlot:
    """Record a plot that a polluting unit uses, before anything is known against it."""

    plot_code: PlotCode
    name: Annotated[Name, Title("地块名称"), Example("某某焦化厂地块")]
    county: County
    area: Area
    area_m2: SquareMetres


@command("列入疑似污染地块名单")
class SuspectPlot:
    """Put a recorded plot on the suspected list for a reason of risk [42号令 12]."""

    plot_code: PlotCode
    reason: Annotated[LongText, Title("原因"), Example("土壤隐患排查发现储罐渗漏")]
    suspected_on: Annotated[Day, Title("列入日期")]
    suspicion: Annotated[Suspicion, Title("列入原因类别"), Example("有污染风险线索")] = (
        Suspicion.RISK_EVIDENCE
    )


@command("移出疑似污染地块名单")
class RemoveSuspicion:
    """Take a plot off the suspected list, by decision of the head [42号令 12]."""

    plot_code: PlotCode
    document_number: Annotated[Name, Title("文号"), Example("某环函〔2026〕某某号")]
    reason: Annotated[LongText, Title("原因"), Example("经核实，储罐从未使用")]
    removed_on: Annotated[Day, Title("移出日期")]


@event(
    "plot.suspected", title="列入疑似污染地块名单", subject="plot_code", effective="suspected_on"
)
class PlotSuspected:
    """A plot became suspected; sensitive procedures on it must wait [42号令 12, plan.8]."""

    plot_code: PlotCode
    name: Annotated[Name, Title("地块名称"), Example("某某焦化厂地块")]
    county: County
    area: Area
    suspicion: Annotated[Suspicion, Title("列入原因"), Example("排污许可终止")]
    suspected_on: Annotated[Day, Title("列入日期")]
    note: Annotated[LongText | None, Title("列入原因说明"), Example("储罐渗漏")] = None


@event(
    "plot.suspicion_removed",
    title="移出疑似污染地块名单",
    subject="plot_code",
    effective="removed_on",
)
class SuspicionRemoved:
    """The head took a plot off the suspected list; former findings stay on record [42号令 12]."""

    plot_code: PlotCode
    document_number: Annotated[Name, Title("文号"), Example("某环函〔2026〕某某号")]
    reason: Annotated[LongText, Title("原因"), Example("经核实，储罐从未使用")]
    removed_on: Annotated[Day, Title("移出日期")]


@event(
    "plot.standing_changed",
    title="地块状态重新认定",
    subject="plot_code",
    effective="since",
)
class PlotStandingChanged:
    """The standing of a plot changed otherwise than by the act that its own event publishes.

    A correction, an act that arrived late or an act whose day came: the acts were folded anew by
    their legal days. The event holds the whole standing, which replaces any earlier one.
    """

    plot_code: PlotCode
    county: County
    area: Area
    standing: Annotated[PlotState, Title("现状态"), Example("已登记")]
    since: Annotated[Day, Title("认定日期")]
    because: Annotated[StandingCause, Title("原因"), Example("更正")]
    suspected: Annotated[bool, Title("疑似情形未消除"), Example(False)] = False
    conditions: Annotated[
        tuple[str, ...], Title("使用和后期管理要求"), Length(0, 100), Example([])
    ] = ()
