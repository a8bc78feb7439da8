"""The organs of a case, simulated by the e2e tests over HTTP and the bus.

The procuratorate has no service here: it publishes through the SDK with its own broker user.
"""

import itertools
from datetime import timedelta

from acts import SHA256, done, on_clue, report_clue

from demo.client import City
from demo.flows.places import today
from liandong.amqp.connection import connect
from liandong.amqp.topology import declare, publisher_topology
from liandong.envelope import Envelope, new_id
from liandong.keys.sealing_key_files import read_recipients
from liandong.keys.sealing_keys import Recipients
from liandong.messages.outgoing import Confirmed, outgoing
from liandong.messages.sealing import seal
from liandong.messages.verify import load_signer
from liandong.publishing.publisher import Publisher
from shared.clock.system import system_clock
from shared.messages.contract import contract_of
from shared.web.auth import Role

ROLES = {
    "receipt": Role.REGISTRAR,
    "notice": Role.REGISTRAR,
    "supplement-request": Role.REGISTRAR,
    "forwarding": Role.REGISTRAR,
}
PERSON = {"name": "某某", "identifier": "某某证件", "phone": "某某电话"}


class Procuratorate:
    """The procuratorate's own system: it signs and publishes, with a sequence per case.

    `ahead` is how far its clock was moved in a drill.
    """

    def __init__(self, platform):
        url = platform.amqp_urls["procuratorate"]
        with connect(url, name="procuratorate set-up") as connection:
            declare(connection.channel(), publisher_topology("procuratorate"))
        self.publisher = Publisher(url, "procuratorate")
        self.signer = load_signer(platform.home / "keys" / "procuratorate.key.pem")
        self.keys = Recipients(read_recipients(platform.home / "keys" / "sealing.json"))
        self.numbers = itertools.count(1)
        self.ahead = timedelta()

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
            time=system_clock() + self.ahead,
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
    return [entry["department"] for entry in office if entry["type"].endswith("case.step_taken.v1")]


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
