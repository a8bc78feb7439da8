"""Initial data for the tests of natural resources and agriculture: a plot in 祁县, acts on it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from services.environment.gates.messages import GateCleared
from services.environment.permits.messages import CancellationKind, PermitCancelled
from services.environment.plots.messages import PlotSuspected, Suspicion
from services.environment.register.messages import PlotDelisted, PlotRegistered
from services.environment.surveys.messages import SurveyOutcome, SurveyReviewed
from services.natural_resources.applications import handlers as applications
from services.natural_resources.applications.domain import Application
from services.natural_resources.applications.messages import Procedure, RequestProcedure
from services.natural_resources.parcels import handlers as parcels
from services.natural_resources.parcels.messages import RegisterParcel
from shared.handling.unit_of_work import UnitOfWork
from shared.testing.world import World
from shared.vocabulary.geometry import square_around
from shared.vocabulary.land_use import LandScheme, LandUse

Handler = Callable[[UnitOfWork, Any], Any]

PLOT = "140727-0003"
PARCEL = "140727001001GB00012"
NEIGHBOUR = "140727001001GB00013"
PERMIT = "91140100MA0HF4R239001P"
NUMBER = "晋环函〔2026〕某某号"
TODAY = date(2026, 10, 8)
HOUSING = LandUse(LandScheme.PLANNING, "0701")
INDUSTRY = LandUse(LandScheme.PLANNING, "1001")
AREA = square_around(112.334, 37.358, 41355.0)
BESIDE = square_around(112.344, 37.358, 41355.0)
FAR = square_around(113.704650, 37.588351, 14743.44)


def suspected(on: date = TODAY, *, area: dict[str, Any] = AREA) -> PlotSuspected:
    return PlotSuspected(PLOT, "祁县某某焦化厂地块", "140727", area, Suspicion.PERMIT_ENDED, on)


def registered(on: date = TODAY, *, area: dict[str, Any] = AREA) -> PlotRegistered:
    name = "祁县某某焦化厂地块"
    return PlotRegistered(PLOT, name, "140727", area, 41355.0, ("镉", "苯并[a]芘"), NUMBER, on)


def delisted(on: date = TODAY, *conditions: str) -> PlotDelisted:
    return PlotDelisted(PLOT, NUMBER, on, conditions)


def reviewed(outcome: SurveyOutcome, on: date = TODAY) -> SurveyReviewed:
    return SurveyReviewed("survey-1", PLOT, outcome, "两部门意见一致", on)


def cancelled(number: str = PERMIT) -> PermitCancelled:
    kind, holder, code = CancellationKind.CANCELLED, "祁县某某焦化有限公司", number[:18]
    return PermitCancelled(number, kind, holder, code, "140727", PLOT, "企业关闭", TODAY)


def cleared(application: Application, *conditions: str) -> GateCleared:
    return GateCleared(application.application_id, (PLOT,), conditions)


def register_parcel(world: World, code: str = PARCEL, area: dict[str, Any] = AREA) -> None:
    command = RegisterParcel(code, "140727", area, "祁县某某焦化有限公司", INDUSTRY, HOUSING)
    world.natural_resources.execute(parcels.register_parcel, command)


def request(
    world: World,
    procedure: Procedure = Procedure.CHANGE_USE,
    use: LandUse = HOUSING,
    parcel: str = PARCEL,
) -> Application:
    command = RequestProcedure(parcel, procedure, "祁县某某房地产开发有限公司", use)
    return world.natural_resources.execute(applications.request_procedure, command)


def meanwhile(world: World, handle: Handler, event: Any) -> Handler:
    """Wrap a handler so that on its first run another event is applied before it commits."""
    waiting = [event]

    def raced(uow: UnitOfWork, message: Any) -> Any:
        made = handle(uow, message)
        if waiting:
            world.natural_resources.deliver_event(waiting.pop())
        return message if made is None else made

    return raced


def state_of(world: World, application: Application) -> Application:
    return world.natural_resources.get(Application, application.application_id)
