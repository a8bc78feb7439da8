"""Natural resources' part of the joint review of survey reports."""

from typing import Annotated

from shared.messages import Example, Title, command, event
from shared.vocabulary import Id, LongText, PlotCode


@command("评审调查报告（自然资源）")
class GiveOpinion:
    """Give natural resources' part of the joint review [code.454]."""

    survey_id: Annotated[Id, Title("调查编号")]
    agrees: Annotated[bool, Title("是否同意"), Example(True)]
    note: Annotated[LongText, Title("意见"), Example("与规划用途相符")]


@event("survey_opinion.given", title="调查报告评审意见（自然资源）", subject="plot_code")
class OpinionGiven:
    """Natural resources judged a survey report [code.454]."""

    survey_id: Annotated[Id, Title("调查编号")]
    plot_code: PlotCode
    agrees: Annotated[bool, Title("是否同意"), Example(True)]
    note: Annotated[LongText, Title("意见"), Example("与规划用途相符")]
