"""Survey reports and their joint review by environment and natural resources."""

from dataclasses import replace
from datetime import date
from enum import StrEnum

from services.environment.plots.domain import Plot
from services.environment.plots.messages import LandClass, PlotState
from services.environment.samples.domain import SampleEvaluation
from services.environment.surveys.messages import (
    CompletenessOutcome,
    SubmitSurvey,
    SurveyOutcome,
    SurveyReviewed,
    SurveySubmitted,
)
from services.environment.surveys.parts import (
    DeviationReason,
    GroundwaterResult,
    ReportFile,
    SurveyPhase,
)
from services.natural_resources.surveys.messages import OpinionGiven
from shared.store import document
from shared.vocabulary import LandUse, office_division


class SurveyState(StrEnum):
    """Whether a report has passed joint review: filing alone is not enough [code.454].

    A report that was returned is at its end, as one that failed: `Survey.is_returned`.
    """

    SUBMITTED = "评审中"
    REVIEWED = "已评审"


class Evidence(StrEnum):
    """What an outcome rests on: samples that the platform evaluated, or the report's own words."""

    STATEMENT = "报告结论（未附样品）"
    SAMPLES = "样品评价"


@document(
    "surveys",
    title="调查报告",
    key="survey_id",
    placed="county",
    indexes=(("plot_code",), ("state",), ("county",), ("division",)),
)
class Survey:
    """A preliminary survey report with the judgement of each of the two bureaus.

    `land_class` is the class whose limits it compares with, `found` its own conclusion; neither
    the reviewer nor the checker of completeness may be the person who filed it. `evaluation` is
    that of its samples at entry; without samples the outcome is that of the people.
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
    phase: SurveyPhase | None = None
    uses: tuple[LandUse, ...] = ()
    compiler_code: str | None = None
    laboratory: str | None = None
    laboratory_code: str | None = None
    groundwater: GroundwaterResult | None = None
    files: tuple[ReportFile, ...] = ()
    evidence: Evidence = Evidence.STATEMENT
    evaluation: SampleEvaluation | None = None
    completeness: CompletenessOutcome | None = None
    gaps: tuple[str, ...] = ()
    checked_by: str = ""
    checked_on: date | None = None
    published_url: str = ""
    published_from: date | None = None
    published_until: date | None = None
    judged_reason: DeviationReason | None = None
    judged_document: str | None = None

    @property
    def is_returned(self) -> bool:
        """Whether the report was returned: the supplemented one is submitted anew."""
        return self.completeness is CompletenessOutcome.RETURNED


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
        phase=command.phase,
        uses=command.uses,
        compiler_code=command.compiler_code,
        laboratory=command.laboratory,
        laboratory_code=command.laboratory_code,
        groundwater=command.groundwater,
        files=command.files,
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
        phase=command.phase,
        compiler_code=command.compiler_code,
    )


def with_evaluation(survey: Survey, evaluation: SampleEvaluation) -> Survey:
    """Add the evaluation of its samples to a report."""
    return replace(survey, evidence=Evidence.SAMPLES, evaluation=evaluation)


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
        survey_id=done.survey_id,
        plot_code=done.plot_code,
        outcome=outcome,
        note=note,
        reviewed_on=on,
        land_class=done.land_class,
        items_over=done.evaluation.items_over if done.evaluation else (),
        uses=done.uses,
    )
    return done, told


def with_standing_suspicion(event: SurveyReviewed, plot: Plot) -> SurveyReviewed:
    """Add whether the plot is still suspected, so that no department lifts its hold [plan.8].

    For a polluted plot the event includes its ground, so that it is on the one map [plan.8].
    """
    area = plot.area if plot.state is PlotState.POLLUTED else None
    return replace(event, suspicion_stands=plot.suspicion is not None, area=area)
