"""The clocks of whole cases as time advances: warned, breached, fulfilled late, none forgotten."""

import hashlib
from datetime import datetime, timedelta

import pytest
from acts import SHA256, done, eventually, on_clue, referred_case, retry_until_accepted
from organs import bureau, draft, marked, penalised_clue, police, state

from services.casework.timelines.paper_export import write_file
from services.partners.procuratorate.messages import FilingOrdered, ReasonsRequired
from shared.cli.department_client import DepartmentClient
from shared.clock.system import system_clock
from shared.web.auth import Role

SIDES = ("environment", "public_security")
HOUR = timedelta(hours=1)
RUNNING = ("计时中", "即将到期", "已逾期", "已中止")
PROCURATORATE = "procuratorate"


class Sight:
    """One case as both sides see it, and the time of the drill."""

    def __init__(self, city, move_time, case, kind="cases"):
        self.city, self.case, self.kind = city, case, kind
        self._move = move_time

    def timeline(self, side="environment"):
        return done(self.city[side].get(f"/v1/{self.kind}/{self.case}/timeline", role=Role.HEAD))

    def clocks(self, rule, side="environment"):
        found = [clock for clock in self.timeline(side)["clocks"] if clock["rule"] == rule]
        return sorted(found, key=lambda entry: entry["started_at"])

    def standing(self, rule, side="environment"):
        return [(clock["state"], clock["late"]) for clock in self.clocks(rule, side)][-1:]

    def becomes(self, rule, state, *, late=False):
        """Wait until both sides see the newest clock of a rule in this state."""
        for side in SIDES:
            eventually(lambda viewer=side: self.standing(rule, viewer), [(state, late)])

    def passes(self, rule, by=HOUR):
        """Move all clocks to `by` after the due time of a rule's clock; return the offset."""
        due = datetime.fromisoformat(self.clocks(rule)[-1]["due_at"])
        ahead = due + by - system_clock()
        self._move(ahead)
        return ahead

    def open(self):
        """Return (side, owner, rule) of running clocks; those of the procuratorate are left out."""
        return {
            (side, clock["owner"], clock["rule"])
            for side in SIDES
            for clock in self.timeline(side)["clocks"]
            if clock["state"] in RUNNING and clock["owner"] != PROCURATORATE
        }


@pytest.fixture
def sight(city, move_time):
    return lambda case, kind="cases": Sight(city, move_time, case, kind)


def duties(city, department):
    role = Role.HEAD
    return {duty["obligation_id"] for duty in city[department].items("/v1/duties", role=role)}


def test_a_contested_case_keeps_a_clock_running_until_its_last_receipt(
    city, sight, procuratorate, platform, tmp_path
):
    """[17号 6-13, 34; proc01.10]."""
    _, case = referred_case(city)
    seen = sight(case)
    seen.becomes("C3", "已履行")
    done(police(city, case, "receipt", officer="某某丁"))
    seen.becomes("C4", "已履行")
    missing = {"missing": ["监测检验报告或认定意见"], "reason": "请补正监测报告"}
    done(police(city, case, "supplement-request", **missing))
    seen.becomes("C9", "已中止")
    seen.becomes("C6", "计时中")
    assert seen.clocks("C6")[0]["obligation_id"] in duties(city, "environment")

    seen.passes("C6", -HOUR)
    seen.becomes("C6", "即将到期")
    seen.passes("C6")
    seen.becomes("C6", "已逾期", late=True)
    more = [{"kind": "监测检验报告或认定意见", "name": "补充监测报告", "sha256": SHA256}]
    retry_until_accepted(lambda: bureau(city, case, "supplement", materials=more))
    seen.becomes("C6", "已履行", late=True)
    seen.becomes("C9", "计时中")

    refusal = {"filed": False, "document_number": "某公不立〔2026〕1号", "reason": "情节显著轻微"}
    eventually(lambda: marked(city, "public_security", case, "待补正材料"), wanted=False)
    done(police(city, case, "filing-decision", **refusal))
    seen.becomes("C9", "已履行")
    seen.becomes("C10", "计时中")
    done(police(city, case, "notice", document_number="某公不立通〔2026〕1号"))
    seen.becomes("C10", "已履行")
    seen.becomes("C12", "计时中")
    seen.becomes("closing", "计时中")
    appeal = "超标三倍以上，应予立案"
    retry_until_accepted(lambda: bureau(city, case, "reconsideration", reason=appeal))
    seen.becomes("C12", "已履行")
    seen.becomes("closing", "已撤回")
    seen.becomes("C13", "计时中")

    procuratorate.ahead = seen.passes("C13")
    seen.becomes("C13", "已逾期", late=True)
    eventually(lambda: marked(city, "public_security", case, "复议审查中"), wanted=True)
    upheld = {"upheld": True, "document_number": "某公复〔2026〕1号", "reason": "维持"}
    done(police(city, case, "reconsideration-decision", **upheld))
    seen.becomes("C13", "已履行", late=True)
    seen.becomes("C14", "计时中")
    eventually(lambda: marked(city, "environment", case, "复议维持"), wanted=True)
    done(bureau(city, case, "supervision", reason="建议监督"))
    seen.becomes("C14", "已履行")

    procuratorate.says(ReasonsRequired, case)
    seen.becomes("C15", "计时中")
    done(police(city, case, "reasons", reason="现有证据不足"))
    seen.becomes("C15", "已履行")
    procuratorate.says(FilingOrdered, case, reason="理由不成立")
    seen.becomes("C16", "计时中")
    filing = {"filed": True, "document_number": "某公立〔2026〕2号", "reason": "依通知立案"}
    done(police(city, case, "filing-decision", **filing))
    seen.becomes("C16", "已履行")
    seen.becomes("closing", "已撤回")
    done(police(city, case, "notice", document_number="某公立通〔2026〕2号"))
    seen.becomes("C11", "计时中")
    handed = {"items": ["黑色污泥样品"], "received_by": "某某丁"}
    retry_until_accepted(lambda: bureau(city, case, "items", **handed))
    seen.becomes("C11", "已履行")
    for side, role in (("environment", Role.OFFICER), ("public_security", Role.INVESTIGATOR)):
        body = {"entry": "移送、立案信息"}
        done(city[side].post(f"/v1/cases/{case}/entry", body, role=role))
    eventually(lambda: sorted(seen.open()), [])

    both = [[entry["step"] for entry in seen.timeline(side)["entries"]] for side in SIDES]
    assert "通知立案" in both[0]
    assert set(both[0]) == set(both[1])
    desk = DepartmentClient(platform.home, "environment", "officer-1", division="140727")
    lines = [line.split("  ") for line in write_file(desk, case, tmp_path, formats=("docx",))]
    assert {name for _, name in lines} >= {"case_file.docx", "transfer_letter.docx"}
    for digest, name in lines:
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == digest


