"""The provincial register: acts that enter plots, change their entries and remove them."""

from dataclasses import dataclass
from typing import Annotated

from services.environment.plots.messages import LandClass
from shared.messages import Classification, Example, Length, Title, command, event
from shared.vocabulary import (
    Area,
    County,
    Day,
    LandUseField,
    Name,
    PlotCode,
    SquareMetres,
)

SafeUses = Annotated[
    tuple[LandUseField, ...], Title("可安全利用的用途"), Length(0, 100), Example([])
]
GoalClass = Annotated[
    LandClass | None, Title("修复或风险管控目标对应的用地类别"), Example("第二类用地")
]


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
