"""Flow 3: a change of land use waits for a survey, and for the answer of the environment bureau."""

import hashlib

from demo.flow_runner import FlowRunner
from demo.flows.applications import application, apply, expect_application_state
from demo.flows.places import Place, from_notice, today
from demo.journal import FlowRecord
from services.environment.gates.messages import GateBlocked, GateCleared, GateDeferred
from services.environment.plots.messages import LandClass
from services.environment.polluted.messages import FormerTrade, PollutedListed, RiskGrade
from services.environment.surveys.messages import SurveyOutcome, SurveyRequired, SurveyReviewed
from services.environment.surveys.messages import SurveySubmitted as Submitted
from services.natural_resources.applications.messages import (
    LandGateQueried,
    Procedure,
    ProcedureApproved,
    ProcedureRefused,
)
from services.natural_resources.surveys.messages import OpinionGiven
from shared.web import Role

DRY_FARMLAND, OFFICES, HOUSING = "0103", "0801", "0701"
AS_LONG_AS_CLERKS_WAIT_S = 1


def clean_place() -> Place:
    """Return the plot whose survey finds no pollution."""
    return from_notice("昔阳县人民检察院", number=3)


def polluted_place() -> Place:
    """Return the plot whose survey exceeds the screening values."""
    return from_notice("2022年第11批次1号", number=4)


def flow() -> FlowRecord:
    """Return the empty record of this flow: title, legal basis, real records, fictional parts."""
    clean, polluted = clean_place(), polluted_place()
    made_up = (
        "现状用途（公示只写农用地，按旱地 0103）、调查单位、报告文件、评价用地类别（第一类用地）、"
        "评审意见、申请单位",
        f"{polluted.name}：“超过筛选值”的评审结论为演示虚构，公示只载明地下水总硬度、硫酸盐超标；"
        "公示的居住用地按城镇住宅用地 0701；风险等级、原行业和市级文号为演示虚构",
    )
    return FlowRecord(
        "三、用地变更：先调查、联合评审，再准予或不予办理",
        "生态环境法典 454、455、456 条；市方案任务 5、任务 6；42号令",
        (clean.record, polluted.record),
        (*clean.made_up, *polluted.made_up, *made_up),
    )


def run(runner: FlowRunner) -> None:
    """Survey a clean plot and a polluted one; then apply while environment is down."""
    clean, polluted = clean_place(), polluted_place()
    asked, plot_code = _apply(runner, clean, OFFICES)
    survey = _submit(runner, plot_code, clean)
    _review(runner, survey, SurveyOutcome.CLEAN)
    _agree(runner, survey, (plot_code, asked), (GateCleared, ProcedureApproved))
    expect_application_state(runner, asked, "准予办理")

    asked, plot_code = _apply(runner, polluted, HOUSING)
    survey = _submit(runner, plot_code, polluted)
    _review(runner, survey, SurveyOutcome.EXCEEDED)
    _agree(runner, survey, (plot_code, asked), (GateBlocked, ProcedureRefused))
    expect_application_state(runner, asked, "不予办理")
    _list_polluted(runner, plot_code)

    _apply_in_an_outage(runner, clean)


def _apply(runner: FlowRunner, place: Place, wanted: str) -> tuple[str, str]:
    parcel = place.parcel("某某村民委员会", DRY_FARMLAND, wanted)
    runner.post("natural_resources", "/v1/parcels", parcel, "登记宗地")
    asked = apply(runner, place, Procedure.CHANGE_USE, wanted, f"受理申请：{place.name}变更用途")
    expect_application_state(runner, asked, "待调查")
    plot_code = next(iter(application(runner, asked).get("plot_codes", [])), "")
    runner.expect_events(
        (LandGateQueried, asked), (SurveyRequired, plot_code), (GateDeferred, asked)
    )
    return asked, plot_code


def _submit(runner: FlowRunner, plot_code: str, place: Place) -> str:
    title = f"{place.name}土壤污染状况初步调查报告"
    body = {
        "plot_code": plot_code,
        "title": title,
        "compiled_by": "某某环境科技有限公司",
        "report_sha256": hashlib.sha256(title.encode()).hexdigest(),
        "submitted_on": today(),
        "land_class": LandClass.FIRST.value,
    }
    handed_in = runner.post("environment", "/v1/surveys", body, "收到调查报告")
    runner.expect_events((Submitted, plot_code))
    return str(handed_in["survey_id"])


def _review(runner: FlowRunner, survey: str, outcome: SurveyOutcome) -> None:
    body = {"outcome": outcome.value, "note": "采样布点合理，结论可信"}
    path, what = f"/v1/surveys/{survey}/review", f"评审（提交人以外的另一人）：{outcome.value}"
    runner.post("environment", path, body, what, role=Role.OFFICER)
    runner.note("只有一方意见，评审尚无结论")


def _agree(
    runner: FlowRunner, survey: str, subjects: tuple[str, str], answers: tuple[type[object], ...]
) -> None:
    plot_code, asked = subjects
    body = {"agrees": True, "note": "与规划用途相符"}
    runner.post("natural_resources", f"/v1/surveys/{survey}/opinion", body, "评审：同意")
    followed = [(answer, asked) for answer in answers]
    runner.expect_events((OpinionGiven, plot_code), (SurveyReviewed, plot_code), *followed)


def _list_polluted(runner: FlowRunner, plot_code: str) -> None:
    body = {
        "document_number": "晋中环函〔2026〕某某号",
        "grade": RiskGrade.LOW.value,
        "trade": FormerTrade.OTHER.value,
        "is_heavy": False,
        "listed_on": today(),
    }
    path = f"/v1/plots/{plot_code}/polluted-listing"
    runner.post("environment", path, body, "列入污染地块名录并划定风险等级", role=Role.HEAD)
    runner.expect_events((PollutedListed, plot_code))


def _apply_in_an_outage(runner: FlowRunner, place: Place) -> None:
    with runner.outage("environment"):
        what = "生态环境局停机时受理申请：供应"
        asked = apply(runner, place, Procedure.SUPPLY, OFFICES, what, AS_LONG_AS_CLERKS_WAIT_S)
        expect_application_state(runner, asked, "待核验", "停机期间的申请")
    runner.expect_events((LandGateQueried, asked), (GateCleared, asked), (ProcedureApproved, asked))
    expect_application_state(runner, asked, "准予办理", "恢复后自动办结的申请")
    runner.note("用时包含停机：没有生态环境局的当场答复，绝不放行")
