"""Plots on the suspected list and on the provincial register."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from shared.messages import Classification, Example, Length, Title, command, event
from shared.vocabulary import (
    Area,
    County,
    Day,
    LandUseField,
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


SafeUses = Annotated[
    tuple[LandUseField, ...], Title("可安全利用的用途"), Length(0, 100), Example([])
]
GoalClass = Annotated[
    LandClass | None, Title("修复或风险管控目标对应的用地类别"), Example("第二类用地")
]


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


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """What an act of the province says of a plot on the register."""

    plot_code: PlotCode
    name: Annotated[Name, Title("地块名称"), Example("某某焦化厂地块")]
    county: County
    area: Area
    area_m2: SquareMetres
    pollutants: Annotated[tuple[str, ...], Title("主要污染物"), Example(["苯并[a]芘"])]
    document_number: Annotated[Name, Title("省级文号"), Example("晋环函〔2026〕某某号")]


@dataclass(frozen=True, slots=True)
class RegisterRemoval:
    """What an act of the province says of a plot that it takes off the register."""

    plot_code: PlotCode
    document_number: Annotated[Name, Title("省级文号"), Example("晋环函〔2026〕某某号")]
    delisted_on: Annotated[Day, Title("移出日期")]
    conditions: Annotated[tuple[str, ...], Title("后期管理要求"), Example(["不得开采地下水"])] = ()
    uses: SafeUses = ()
    land_class: GoalClass = None


@command("转办省级名录列入", by_city=True)
class RegisterPlot:
    """Relay the provincial act that puts a plot on the register [code.456]."""

    plot_code: PlotCode
    name: Annotated[Name, Title("地块名称"), Example("某某焦化厂地块")]
    county: County
    area: Area
    area_m2: SquareMetres
    pollutants: Annotated[
        tuple[Name, ...], Title("主要污染物"), Length(0, 100), Example(["苯并[a]芘"])
    ]
    document_number: Annotated[Name, Title("省级文号"), Example("晋环函〔2026〕某某号")]
    registered_on: Annotated[Day, Title("列入日期")]


@command("转办省级名录移出", by_city=True)
class DelistPlot(RegisterRemoval):
    """Relay the provincial act that takes a plot off the register [code.461].

    The goals that were met name the `uses` or the class that the plot may now safely serve; where
    neither is said, the plot serves no sensitive use.
    """


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


@event(
    "plot.registered",
    title="列入建设用地土壤污染风险管控和修复名录",
    subject="plot_code",
    classification=Classification.PUBLIC,
    effective="registered_on",
)
class PlotRegistered(RegisterEntry):
    """A plot entered the register: no procedure proceeds on it [code.456, plan.6]."""

    registered_on: Annotated[Day, Title("列入日期")]


@event(
    "plot.entry_changed",
    title="名录地块信息变更",
    subject="plot_code",
    classification=Classification.PUBLIC,
    effective="changed_on",
)
class PlotEntryChanged(RegisterEntry):
    """A later provincial act keeps a plot on the register with other particulars [code.456]."""

    changed_on: Annotated[Day, Title("变更日期")]


@event(
    "plot.delisted",
    title="移出建设用地土壤污染风险管控和修复名录",
    subject="plot_code",
    classification=Classification.PUBLIC,
    effective="delisted_on",
)
class PlotDelisted(RegisterRemoval):
    """A plot left the register; the conditions of its aftercare stay [code.461, code.437]."""
