"""Acts of three bureaus in one in-memory world, for the tests of forbidden acts."""

from datetime import date
from typing import Any

from environment_given import NAME, SHA
from land_given import AREA, PARCEL, PLOT, TODAY

from services.agriculture.reclamations import handlers as reclamations
from services.agriculture.reclamations.domain import Reclamation
from services.agriculture.reclamations.messages import RequestReclamation
from services.environment.assessments.handlers import relay_assessment
from services.environment.assessments.messages import RelayAssessment, Risk
from services.environment.plots import handlers as plots
from services.environment.plots.messages import LandClass, RecordPlot, SuspectPlot
from services.environment.register import handlers as register
from services.environment.register.messages import DelistPlot, RegisterPlot
from services.environment.surveys import handlers as surveys
from services.environment.surveys.messages import ReviewSurvey, SubmitSurvey, SurveyOutcome
from services.natural_resources.applications import handlers as applications
from services.natural_resources.applications.domain import Application
from services.natural_resources.applications.messages import Procedure, RequestProcedure
from services.natural_resources.parcels import handlers as parcels
from services.natural_resources.parcels.messages import RegisterParcel
from services.natural_resources.surveys.handlers import give_opinion
from services.natural_resources.surveys.messages import GiveOpinion
from shared.testing.world import World
from shared.vocabulary.geometry import area_m2
from shared.vocabulary.land_use import LandScheme, LandUse

CROPLAND = LandUse(LandScheme.PLANNING, "0103")
SHOPS = LandUse(LandScheme.PLANNING, "0901")
OFFICES = LandUse(LandScheme.PLANNING, "0801")
HOUSING = LandUse(LandScheme.PLANNING, "0701")
SCHOOL = LandUse(LandScheme.PLANNING, "0804")
INDUSTRY = LandUse(LandScheme.PLANNING, "1001")
BLANK = LandUse(LandScheme.PLANNING, "16")
PARK = LandUse(LandScheme.PLANNING, "14")


class Town:
    """Three bureaus and a parcel in 祁县; the events of every act are delivered at once."""

    def __init__(self, use: LandUse = INDUSTRY, **parcel: Any) -> None:
        self.world = World("environment", "natural_resources", "agriculture")
        self.environment = self.world.environment
        self.land = self.world.natural_resources
        self.farms = self.world.agriculture
        command = RegisterParcel(PARCEL, "140727", AREA, "祁县某某厂", use, None, **parcel)
        self.land.execute(parcels.register_parcel, command)

    def record(self, code: str = PLOT, area: dict[str, Any] = AREA) -> None:
        ground = round(area_m2(area), 2)
        self._environment(plots.record_plot, RecordPlot(code, NAME, "140727", area, ground))

    def suspect(self, on: date = TODAY) -> None:
        self._environment(plots.suspect_plot, SuspectPlot(PLOT, "储罐渗漏", on))

    def register(self, on: date = TODAY) -> None:
        command = RegisterPlot(PLOT, NAME, "140727", AREA, 41355.0, ("镉",), "某列1号", on)
        self._environment(register.register_plot, command)

    def delist(self, on: date = TODAY, **goals: Any) -> None:
        self._environment(register.delist_plot, DelistPlot(PLOT, "某移1号", on, (), **goals))

    def survey(
        self, outcome: SurveyOutcome, land_class: LandClass | None = None, plot: str = PLOT
    ) -> None:
        command = SubmitSurvey(plot, "调查报告", "某某公司", SHA, TODAY, land_class)
        made = self._environment(surveys.submit_survey, command)
        said = ReviewSurvey(made.survey_id, outcome, "可信")
        self._environment(surveys.review_survey, said, actor="officer-1")
        self.land.execute(give_opinion, GiveOpinion(made.survey_id, True, "同意"))
        self.world.run_until_idle()

    def assess(self, risk: Risk, land_class: LandClass, *conditions: str) -> None:
        number = f"某评{len(self.environment.published())}号"
        command = RelayAssessment(PLOT, risk, land_class, number, TODAY, conditions)
        self._environment(relay_assessment, command)

    def ask(
        self,
        use: LandUse,
        procedure: Procedure = Procedure.CHANGE_USE,
        further: tuple[LandUse, ...] = (),
        parcel: str = PARCEL,
    ) -> Application:
        command = RequestProcedure(parcel, procedure, "某某公司", use, further)
        made = self.land.execute(applications.request_procedure, command)
        self.world.run_until_idle()
        return self.look(made)

    def look(self, application: Application) -> Application:
        return self.land.get(Application, application.application_id)

    def reclaim(self, *, edible: bool) -> Reclamation:
        command = RequestReclamation("140727", AREA, "某某村民委员会", edible)
        made = self.farms.execute(reclamations.request_reclamation, command)
        self.world.run_until_idle()
        return self.farms.get(Reclamation, made.reclamation_id)

    def _environment(self, handle: Any, command: Any, actor: str = "clerk-1") -> Any:
        made = self.environment.execute(handle, command, actor=actor)
        self.world.run_until_idle()
        return made
