"""Risk assessments of polluted plots: the way out that the law leaves them."""

from enum import StrEnum
from typing import Annotated

from services.environment.plots.messages import LandClass
from shared.messages import Example, Length, Title, command, event
from shared.vocabulary import Day, Name, PlotCode


class Risk(StrEnum):
    """What the review of an assessment finds [code.455-456]."""

    ACCEPTABLE = "风险可接受"
    UNACCEPTABLE = "需管控或修复"


UseConditions = Annotated[
    tuple[str, ...], Title("使用要求"), Length(0, 100), Example(["不得开采地下水"])
]


@command("转办省级风险评估结论", by_city=True)
class RelayAssessment:
    """Relay what the province found of the risk assessment of a polluted plot [code.455].

    `land_class` is the class of use that was assessed; farmland is assessed otherwise.
    """

    plot_code: PlotCode
    risk: Annotated[Risk, Title("评审结论"), Example("风险可接受")]
    land_class: Annotated[LandClass, Title("评估的用地类别"), Example("第二类用地")]
    document_number: Annotated[Name, Title("省级文号"), Example("晋环函〔2026〕某某号")]
    concluded_on: Annotated[Day, Title("结论日期")]
    conditions: UseConditions = ()


@event(
    "assessment.concluded", title="风险评估评审结论", subject="plot_code", effective="concluded_on"
)
class AssessmentConcluded:
    """The province judged the risk assessment of a polluted plot, for one class [code.455-456]."""

    plot_code: PlotCode
    risk: Annotated[Risk, Title("评审结论"), Example("风险可接受")]
    land_class: Annotated[LandClass, Title("评估的用地类别"), Example("第二类用地")]
    document_number: Annotated[Name, Title("省级文号"), Example("晋环函〔2026〕某某号")]
    concluded_on: Annotated[Day, Title("结论日期")]
    conditions: UseConditions = ()
