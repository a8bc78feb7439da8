"""Soil surveys: the duty, the report, the joint review."""

from enum import StrEnum
from typing import Annotated

from services.environment.plots.messages import LandClass
from services.environment.samples.messages import SampleSheet
from services.environment.surveys.parts import (
    Addressee,
    DeviationReason,
    Gaps,
    GroundwaterResult,
    ItemsOver,
    Phase,
    PlotCounty,
    PollutedGround,
    ReportFile,
    SurveyUses,
    SuspicionStands,
    WebAddress,
)
from shared.messages import Check, Classification, Example, Length, Title, command, event
from shared.vocabulary import (
    CreditCode,
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


class CompletenessOutcome(StrEnum):
    """What the check of completeness finds; a returned report is submitted anew."""

    COMPLETE = "完整"
    RETURNED = "退回补正"


def _is_found(outcome: SurveyOutcome) -> bool:
    return outcome is not SurveyOutcome.FAILED


@command("提交调查报告")
class SubmitSurvey:
    """Hand in the preliminary survey report of a plot [code.454].

    `land_class` is the class whose limit values the report compares with [GB 36600 5.3.1]; without
    it the report clears no sensitive use. `conclusion` is what the report itself finds. A report
    that says its `phase` must pass a check of completeness; `samples` need a phase and a class, and
    are evaluated at entry. `uses` must be served by the class.
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
    phase: Phase = None
    uses: SurveyUses = ()
    compiler_code: Annotated[CreditCode | None, Title("编制单位统一社会信用代码")] = None
    laboratory: Annotated[Name | None, Title("检测单位"), Example("某某检测有限公司")] = None
    laboratory_code: Annotated[CreditCode | None, Title("检测单位统一社会信用代码")] = None
    samples: Annotated[SampleSheet | None, Title("样品检测结果")] = None
    groundwater: Annotated[GroundwaterResult | None, Title("地下水调查结果")] = None
    files: Annotated[tuple[ReportFile, ...], Title("附件"), Length(0, 50), Example([])] = ()


@command("审查调查报告完整性")
class CheckCompleteness:
    """Say whether a report is complete, or return it with each gap named [环办土壤〔2019〕63号]."""

    survey_id: Annotated[Id, Title("调查编号")]
    outcome: Annotated[CompletenessOutcome, Title("审查结论"), Example("完整")]
    gaps: Gaps = ()


@command("登记调查报告公示")
class PublishSurvey:
    """Record where and until when a report is published [环办土壤〔2019〕63号]."""

    survey_id: Annotated[Id, Title("调查编号")]
    url: WebAddress
    published_from: Annotated[Day, Title("公示起始日")]
    published_until: Annotated[Day, Title("公示截止日"), Example("2026-10-23")]


@command("评审调查报告（生态环境）")
class ReviewSurvey:
    """Give the environment bureau's part of the joint review [code.454].

    An outcome milder than the evaluation of the samples needs a `reason` and its `document`.
    """

    survey_id: Annotated[Id, Title("调查编号")]
    outcome: Annotated[SurveyOutcome, Title("评审结论"), Example("未超筛选值")]
    note: Annotated[LongText, Title("评审意见"), Example("采样布点合理，结论可信")]
    reason: Annotated[DeviationReason | None, Title("结论轻于样品评价结果的理由")] = None
    document: Annotated[Name | None, Title("理由的依据文件"), Example("复测报告某某号")] = None


@event("survey.required", title="应开展土壤污染状况调查", subject="plot_code")
class SurveyRequired:
    """A plot must be surveyed before its use may change [code.454]."""

    plot_code: PlotCode
    reason: Annotated[LongText, Title("原因"), Example("拟变更为一住两公用地")]
    required_on: Annotated[Day, Title("要求日期")]
    land_class: Annotated[LandClass | None, Title("应按何类用地评价"), Example("第一类用地")] = None
    addressee: Addressee = None


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
    phase: Phase = None
    compiler_code: Annotated[CreditCode | None, Title("编制单位统一社会信用代码")] = None
    county: PlotCounty = None
    division: OfficeDivision = None


@event("survey.completeness_checked", title="调查报告完整性审查结论", subject="plot_code")
class CompletenessChecked:
    """A report is complete, or returned to be submitted anew [环办土壤〔2019〕63号]."""

    survey_id: Annotated[Id, Title("调查编号")]
    plot_code: PlotCode
    outcome: Annotated[CompletenessOutcome, Title("审查结论"), Example("完整")]
    gaps: Gaps
    checked_on: Annotated[Day, Title("审查日期")]


@event(
    "survey.published",
    title="调查报告已公示",
    subject="plot_code",
    classification=Classification.PUBLIC,
    effective="published_from",
)
class SurveyPublished:
    """A survey report is published for the time named [环办土壤〔2019〕63号]."""

    survey_id: Annotated[Id, Title("调查编号")]
    plot_code: PlotCode
    title: Annotated[Name, Title("报告名称"), Example("某某地块土壤污染状况初步调查报告")]
    url: WebAddress
    published_from: Annotated[Day, Title("公示起始日")]
    published_until: Annotated[Day, Title("公示截止日"), Example("2026-10-23")]


@event("survey_judgement.given", title="调查报告评审意见（生态环境）", subject="plot_code")
class JudgementGiven:
    """Environment judged a report; the joint result follows [code.454]."""

    survey_id: Annotated[Id, Title("调查编号")]
    plot_code: PlotCode
    outcome: Annotated[SurveyOutcome, Title("评审结论"), Example("未超筛选值")]
    given_on: Annotated[Day, Title("评审日期")]
    reason: Annotated[DeviationReason | None, Title("结论轻于样品评价结果的理由")] = None
    document: Annotated[Name | None, Title("理由的依据文件"), Example("复测报告某某号")] = None


@event("survey.reviewed", title="调查报告联合评审结论", subject="plot_code")
class SurveyReviewed:
    """Environment and natural resources have both judged a report: the result [code.455]."""

    survey_id: Annotated[Id, Title("调查编号")]
    plot_code: PlotCode
    outcome: Annotated[SurveyOutcome, Title("评审结论"), Example("未超筛选值")]
    note: Annotated[LongText, Title("评审意见"), Example("两部门意见一致")]
    reviewed_on: Annotated[Day, Title("评审日期")]
    suspicion_stands: SuspicionStands = False
    land_class: Annotated[LandClass | None, Title("评价用地类别"), Example("第一类用地")] = None
    area: PollutedGround = None
    items_over: ItemsOver = ()
    uses: SurveyUses = ()
