"""Both procedures over HTTP and the bus: contested, supervised, returned, forwarded."""

from acts import SHA256, done, eventually, on_clue, referred_case
from organs import bureau, draft, marked, penalised_clue, police, state, steps_told

from services.partners.procuratorate.messages import FilingOrdered, ReasonsRequired
from shared.web.auth import Role


def test_a_case_is_supplemented_refused_upheld_and_filed_by_order(city, procuratorate):
    """[17号 7-13; proc01.10]."""
    _, case = referred_case(city)
    done(police(city, case, "receipt", officer="某某丁"))
    missing = {"missing": ["监测检验报告或认定意见"], "reason": "请补正监测报告"}
    done(police(city, case, "supplement-request", **missing))
    eventually(lambda: marked(city, "environment", case, "待补正材料"), wanted=True)
    more = [{"kind": "监测检验报告或认定意见", "name": "补充监测报告", "sha256": SHA256}]
    done(bureau(city, case, "supplement", materials=more))
    eventually(lambda: marked(city, "public_security", case, "待补正材料"), wanted=False)

    refusal = {"filed": False, "document_number": "某公不立〔2026〕1号", "reason": "情节显著轻微"}
    done(police(city, case, "filing-decision", **refusal))
    eventually(lambda: state(city, "environment", case), "不予立案")
    assert bureau(city, case, "reconsideration", reason="不服").status == 409
    done(police(city, case, "notice", document_number="某公不立通〔2026〕1号"))
    eventually(lambda: marked(city, "environment", case, "决定通知书已送达"), wanted=True)
    done(bureau(city, case, "reconsideration", reason="超标三倍以上，应予立案"))
    eventually(lambda: marked(city, "public_security", case, "复议审查中"), wanted=True)
    upheld = {"upheld": True, "document_number": "某公复〔2026〕1号", "reason": "维持"}
    done(police(city, case, "reconsideration-decision", **upheld))
    eventually(lambda: marked(city, "environment", case, "复议维持"), wanted=True)

    done(bureau(city, case, "supervision", reason="建议监督"))
    procuratorate.says(ReasonsRequired, case)
    eventually(lambda: marked(city, "public_security", case, "待说明不立案理由"), wanted=True)
    done(police(city, case, "reasons", reason="现有证据不足"))
    procuratorate.says(FilingOrdered, case, reason="理由不成立")
    eventually(lambda: marked(city, "public_security", case, "检察机关已通知立案"), wanted=True)
    filing = {"filed": True, "document_number": "某公立〔2026〕2号", "reason": "依通知立案"}
    done(police(city, case, "filing-decision", **filing))

    eventually(lambda: state(city, "environment", case), "已立案")
    eventually(lambda: {"environment", "public_security"} <= set(steps_told(city, case)), True)


def test_a_detention_case_is_signed_by_four_rejected_and_closed(city):
    """[853号 10-15]."""
    kind = "detentions"
    drafted = on_clue(city, penalised_clue(city), "detention", draft(), who="person-1")
    case = done(drafted)["case_id"]
    agree = {"agreed": True, "opinion": "同意"}
    own = bureau(city, case, "unit-review", kind, Role.UNIT, "person-1", **agree)
    assert own.status == 403
    done(bureau(city, case, "unit-review", kind, Role.UNIT, "person-2", **agree))
    done(bureau(city, case, "legal-review", kind, Role.LEGAL, "person-3", **agree))
    approve = {"approved": True, "opinion": "同意移送"}
    done(bureau(city, case, "decision", kind, Role.HEAD, "person-4", **approve))
    done(bureau(city, case, "hand-over", kind))
    eventually(lambda: state(city, "public_security", case, kind), "已移送待签收")

    done(police(city, case, "receipt", kind, officer="某某丁"))
    back = {"document_number": "某公不拘〔2026〕1号", "reason": "不符合拘留条件"}
    done(police(city, case, "rejection", kind, **back))

    eventually(lambda: state(city, "environment", case, kind), "不符合条件退回")
    closed = done(bureau(city, case, "closing", kind, Role.HEAD, "person-4", reason="已退回"))
    assert "移送部门已结案" in closed["marks"]


def test_a_case_forwarded_to_another_organ_begins_anew_there(city):
    """[17号 9; 310号 7]."""
    _, case = referred_case(city)
    done(police(city, case, "receipt", officer="某某丁"))
    where = {"to_division": "140781", "to_organ": "介休市公安局", "reason": "属地管辖"}

    done(police(city, case, "forwarding", **where))

    own = f"/v1/cases/{case}"
    look = city["environment"].get
    eventually(lambda: look(own, role=Role.HEAD).body.get("handler"), "介休市公安局")
    assert state(city, "environment", case) == "已移送待签收"
    done(police(city, case, "receipt", officer="某某丁"))
    eventually(lambda: state(city, "environment", case), "已签收")