def test_a_detention_case_that_comes_back_has_a_clock_until_it_is_closed(city, sight):
    """[853号 10-16; psa.165]."""
    kind = "detentions"
    drafted = on_clue(city, penalised_clue(city), "detention", draft(), who="person-1")
    case = done(drafted)["case_id"]
    agree = {"agreed": True, "opinion": "同意"}
    done(bureau(city, case, "unit-review", kind, Role.UNIT, "person-2", **agree))
    done(bureau(city, case, "legal-review", kind, Role.LEGAL, "person-3", **agree))
    approve = {"approved": True, "opinion": "同意移送"}
    done(bureau(city, case, "decision", kind, Role.HEAD, "person-4", **approve))
    done(bureau(city, case, "hand-over", kind))
    eventually(lambda: state(city, "public_security", case, kind), "已移送待签收")
    seen = sight(case, kind)
    seen.becomes("A2", "已履行")
    seen.becomes("A3", "已履行")
    done(police(city, case, "receipt", kind, officer="某某丁"))
    seen.becomes("A4", "已履行")
    seen.becomes("A8", "计时中")

    seen.passes("A7", -HOUR)
    seen.becomes("A7", "即将到期")
    seen.passes("A8")
    seen.becomes("A7", "已撤回")
    seen.becomes("A8", "已逾期", late=True)
    back = {"document_number": "某公不拘〔2026〕1号", "reason": "不符合拘留条件"}
    done(police(city, case, "rejection", kind, **back))
    seen.becomes("A8", "已履行", late=True)
    eventually(lambda: state(city, "environment", case, kind), "不符合条件退回")
    seen.becomes("detention-closing", "计时中")
    done(bureau(city, case, "closing", kind, Role.HEAD, "person-4", reason="已退回"))

    seen.becomes("detention-closing", "已履行")
    eventually(seen.open, set())
    assert seen.timeline()["outcome"] == "已办结"


def test_a_forwarded_case_is_counted_anew_at_the_organ_that_got_it(city, sight):
    """[17号 9, 38; 310号 7]."""
    _, case = referred_case(city)
    done(police(city, case, "receipt", officer="某某丁"))
    seen = sight(case)
    seen.becomes("C9", "计时中")
    where = {"to_division": "140781", "to_organ": "介休市公安局", "reason": "属地管辖"}
    done(police(city, case, "forwarding", **where))
    seen.becomes("C7", "已履行")
    seen.becomes("C9", "已撤回")
    seen.becomes("C4", "计时中")
    assert len(seen.clocks("C4")) == 2

    seen.passes("C4")
    seen.becomes("C4", "已逾期", late=True)
    done(police(city, case, "receipt", officer="某某戊"))
    seen.becomes("C4", "已履行", late=True)
    seen.becomes("C9", "计时中")
    assert len(seen.clocks("C9")) == 2

    month = datetime.fromisoformat(seen.clocks("C4")[-1]["started_at"])
    office = city["coordination"]
    path = f"/v1/bulletins/{month:%Y-%m}/public_security"
    assert done(office.get(path))["late"] >= 0
    assert seen.open()
