"""Survey reports and their joint review by environment and natural resources."""

from dataclasses import replace
from datetime import date
from enum import StrEnum

from services.environment.plots.domain import Plot, PlotState, moved
from services.environment.surveys.messages import (
    Outcome,
    ReviewSurvey,
    SubmitSurvey,
    SurveyRequired,
    SurveyReviewed,
    SurveySubmitted,
)
from services.natural_resources.surveys.messages import OpinionGiven
from shared.document import document
from shared.errors import WrongStateError


class SurveyState(StrEnum):
    """Whether a report has passed through joint review: filing it is not enough [code.454]."""

    SUBMITTED = "评审中"
    REVIEWED = "已评审"


@document("surveys", title="调查报告", key="survey_id", indexes=(("plot_code",), ("state",)))
class Survey:
    """A preliminary survey report with what each of the two bureaus says of it."""

    survey_id: str
    plot_code: str
    title: str
    compiled_by: str
    report_sha256: str
    submitted_on: date
    state: SurveyState = SurveyState.SUBMITTED
    judged: Outcome | None = None
    judged_note: str = ""
    agrees: bool | None = None
    opinion: str = ""
    outcome: Outcome | None = None
    reviewed_on: date | None = None


def submit(survey_id: str, command: SubmitSurvey) -> tuple[Survey, SurveySubmitted]:
    """File a report, which now awaits joint review [code.454]."""
    survey = Survey(
        survey_id=survey_id,
        plot_code=command.plot_code,
        title=command.title,
        compiled_by=command.compiled_by,
        report_sha256=command.report_sha256,
        submitted_on=command.submitted_on,
    )
    return survey, SurveySubmitted(
        survey_id=survey_id,
        plot_code=command.plot_code,
        title=command.title,
        compiled_by=command.compiled_by,
        report_sha256=command.report_sha256,
        submitted_on=command.submitted_on,
    )


def judge(survey: Survey, command: ReviewSurvey) -> Survey:
    """Add what the environment bureau says, once; `WrongStateError` if it has spoken."""
    if survey.judged is not None:
        raise WrongStateError(
            f"调查“{survey.survey_id}”已由生态环境部门评审（{survey.judged.value}），不能重复评审；"
            "如需更改，请重新提交报告"
        )
    return replace(survey, judged=command.outcome, judged_note=command.note)


def hear(survey: Survey, event: OpinionGiven) -> Survey:
    """Add what natural resources says; the first word stands."""
    if survey.agrees is not None:
        return survey
    return replace(survey, agrees=event.agrees, opinion=event.note)


def conclude(survey: Survey, on: date) -> tuple[Survey, SurveyReviewed | None]:
    """Join the two judgements when both are in; either bureau can fail a report [code.454-455]."""
    judged, agrees = survey.judged, survey.agrees
    if survey.state is SurveyState.REVIEWED or judged is None or agrees is None:
        return survey, None
    outcome = judged if agrees else Outcome.FAILED
    note = survey.judged_note if agrees else survey.opinion
    done = replace(survey, state=SurveyState.REVIEWED, outcome=outcome, reviewed_on=on)
    return done, SurveyReviewed(done.survey_id, done.plot_code, outcome, note, on)


def say_what_stands(event: SurveyReviewed, plot: Plot) -> SurveyReviewed:
    """Add whether the plot is suspected all the same, so that nobody lifts its hold [plan.8]."""
    return replace(event, suspicion_stands=plot.suspicion is not None)


def require(plot: Plot, reason: str, on: date) -> tuple[Plot, SurveyRequired | None]:
    """Open the duty to survey a plot, unless it is open [code.454]."""
    if plot.state in (PlotState.SURVEY_DUE, PlotState.UNDER_REVIEW):
        return plot, None
    return moved(plot, PlotState.SURVEY_DUE), SurveyRequired(plot.plot_code, reason, on)


def surveyed(plot: Plot) -> Plot:
    """Note that a report on a plot came in; the register stands above it [code.456].

    `WrongStateError` for a polluted plot: it needs a risk assessment, no second survey [code.455].
    """
    if plot.state is PlotState.POLLUTED:
        raise WrongStateError(
            f"地块“{plot.plot_code}”已评审为“{plot.state.value}”，不再受理初步调查报告；"
            "请开展风险评估"
        )
    if plot.state in (PlotState.REGISTERED, PlotState.DELISTED):
        return plot
    return moved(plot, PlotState.UNDER_REVIEW)


def after_review(plot: Plot, outcome: Outcome) -> Plot:
    """Bring a plot where its review leads; the register stands above it [code.455-456].

    A plot that was suspected anew while its report lay in review is not cleared by that report.
    """
    if plot.state is PlotState.REGISTERED:
        return plot
    if outcome is Outcome.EXCEEDED:
        return moved(plot, PlotState.POLLUTED)
    if plot.state is not PlotState.UNDER_REVIEW:
        return plot
    if outcome is Outcome.CLEAN:
        return replace(moved(plot, PlotState.CLEAN), suspicion=None)
    return moved(plot, PlotState.SURVEY_DUE)
