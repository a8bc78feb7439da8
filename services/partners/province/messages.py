"""The provincial departments: the acts on the register that only they decide."""

from typing import Annotated

from services.environment.plots.messages import GoalClass, SafeUses
from shared.messages import Classification, Example, Title, event
from shared.vocabulary import Area, County, Day, Name, PlotCode, SquareMetres


@event(
    "register_entry.announced",
    title="省级公告：列入名录",
    subject="plot_code",
    classification=Classification.PUBLIC,
    effective="registered_on",
)
class RegisterEntryAnnounced:
    """The province put a plot on the register [code.456]."""

    plot_code: PlotCode
    name: Annotated[Name, Title("地块名称"), Example("某某焦化厂地块")]
    county: County
    area: Area
    area_m2: SquareMetres
    pollutants: Annotated[tuple[str, ...], Title("主要污染物"), Example(["苯并[a]芘"])]
    document_number: Annotated[Name, Title("省级文号"), Example("晋环函〔2026〕某某号")]
    registered_on: Annotated[Day, Title("列入日期")]


@event(
    "register_entry.removed",
    title="省级公告：移出名录",
    subject="plot_code",
    classification=Classification.PUBLIC,
    effective="delisted_on",
)
class RegisterEntryRemoved:
    """The province took a plot off the register [code.461]."""

    plot_code: PlotCode
    document_number: Annotated[Name, Title("省级文号"), Example("晋环函〔2026〕某某号")]
    delisted_on: Annotated[Day, Title("移出日期")]
    conditions: Annotated[tuple[str, ...], Title("后期管理要求"), Example(["不得开采地下水"])] = ()
    uses: SafeUses = ()
    land_class: GoalClass = None
