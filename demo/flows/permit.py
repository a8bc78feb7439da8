"""Flow 1: a discharge permit ends, and its plot is held against changes of use."""

from demo.flow_runner import FlowRunner
from demo.flows.applications import apply, expect_application_state
from demo.flows.places import Place, from_notice, today
from demo.journal import FlowRecord
from services.environment.gates.messages import GateDeferred
from services.environment.permits.messages import PermitCancelled
from services.environment.plots.messages import PlotSuspected
from services.environment.surveys.messages import SurveyRequired
from services.natural_resources.applications.messages import LandGateQueried, Procedure
from services.natural_resources.overlay.messages import PlotHeld
from services.natural_resources.parcels.messages import ParcelAnswered

INDUSTRY, HOUSING = "1001", "0701"
HOLDER = "某某铸造厂"


def place() -> Place:
    """Return the plot of this flow."""
    return from_notice("十九街村", number=1)


def flow() -> FlowRecord:
    """Return the empty record of this flow: title, legal basis, real records, fictional parts."""
    made_up = (
        "排污许可证、持证单位（某某铸造厂）及其统一社会信用代码、注销原因",
        "公示的用地代码 0701 未写明分类，按 2023 年用途管制分类理解；现状按工业用地 1001",
    )
    at = place()
    title = "一、排污许可终止 → 疑似污染地块叠加“一张图”"
    return FlowRecord(title, "市方案任务 5、任务 8；42号令", (at.record,), (*at.made_up, *made_up))


def run(runner: FlowRunner) -> None:
    """Cancel the permit of a foundry; its plot is held, and housing on it waits for a survey."""
    at = place()
    code, number = at.plot_code, at.permit_number
    _record(runner, at)

    runner.post(
        "environment",
        f"/v1/permits/{number}/cancellation",
        {"kind": "注销", "reason": "企业关闭，生产终止", "cancelled_on": today()},
        "注销排污许可证",
    )
    runner.expect_events(
        (PermitCancelled, number), (PlotSuspected, code), (ParcelAnswered, code), (PlotHeld, code)
    )
    runner.expect_state("一张图管控", "疑似污染", lambda: _hold(runner, code).get("kind"))

    asked = apply(runner, at, Procedure.CHANGE_USE, HOUSING, "受理申请：改为住宅用地")
    runner.expect_events((LandGateQueried, asked), (SurveyRequired, code), (GateDeferred, asked))
    expect_application_state(runner, asked, "待调查")


def _record(runner: FlowRunner, place: Place) -> None:
    parcel = place.parcel(HOLDER, INDUSTRY, HOUSING)
    runner.post("natural_resources", "/v1/parcels", parcel, "登记宗地")
    runner.post("environment", "/v1/plots", place.plot(), "登记地块")
    permit = {
        "number": place.permit_number,
        "holder": HOLDER,
        "credit_code": place.holder_code,
        "county": place.county,
        "address": "平遥县古陶镇十九街村",
        "plot_code": place.plot_code,
        "valid_until": "2029-12-31",
    }
    runner.post("environment", "/v1/permits", permit, "登记排污许可证")


def _hold(runner: FlowRunner, plot_code: str) -> dict[str, object]:
    return runner.get("natural_resources", f"/v1/holds/{plot_code}")
