"""Survey reports and their joint review by environment and natural resources."""

from dataclasses import replace
from datetime import date
from enum import StrEnum

from services.environment.plots.domain import Plot, PlotState
from services.environment.plots.messages import LandClass
from services.environment.surveys.messages import (
    ReviewSurvey,
    SubmitSurvey,
    SurveyOutcome,
    SurveyReviewed,
    SurveySubmitted,
)
from services.natural_resources.surveys.messages import OpinionGiven
from shared.errors import FieldError, ForbiddenError, InvalidInputError, WrongStateError
from shared.store import document
from shared.vocabulary import office_division


class SurveyState(StrEnum):
    """Whether a report has passed joint review: filing alone is not enough [code.454]."""

    SUBMITTED = "评审中"
    REVIEWED = "已评审"


@document(
    "surveys",
    title="调查报告",
    key="survey_id",
    placed="county",
    indexes=(("plot_code",), ("state",), ("county",), ("division",)),
)
class Survey:
    """A preliminary survey report with the judgement of each of the two bureaus.

    `land_class` is the class whose limits it compares with, `found` its own conclusion; the
    reviewer must not be the person who filed it.
    """

    survey_id: str
    plot_code: str
    title: str
    compiled_by: str
    report_sha256: str
    submitted_on: date
    state: SurveyState = SurveyState.SUBMITTED
    judged: SurveyOutcome | None = None
    judged_note: str = ""
    agrees: bool | None = None
    opinion: str = ""
    outcome: SurveyOutcome | None = None
    reviewed_on: date | None = None
    land_class: LandClass | None = None
    found: SurveyOutcome | None = None
    submitted_by: str = ""
    judged_by: str = ""
    county: str = ""
    division: str = ""


def submit(
    survey_id: str, command: SubmitSurvey, by: str, county: str, division: str
) -> tuple[Survey, SurveySubmitted]:
    """File a report, which now awaits joint review [code.454]."""
    survey = Survey(
        survey_id=survey_id,
        plot_code=command.plot_code,
        title=command.title,
        compiled_by=command.compiled_by,
        report_sha256=command.report_sha256,
        submitted_on=command.submitted_on,
        land_class=command.land_class,
        found=command.conclusion,
        submitted_by=by,
        county=county,
        division=division,
    )
    return survey, SurveySubmitted(
        survey_id=survey_id,
        plot_code=command.plot_code,
        title=command.title,
        compiled_by=command.compiled_by,
        report_sha256=command.report_sha256,
        submitted_on=command.submitted_on,
        land_class=command.land_class,
        county=county,
        division=office_division(division, county),
    )


def judge(survey: Survey, command: ReviewSurvey, by: str) -> Survey:
    """Record the judgement of the environment bureau, once; `WrongStateError` if it exists.

    `ForbiddenError` for the person who filed the report, `InvalidInputError` for an outcome milder
    than the report's own: review does not make soil cleaner [code.454-455].
    """
    _require_another_person(survey, by)
    if command.outcome is SurveyOutcome.CLEAN and survey.found is SurveyOutcome.EXCEEDED:
        words = "报告自身的结论为“超过筛选值”，评审结论不能更轻；报告不可信的，请评审为“未通过评审”"
        raise InvalidInputError((FieldError("outcome", words),))
    if survey.judged is not None:
        raise WrongStateError(
            f"调查“{survey.survey_id}”已由生态环境部门评审（{survey.judged.value}），不能重复评审；"
            "如需更改，请重新提交报告"
        )
    return replace(survey, judged=command.outcome, judged_note=command.note, judged_by=by)


def record_opinion(survey: Survey, event: OpinionGiven) -> Survey:
    """Record the opinion of natural resources; the first one stands."""
    if survey.agrees is not None:
        return survey
    return replace(survey, agrees=event.agrees, opinion=event.note)


def conclude(survey: Survey, on: date) -> tuple[Survey, SurveyReviewed | None]:
    """Join the two judgements when both exist; either bureau can fail a report [code.454-455]."""
    judged, agrees = survey.judged, survey.agrees
    if survey.state is SurveyState.REVIEWED or judged is None or agrees is None:
        return survey, None
    outcome = judged if agrees else SurveyOutcome.FAILED
    note = survey.judged_note if agrees else survey.opinion
    done = replace(survey, state=SurveyState.REVIEWED, outcome=outcome, reviewed_on=on)
    told = SurveyReviewed(
        done.survey_id, done.plot_code, outcome, note, on, land_class=done.land_class
    )
    return done, told


def with_standing_suspicion(event: SurveyReviewed, plot: Plot) -> SurveyReviewed:
    """Add whether the plot is still suspected, so that no department lifts its hold [plan.8].

    For a polluted plot the event includes its ground, so that it is on the one map [plan.8].
    """
    area = plot.area if plot.state is PlotState.POLLUTED else None
    return replace(event, suspicion_stands=plot.suspicion is not None, area=area)


def _require_another_person(survey: Survey, by: str) -> None:
    if survey.submitted_by == by and by:
        raise ForbiddenError(
            f"调查报告“{survey.survey_id}”由您登记提交，评审须由另一人办理；请转交其他评审人员"
        )
