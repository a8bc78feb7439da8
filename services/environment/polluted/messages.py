"""The city lists a plot as polluted, grades its risk, and says which trade used it."""

from enum import StrEnum
from typing import Annotated

from shared.messages import Example, Title, command, event
from shared.vocabulary import Area, County, Day, Name, PlotCode


class RiskGrade(StrEnum):
    """The risk of a polluted plot, as the city grades it [42号令 14]."""

    HIGH = "高风险"
    MEDIUM = "中风险"
    LOW = "低风险"


class FormerTrade(StrEnum):
    """The trade that used the land: of the first three, heavily polluted land is restricted.

    [42号令 2, plan.6]
    """

    PESTICIDE = "农药"
    COKING = "焦化"
    CHEMICAL = "化工"
    SMELTING = "有色金属冶炼"
    PETROLEUM = "石油加工"
    PLATING = "电镀"
    TANNING = "制革"
    WASTE = "危险废物贮存、利用、处置"
    OTHER = "其他"


Grade = Annotated[RiskGrade, Title("风险等级"), Example("高风险")]
Trade = Annotated[FormerTrade, Title("原行业"), Example("焦化")]
IsHeavy = Annotated[bool, Title("是否重度污染", "heavily polluted"), Example(True)]


@command("列入污染地块名录", by_city=True)
class ListPolluted:
    """List a plot over the limits as polluted, and grade its risk [42号令 14, code.455]."""

    plot_code: PlotCode
    document_number: Annotated[Name, Title("文号"), Example("某环函〔2026〕某某号")]
    grade: Grade
    trade: Trade
    is_heavy: IsHeavy
    listed_on: Annotated[Day, Title("列入日期")]


@event(
    "plot.polluted_listed",
    title="列入污染地块名录",
    subject="plot_code",
    effective="listed_on",
)
class PollutedListed:
    """The city listed a plot as polluted, with its risk grade [42号令 14, plan.6].

    On heavily polluted land of a pesticide, coking or chemical works no school and no housing is
    planned.
    """

    plot_code: PlotCode
    county: County
    area: Area
    document_number: Annotated[Name, Title("文号"), Example("某环函〔2026〕某某号")]
    grade: Grade
    trade: Trade
    is_heavy: IsHeavy
    listed_on: Annotated[Day, Title("列入日期")]
