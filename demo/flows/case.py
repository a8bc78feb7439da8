"""Flow 4: a clue becomes a case, is referred to public security, and the outcome is reported."""

import hashlib
from functools import partial

from demo.client import Json
from demo.flow_runner import FlowRunner
from demo.flows.places import today
from demo.journal import FlowRecord
from demo.subscribers import titles
from services.casework.cases.messages import CaseItemsHanded
from services.casework.messages import (
    CaseReferred,
    CaseStatusChanged,
    ClueAccepted,
    ClueReported,
    ClueVerified,
    MaterialKind,
)
from services.casework.steps.messages import CaseStepTaken
from services.casework.timelines.text import minute
from services.coordination.bulletins.phrases import verdict_of
from services.public_security.cases.messages import CaseFiled, CaseNotified, CaseReceipted
from shared.web import Role

LINGSHI = "140729"
SUSPECT = "某某丙"
FILE = (
    MaterialKind.TRANSFER_LETTER,
    MaterialKind.INVESTIGATION_REPORT,
    MaterialKind.SITE_RECORD,
    MaterialKind.ITEM_LIST,
    MaterialKind.EVIDENCE_LIST,
    MaterialKind.TEST_REPORT,
)


def flow() -> FlowRecord:
    """Return the empty record of this flow: title, legal basis and fictional parts."""
    title = "四、案件线索 → 核查 → 移送公安机关 → 反馈"
    basis = "生态环境法典 1083 条；市方案任务 11；环环监〔2017〕17号；国务院令 310号"
    made_up = ("线索、人员、案件和全部材料均为虚构：真实案件不用于演示",)
    return FlowRecord(title, basis, (), made_up)


def run(runner: FlowRunner) -> None:
    """Process a case from the clue to its filing; then check what each department can see."""
    clue = _report(runner)
    _verify(runner, clue)
    case = _refer(runner, clue)
    _file(runner, case)
    path = f"/v1/clues/{clue}"
    runner.expect_state(
        "自然资源局看到的进展",
        "已立案",
        lambda: runner.get("natural_resources", path).get("case_state"),
    )
    own = f"/v1/cases/{case}"
    runner.expect_state(
        "生态环境局看到的进展",
        "已立案",
        lambda: runner.get("environment", own, Role.HEAD).get("state"),
    )
    runner.expect_state("台账中出现涉案人员姓名", "否", lambda: _named_in_ledger(runner))
    _look_back(runner, case)


def _report(runner: FlowRunner) -> str:
    body = {
        "matter": "擅自转运污染土壤",
        "county": LINGSHI,
        "summary": "巡查发现夜间有车辆从某某地块向外运土，未见转运联单",
        "found_on": today(),
    }
    reported = runner.post("natural_resources", "/v1/clues", body, "报告线索：擅自转运污染土壤")
    clue = str(reported["clue_id"])
    runner.expect_events((ClueReported, clue))
    path = f"/v1/received-clues/{clue}"
    runner.expect_state(
        "生态环境局收到的线索", "待受理", lambda: runner.get("environment", path).get("state")
    )
    return clue


def _verify(runner: FlowRunner, clue: str) -> None:
    path = f"/v1/received-clues/{clue}"
    runner.post("environment", f"{path}/acceptance", {}, "受理线索", role=Role.OFFICER)
    runner.expect_events((ClueAccepted, clue))
    body = {
        "finding": "涉嫌犯罪",
        "officers": ["某某甲（执法证号某某1）", "某某乙（执法证号某某2）"],
        "report": "两名执法人员现场检查并采样，铅超过标准三倍以上",
    }
    runner.post("environment", f"{path}/verification", body, "核查：涉嫌犯罪", role=Role.OFFICER)
    runner.expect_events((ClueVerified, clue))


