"""Flow 2: a listed plot is frozen; after its delisting the conditions remain."""

from demo.flow_runner import FlowRunner
from demo.flows.applications import apply, expect_application_state
from demo.flows.places import Place, from_register, listed_row, today
from demo.journal import FlowRecord
from services.agriculture.reclamations.messages import ReclamationRefused
from services.environment.gates.messages import GateCleared, GateDeferred
from services.environment.plots.messages import LandClass
from services.environment.register.messages import PlotDelisted, PlotRegistered
from services.environment.surveys.messages import SurveyRequired
from services.natural_resources.applications.messages import (
    LandGateQueried,
    Procedure,
    ProcedureApproved,
    ProcedureRefused,
    ProcedureResumed,
    ProcedureStopped,
)
from services.natural_resources.overlay.messages import PlotFrozen, PlotUnfrozen

JIEXIU = "140781"
INDUSTRY, HOUSING = "1001", "0701"
CONDITIONS = ["不得开采地下水", "不得扰动阻隔层"]


def place() -> Place:
    """Return the plot of this flow."""
    return from_register(listed_row(), JIEXIU, number=2)


def flow() -> FlowRecord:
    """Return the empty record of this flow: title, legal basis, real records, fictional parts."""
    at = place()
    made_up = ("列入与移出为演示安排在同一天；后期管理要求、修复目标（第一类用地）为虚构",)
    title = "二、地块列入名录 → 冻结用地手续 → 移出后解冻、中止的手续恢复、要求保留"
    basis = "生态环境法典 456、461、428 条；市方案任务 2、任务 6"
    return FlowRecord(title, basis, (at.record,), (*at.made_up, *made_up))


def run(runner: FlowRunner) -> None:
    """List a plot with an open application, try all forbidden procedures, then delist it."""
    at = place()
    in_hand = _apply_before(runner, at)
    _list(runner, at, in_hand)
    for procedure in Procedure:
        _try(runner, at, procedure)
    _try_to_farm(runner, at)
    _delist(runner, at, in_hand)
    _apply_after(runner, at)


def _apply_before(runner: FlowRunner, place: Place) -> str:
    parcel = place.parcel("某某焦化有限公司", INDUSTRY, HOUSING)
    runner.post("natural_resources", "/v1/parcels", parcel, "登记宗地")
    runner.post("environment", "/v1/plots", place.plot(), "登记地块")
    application = apply(runner, place, Procedure.CHANGE_USE, HOUSING, "受理申请：改为住宅用地")
    runner.expect_events(
        (LandGateQueried, application),
        (SurveyRequired, place.plot_code),
        (GateDeferred, application),
    )
    return application


def _list(runner: FlowRunner, place: Place, in_hand: str) -> None:
    body = place.plot() | {
        "pollutants": list(listed_row().pollutants),
        "document_number": "晋环函〔2026〕某某号",
        "registered_on": today(),
    }
    code = place.plot_code
    runner.post("environment", f"/v1/plots/{code}/registration", body, "转办省级公告：列入名录")
    runner.expect_events((PlotRegistered, code), (ProcedureStopped, in_hand), (PlotFrozen, code))
    expect_application_state(runner, in_hand, "已中止", "在办申请")


def _try(runner: FlowRunner, place: Place, procedure: Procedure) -> None:
    application = apply(runner, place, procedure, HOUSING, f"受理申请：{procedure.value}名录内地块")
    runner.expect_events((ProcedureRefused, application))
    expect_application_state(runner, application, "不予办理")


def _try_to_farm(runner: FlowRunner, place: Place) -> None:
    body = {
        "county": place.county,
        "area": place.area,
        "applicant": "某某村民委员会",
        "edible": True,
    }
    asked = runner.post("agriculture", "/v1/reclamations", body, "受理申请：复垦种植食用农产品")
    reclamation = asked["reclamation_id"]
    runner.expect_events((ReclamationRefused, reclamation))
    path = f"/v1/reclamations/{reclamation}"
    runner.expect_state(
        "复垦申请", "不予同意", lambda: runner.get("agriculture", path).get("state")
    )


def _delist(runner: FlowRunner, place: Place, in_hand: str) -> None:
    body = {
        "document_number": "晋环函〔2026〕某某移号",
        "delisted_on": today(),
        "conditions": CONDITIONS,
        "land_class": LandClass.FIRST.value,
    }
    code = place.plot_code
    runner.post("environment", f"/v1/plots/{code}/delisting", body, "转办省级公告：移出名录")
    runner.expect_events((PlotDelisted, code), (PlotUnfrozen, code), (ProcedureResumed, in_hand))
    expect_application_state(runner, in_hand, "准予办理", "中止后恢复的申请")
    path = f"/v1/holds/{code}"
    kept = "、".join(CONDITIONS)
    runner.expect_state(
        "一张图保留的要求",
        kept,
        lambda: "、".join(runner.get("natural_resources", path).get("conditions", [])),
    )


def _apply_after(runner: FlowRunner, place: Place) -> None:
    application = apply(runner, place, Procedure.SUPPLY, HOUSING, "受理申请：移出后供应为住宅用地")
    runner.expect_events(
        (LandGateQueried, application),
        (GateCleared, application),
        (ProcedureApproved, application),
    )
    expect_application_state(runner, application, "准予办理")
