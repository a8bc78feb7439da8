"""Survey reports with samples, for the tests of the environment bureau: a plot in 祁县."""

from typing import Any

from environment_given import PLOT, SHA, TODAY
from soil_given import BASIC

from services.environment.plots.messages import LandClass
from services.environment.samples.messages import (
    Background,
    DetectionLimit,
    SampleSheet,
    SampleValue,
    SurveySample,
)
from services.environment.surveys import handlers as surveys
from services.environment.surveys.domain import Survey
from services.environment.surveys.messages import (
    CheckCompleteness,
    CompletenessOutcome,
    ReviewSurvey,
    SubmitSurvey,
    SurveyOutcome,
)
from services.environment.surveys.parts import SurveyPhase
from shared.soil import gb15618
from shared.testing.world import World
from shared.vocabulary import FarmlandKind

LON, LAT = 112.334, 37.358
COMPILER, LABORATORY = "91140100MA0HF4R239", "91130200699229617X"
ELEMENTS = tuple(gb15618.ELEMENTS.values())
CLEAN, OVER, FAILED = SurveyOutcome


def basic(**values: Any) -> dict[str, Any]:
    """Return a value within all limits for each basic item of GB 36600, changed by `values`."""
    return {**dict.fromkeys(BASIC, 0.01), **values}


def elements(**values: Any) -> dict[str, Any]:
    """Return a value within all limits for each element of GB 15618, changed by `values`."""
    return {**dict.fromkeys(ELEMENTS, 0.01), **values}


def a_sample(values: dict[str, Any], point: str = "S1", **more: Any) -> SurveySample:
    """Return a sample; a value of None is 未检出, a pair is a value and its detection limit."""
    place = {"depth_m": 0.5, "longitude": LON, "latitude": LAT} | more
    found = tuple(
        SampleValue(item, *value) if isinstance(value, tuple) else SampleValue(item, value)
        for item, value in values.items()
    )
    return SurveySample(point=point, values=found, **place)


def a_farm_sample(values: dict[str, Any], point: str = "S1", ph: float = 8.0) -> SurveySample:
    return a_sample(values, point, ph=ph, land=FarmlandKind.OTHER)


def a_sheet(
    *samples: SurveySample, limits: dict[str, float] | None = None, **more: Any
) -> SampleSheet:
    """Return a sheet, by default of one sample within all limits; `limits` are of detection."""
    known = tuple(DetectionLimit(item, value) for item, value in (limits or {}).items())
    return SampleSheet(samples or (a_sample(basic()),), known, **more)


def background(value: float, item: str = "砷") -> Background:
    return Background(item, value, "某某市土壤背景值报告")


def a_report(
    sheet: SampleSheet | None = None,
    land_class: LandClass | None = LandClass.FIRST,
    phase: SurveyPhase | None = SurveyPhase.PRELIMINARY,
    **more: Any,
) -> SubmitSurvey:
    fields: dict[str, Any] = {
        "compiler_code": COMPILER,
        "laboratory": "某某检测有限公司",
        "laboratory_code": LABORATORY,
        **more,
    }
    return SubmitSurvey(
        PLOT,
        "某某地块调查报告",
        "某某环境科技有限公司",
        SHA,
        TODAY,
        land_class,
        phase=phase,
        samples=sheet,
        **fields,
    )


def hand_in(world: World, command: SubmitSurvey) -> Survey:
    return world.environment.execute(surveys.submit_survey, command)


def check(
    world: World,
    survey: Survey,
    outcome: CompletenessOutcome = CompletenessOutcome.COMPLETE,
    *gaps: str,
    actor: str = "officer-1",
) -> Survey:
    command = CheckCompleteness(survey.survey_id, outcome, gaps)
    return world.environment.execute(surveys.check_completeness, command, actor=actor)


def decide(
    world: World, survey: Survey, outcome: SurveyOutcome, *reason: Any, actor: str = "officer-2"
) -> Survey:
    command = ReviewSurvey(survey.survey_id, outcome, "可信", *reason)
    return world.environment.execute(surveys.review_survey, command, actor=actor)


def completed(world: World, sheet: SampleSheet, land_class: LandClass = LandClass.FIRST) -> Survey:
    """Hand in a report with samples, and find it complete."""
    return check(world, hand_in(world, a_report(sheet, land_class)))