def _refer(runner: FlowRunner, clue: str) -> str:
    body = {
        "charge": "污染环境罪",
        "suspects": [{"name": SUSPECT, "identifier": "某某证件"}],
        "materials": [_material(kind) for kind in FILE],
    }
    path = f"/v1/received-clues/{clue}/referral"
    proposed = runner.post("environment", path, body, "提请移送，附六类材料", role=Role.OFFICER)
    case = str(proposed["case_id"])
    runner.note("待负责人批准；只发布不含姓名的办理步骤")
    decision = {"approved": True, "reason": "事实清楚，同意移送"}
    path = f"/v1/cases/{case}/decision"
    runner.post("environment", path, decision, "负责人（另一人）批准移送", role=Role.HEAD)
    path = f"/v1/cases/{case}/hand-over"
    runner.post("environment", path, {}, "移送案卷（批准后 24 小时内）", role=Role.OFFICER)
    runner.expect_events((CaseReferred, case), (CaseStatusChanged, case), (CaseStepTaken, case))
    path = f"/v1/cases/{case}"
    runner.expect_state(
        "公安局收到的案件",
        "已移送待签收",
        lambda: runner.get("public_security", path, Role.REGISTRAR).get("state"),
    )
    return case


def _file(runner: FlowRunner, case: str) -> None:
    receipt = {
        "officer": "某某丁（警官证号某某）",
        "document_number": "某公（刑）受字〔2026〕某某号",
    }
    path = f"/v1/cases/{case}/receipt"
    runner.post("public_security", path, receipt, "签收移送案件", role=Role.REGISTRAR)
    runner.expect_events(
        (CaseReceipted, case, "environment"),
        (CaseStatusChanged, case),
        (CaseStepTaken, case),
    )
    decision = {
        "filed": True,
        "document_number": "某公（刑）立字〔2026〕某某号",
        "reason": "有犯罪事实，需追究刑事责任",
    }
    path = f"/v1/cases/{case}/filing-decision"
    runner.post("public_security", path, decision, "决定立案", role=Role.HEAD)
    runner.expect_events(
        (CaseFiled, case, "environment"), (CaseStatusChanged, case), (CaseStepTaken, case)
    )
    notice = {"document_number": "某公（刑）立通字〔2026〕某某号"}
    path = f"/v1/cases/{case}/notice"
    runner.post("public_security", path, notice, "送达立案通知书", role=Role.REGISTRAR)
    runner.expect_events((CaseNotified, case, "environment"), (CaseStepTaken, case))
    items = {"items": ["黑色污泥样品（演示）"], "received_by": "某某丁（警官证号某某）"}
    path = f"/v1/cases/{case}/items"
    runner.post("environment", path, items, "移交涉案物品（接到通知三日内）", role=Role.OFFICER)
    runner.expect_events((CaseItemsHanded, case, "public_security"), (CaseStepTaken, case))


def _look_back(runner: FlowRunner, case: str) -> None:
    """Show the timeline of the case on both sides, and the month's bulletin."""
    path = f"/v1/cases/{case}/timeline"
    for side in ("environment", "public_security"):
        runner.expect_state(
            f"时间线上涉案物品移交的期限（{titles()[side]}）",
            "已履行",
            partial(_clock, runner, side, path, "C11"),
        )
    for entry in runner.get("environment", path, Role.HEAD).get("entries", ()):
        runner.say(f"      {minute(entry['at'])}  {entry['step']}（{entry['organ']}）")
    month = f"/v1/bulletins/{today()[:7]}/public_security"
    runner.say(f"    公安局本月通报：{verdict_of(runner.get('coordination', month))}")


def _clock(runner: FlowRunner, side: str, path: str, rule: str) -> str:
    timeline = runner.get(side, path, Role.HEAD)
    found = (clock["state"] for clock in timeline.get("clocks", ()) if clock["rule"] == rule)
    return str(next(found, "未起算"))


def _material(kind: MaterialKind) -> Json:
    name = f"{kind.value}（演示）"
    return {"kind": kind.value, "name": name, "sha256": hashlib.sha256(name.encode()).hexdigest()}


def _named_in_ledger(runner: FlowRunner) -> str:
    office = runner.city["coordination"]
    written = [*office.items("/v1/ledger"), *office.items("/v1/obligations")]
    return "是" if SUSPECT in str(written) else "否"
