"""Soil surveys: the duty, the report, the joint review."""

from enum import StrEnum
from typing import Annotated

from services.environment.plots.messages import LandClass
from shared.messages import Check, Example, Title, command, event
from shared.vocabulary import (
    Area,
    County,
    Day,
    Id,
    LongText,
    Name,
    OfficeDivision,
    PlotCode,
    Sha256,
)


class SurveyOutcome(StrEnum):
    """What a review finds [42号令; 环办土壤〔2019〕63号; GB 36600]."""

    CLEAN = "未超筛选值"
    EXCEEDED = "超过筛选值"
    FAILED = "未通过评审"


def _is_found(outcome: SurveyOutcome) -> bool:
    return outcome is not SurveyOutcome.FAILED


@command("提交调查报告")
class SubmitSurvey:
    """Hand in the preliminary survey report of a plot [code.454].

    `land_class` is the class whose limit values the report compares with [GB 36600 5.3.1]; without
    it the report clears no sensitive use. `conclusion` is what the report itself finds.
    """

    plot_code: PlotCode
    title: Annotated[Name, Title("报告名称"), Example("某某地块土壤污染状况初步调查报告")]
    compiled_by: Annotated[Name, Title("编制单位"), Example("某某环境科技有限公司")]
    report_sha256: Sha256
    submitted_on: Annotated[Day, Title("提交日期")]
    land_class: Annotated[LandClass | None, Title("评价用地类别"), Example("第一类用地")] = None
    conclusion: Annotated[
        SurveyOutcome | None,
        Title("报告自身的结论"),
        Check(_is_found, "只能填“未超筛选值”或“超过筛选值”"),
    ] = None


@command("评审调查报告（生态环境）")
class ReviewSurvey:
    """Give the environment bureau's part of the joint review [code.454]."""

    survey_id: Annotated[Id, Title("调查编号")]
    outcome: Annotated[SurveyOutcome, Title("评审结论"), Example("未超筛选值")]
    note: Annotated[LongText, Title("评审意见"), Example("采样布点合理，结论可信")]


@event("survey.required", title="应开展土壤污染状况调查", subject="plot_code")
class SurveyRequired:
    """A plot must be surveyed before its use may change [code.454]."""

    plot_code: PlotCode
    reason: Annotated[LongText, Title("原因"), Example("拟变更为一住两公用地")]
    required_on: Annotated[Day, Title("要求日期")]
    land_class: Annotated[LandClass | None, Title("应按何类用地评价"), Example("第一类用地")] = None
    addressee: Annotated[
        Name | None, Title("土地使用权人或排污单位", "whom the duty is for"), Example("某某公司")
    ] = None


@event("survey.submitted", title="调查报告已提交", subject="plot_code", effective="submitted_on")
class SurveySubmitted:
    """A survey report came in and awaits joint review [code.454]."""

    survey_id: Annotated[Id, Title("调查编号")]
    plot_code: PlotCode
    title: Annotated[Name, Title("报告名称"), Example("某某地块土壤污染状况初步调查报告")]
    compiled_by: Annotated[Name, Title("编制单位"), Example("某某环境科技有限公司")]
    report_sha256: Sha256
    submitted_on: Annotated[Day, Title("提交日期")]
    land_class: Annotated[LandClass | None, Title("评价用地类别"), Example("第一类用地")] = None
    county: Annotated[
        County | None, Title("地块所在区划", "county of the plot"), Example("140728")
    ] = None
    division: OfficeDivision = None


@event("survey.reviewed", title="调查报告联合评审结论", subject="plot_code")
class SurveyReviewed:
    """Environment and natural resources have both judged a report: the result [code.455]."""

    survey_id: Annotated[Id, Title("调查编号")]
    plot_code: PlotCode
    outcome: Annotated[SurveyOutcome, Title("评审结论"), Example("未超筛选值")]
    note: Annotated[LongText, Title("评审意见"), Example("两部门意见一致")]
    reviewed_on: Annotated[Day, Title("评审日期")]
    suspicion_stands: Annotated[
        bool, Title("另有疑似情形未消除", "suspected anew while in review"), Example(False)
    ] = False
    land_class: Annotated[LandClass | None, Title("评价用地类别"), Example("第一类用地")] = None
    area: Annotated[
        Area | None, Title("超过筛选值地块的范围", "the ground of a plot that exceeds the limits")
    ] = None
