"""Initial data for the tests of the environment bureau: a plot in 祁县 and acts on it."""

from datetime import date
from typing import Any

from services.environment.permits import handlers as permits
from services.environment.permits.domain import Permit
from services.environment.permits.messages import CancellationKind, CancelPermit, RecordPermit
from services.environment.plots import handlers as plots
from services.environment.plots.domain import Plot
from services.environment.plots.messages import LandClass, RecordPlot, SuspectPlot
from services.environment.register import handlers as register
from services.environment.register.messages import DelistPlot, RegisterPlot
from services.environment.surveys import handlers as surveys
from services.environment.surveys.domain import Survey
from services.environment.surveys.messages import ReviewSurvey, SubmitSurvey, SurveyOutcome
from services.natural_resources.applications.messages import LandGateQueried, Procedure
from services.natural_resources.surveys.messages import OpinionGiven
from services.partners.province.messages import RegisterEntryAnnounced, RegisterEntryRemoved
from shared.testing.world import World
from shared.vocabulary.geometry import area_m2, square_around
from shared.vocabulary.land_use import LandScheme, LandUse

PLOT = "140727-0003"
NAME = "祁县某某焦化厂地块"
PARCEL = "140727001001GB00012"
PERMIT = "91140100MA0HF4R239001P"
SECOND_PERMIT = "91140100MA0HF4R239002P"
CREDIT_CODE = "91140100MA0HF4R239"
LISTING = "晋环函〔2026〕某1号"
REMOVAL = "晋环函〔2026〕某2号"
NO_WELLS = "不得开采地下水"
TODAY = date(2026, 10, 8)
TOMORROW = date(2026, 10, 9)
HOUSING = LandUse(LandScheme.PLANNING, "0701")
SCHOOL = LandUse(LandScheme.PLANNING, "0804")
INDUSTRY = LandUse(LandScheme.PLANNING, "1001")
AREA = square_around(112.334, 37.358, 41355.0)
HALF = square_around(112.334, 37.358, 20000.0)
FAR = square_around(113.704650, 37.588351, 14743.44)
SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


def record_plot(world: World, code: str = PLOT, area: dict[str, Any] = AREA) -> Plot:
    command = RecordPlot(code, NAME, "140727", area, round(area_m2(area), 2))
    return world.environment.execute(plots.record_plot, command)


def suspect(world: World, on: date = TODAY) -> Plot:
    command = SuspectPlot(PLOT, "土壤隐患排查发现储罐渗漏", on)
    return world.environment.execute(plots.suspect_plot, command)


def record_permit(
    world: World, number: str = PERMIT, *, plot: str = PLOT, credit_code: str = CREDIT_CODE
) -> Permit:
    command = RecordPermit(
        number, "祁县某某焦化有限公司", credit_code, "140727", "祁县某某园区", plot, TODAY
    )
    return world.environment.execute(permits.record_permit, command)


def cancel_permit(
    world: World, number: str = PERMIT, on: date = TODAY, key: str | None = None
) -> Permit:
    command = CancelPermit(number, CancellationKind.CANCELLED, "企业关闭，生产终止", on)
    return world.environment.execute(permits.cancel_permit, command, key=key)


def listing(
    on: date = TODAY, number: str = LISTING, area: dict[str, Any] = AREA
) -> RegisterEntryAnnounced:
    square_metres = round(area_m2(area), 2)
    return RegisterEntryAnnounced(
        PLOT, NAME, "140727", area, square_metres, ("镉", "苯并[a]芘"), number, on
    )


def removal(
    on: date = TODAY, number: str = REMOVAL, land_class: LandClass | None = LandClass.FIRST
) -> RegisterEntryRemoved:
    return RegisterEntryRemoved(PLOT, number, on, (NO_WELLS,), (), land_class)


def register_plot(world: World, on: date = TODAY, number: str = LISTING) -> Plot:
    command = RegisterPlot(
        PLOT, NAME, "140727", AREA, round(area_m2(AREA), 2), ("镉", "苯并[a]芘"), number, on
    )
    return world.environment.execute(register.register_plot, command)


def delist_plot(
    world: World,
    on: date = TODAY,
    number: str = REMOVAL,
    *,
    land_class: LandClass | None = LandClass.FIRST,
    uses: tuple[LandUse, ...] = (),
) -> Plot:
    command = DelistPlot(PLOT, number, on, (NO_WELLS,), uses, land_class)
    return world.environment.execute(register.delist_plot, command)


def submit(
    world: World,
    plot: str = PLOT,
    on: date = TODAY,
    land_class: LandClass | None = LandClass.FIRST,
    conclusion: SurveyOutcome | None = None,
) -> Survey:
    title, by = "祁县某某地块土壤污染状况初步调查报告", "山西某某环境科技有限公司"
    command = SubmitSurvey(plot, title, by, SHA, on, land_class, conclusion)
    return world.environment.execute(surveys.submit_survey, command)


def judge(world: World, survey: Survey, outcome: SurveyOutcome, actor: str = "officer-1") -> Survey:
    command = ReviewSurvey(survey.survey_id, outcome, "采样布点合理，结论可信")
    return world.environment.execute(surveys.review_survey, command, actor=actor)


def opinion(survey: Survey, *, agrees: bool = True) -> OpinionGiven:
    note = "与规划用途相符" if agrees else "调查范围与宗地不符"
    return OpinionGiven(survey.survey_id, survey.plot_code, agrees, note)


def survey(
    world: World,
    outcome: SurveyOutcome,
    plot: str = PLOT,
    land_class: LandClass | None = LandClass.FIRST,
) -> Survey:
    made = submit(world, plot, land_class=land_class)
    world.environment.deliver_event(opinion(made))
    return judge(world, made, outcome)


def query(
    wanted: LandUse = HOUSING,
    present: LandUse = INDUSTRY,
    procedure: Procedure = Procedure.CHANGE_USE,
    area: dict[str, Any] = AREA,
    application: str = "application-1",
    **more: Any,
) -> LandGateQueried:
    return LandGateQueried(application, PARCEL, "140727", area, procedure, present, wanted, **more)


def plot_of(world: World, code: str = PLOT) -> Plot:
    return world.environment.get(Plot, code)
