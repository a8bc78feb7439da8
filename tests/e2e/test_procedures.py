"""Both procedures over HTTP and the bus: contested, supervised, returned, forwarded.

The procuratorate has no service here: it publishes through the SDK with its own broker user.
"""

import itertools

import pytest
from acts import SHA256, done, eventually, on_clue, referred_case, report_clue

from demo.client import City
from demo.flows.places import today
from liandong.connection import connect
from liandong.envelope import Envelope, new_id
from liandong.publisher import Confirmed, Publisher, outgoing
from liandong.sealfiles import read_recipients
from liandong.sealing import seal
from liandong.sealkeys import Recipients
from liandong.signing import load_signer
from liandong.topology import declare, publisher_topology
from services.partners.procuratorate.messages import FilingOrdered, ReasonsRequired
from shared.auth import Role
from shared.contract import contract_of
from shared.timing import system_clock

ROLES = {
    "receipt": Role.REGISTRAR,
    "notice": Role.REGISTRAR,
    "supplement-request": Role.REGISTRAR,
    "forwarding": Role.REGISTRAR,
}
PERSON = {"name": "某某", "identifier": "某某证件", "phone": "某某电话"}


class Procuratorate:
    """The procuratorate's own system: it signs and publishes, and counts per case."""

    def __init__(self, platform):
        url = platform.amqp_urls["procuratorate"]
        with connect(url, name="procuratorate set-up") as connection:
            declare(connection.channel(), publisher_topology("procuratorate"))
        self.publisher = Publisher(url, "procuratorate")
        self.signer = load_signer(platform.home / "keys" / "procuratorate.key.pem")
        self.keys = Recipients(read_recipients(platform.home / "keys" / "sealing.json"))
        self.numbers = itertools.count(1)

    def says(self, kind, case, **more):
        contract = contract_of(kind)
        said = {
            "case_id": case,
            "addressee": "public_security",
            "document_number": "某检侦监〔2026〕某某号",
            "taken_on": today(),
            **more,
        }
        made = new_id()
        envelope = Envelope(
            id=made,
            source="//140700.liandong.cn/procuratorate",
            type=contract.meta.type,
            subject=case,
            time=system_clock(),
            dataschema=contract.meta.dataschema,
            data=contract.dump(contract.load(said)),
            sequence=next(self.numbers),
            correlationid=made,
            causationid=None,
            actor="procuratorate-system",
            classification=contract.meta.classification.value,
        )
        sealed = seal(envelope, ["public_security"], self.keys, system_clock())
        message = outgoing(sealed, self.signer, recipient="public_security")
        assert self.publisher.publish_batch([message]) == [Confirmed()]


@pytest.fixture
def procuratorate(platform):
    opened = Procuratorate(platform)
    yield opened
    opened.publisher.close()


def police(city: City, case: str, act: str, kind: str = "cases", **body):
    path = f"/v1/{kind}/{case}/{act}"
    return city["public_security"].post(path, body, role=ROLES.get(act, Role.HEAD))


def bureau(city: City, case: str, act: str, kind: str = "cases", role=Role.OFFICER, who="", **body):
    return city["environment"].post(f"/v1/{kind}/{case}/{act}", body, role=role, who=who)


def standing(city: City, department: str, case: str, kind: str = "cases"):
    found = city[department].get(f"/v1/{kind}/{case}", role=Role.HEAD)
    return (found.body["state"], set(found.body["marks"])) if found.ok else None


def state(city, department, case, kind="cases"):
    return (standing(city, department, case, kind) or ("",))[0]


def marked(city, department, case, mark, kind="cases"):
    return mark in (standing(city, department, case, kind) or ("", ()))[1]


def steps_told(city: City, case: str) -> list[str]:
    office = city["coordination"].items("/v1/ledger", subject=case)
    return [at["department"] for at in office if at["type"].endswith("case.step_taken.v1")]


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


def penalised_clue(city: City) -> str:
    clue = report_clue(city)
    done(on_clue(city, clue, "acceptance", {}))
    found = {"finding": "行政违法", "officers": ["某某甲", "某某乙"], "report": "暗管排放"}
    done(on_clue(city, clue, "verification", found))
    return clue


def draft() -> dict:
    offender = {
        "name": "某某公司",
        "organization_code": "某某代码",
        "address": "祁县某某村",
        "postcode": "030900",
        "legal_representative": PERSON,
        "manager": PERSON,
    }
    form = {
        "approval_number": "祁环拘移〔2026〕年1号",
        "cause": "通过暗管排放水污染物",
        "offender": offender,
        "investigators": ["某某甲", "某某乙"],
        "unit": "某某执法大队",
        "summary": "夜间经暗管排放废水",
        "ground": "逃避监管违法排放（生态环境法典 1108）",
        "suggestion": "建议适用行政拘留",
        "handler": "某某甲",
        "penalty_decision": "祁环罚〔2026〕1号",
        "penalty_decided_on": today(),
    }
    kinds = ("案件移送书", "案件调查报告", "现场检查勘察笔录", "涉案物品清单", "行政处罚决定书")
    materials = [{"kind": kind, "name": f"某某{kind}", "sha256": SHA256} for kind in kinds]
    return {"form": form, "materials": materials}


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
