"""Long or endless workloads of simulated clerks on fictional land of 祁县."""

import hashlib
from collections.abc import Iterator

from demo.client import Json
from demo.flows.places import Place, today
from services.casework.messages import MaterialKind
from shared.vocabulary.divisions import divisions
from shared.web.auth import Role
from testbed.simulated_clerk import ClerkRequest, SimulatedClerk

COUNTY = "140727"
INDUSTRY, HOUSING = "1001", "0701"
HECTARE, STEP_DEGREES, PER_ROW = 10_000.0, 0.004, 500
MATERIALS = (
    MaterialKind.TRANSFER_LETTER,
    MaterialKind.INVESTIGATION_REPORT,
    MaterialKind.SITE_RECORD,
    MaterialKind.ITEM_LIST,
    MaterialKind.EVIDENCE_LIST,
    MaterialKind.TEST_REPORT,
)
ENVIRONMENT, LAND, FARMS = "environment", "natural_resources", "agriculture"


def make_place(number: int) -> Place:
    """Return the fictional place of a number; each workload uses its own range of numbers."""
    lon, lat = divisions()[COUNTY].seat or (112.3, 37.3)
    column, row = number % PER_ROW, number // PER_ROW
    centre = (lon + STEP_DEGREES * column, lat + STEP_DEGREES * row)
    return Place(f"某某{number}号地块", COUNTY, centre, HECTARE, number, record="")


def register_plots(clerk: SimulatedClerk) -> Iterator[None]:
    """Environment: record plots, register every second one, cancel the permits of the others."""
    for number in range(1000, 1500):
        site = make_place(number)
        clerk.send(ClerkRequest(ENVIRONMENT, "/v1/plots", site.plot()))
        yield
        if number % 2:
            clerk.send(registration_request(site))
        else:
            clerk.send(ClerkRequest(ENVIRONMENT, "/v1/permits", permit_body(site)))
            clerk.send(cancellation_request(site))
        yield


def apply_for_changes(clerk: SimulatedClerk) -> Iterator[None]:
    """Natural resources: record parcels and apply to change their use to housing or industry."""
    for number in range(2000, 2500):
        site, use = make_place(number), HOUSING if number % 2 else INDUSTRY
        clerk.send(ClerkRequest(LAND, "/v1/parcels", site.parcel("某某厂", INDUSTRY, HOUSING)))
        yield
        clerk.send(ClerkRequest(LAND, "/v1/applications", site.application("改变用途", use)))
        yield


def report_clues(clerk: SimulatedClerk) -> Iterator[None]:
    """Agriculture: report clues that remain unanswered, so that their clocks run."""
    for number in range(3000, 3500):
        clerk.send(
            ClerkRequest(FARMS, "/v1/clues", clue_body(f"巡查发现第{number}号沟渠有黑色污泥"))
        )
        yield
        yield


def refer_cases(clerk: SimulatedClerk) -> Iterator[None]:
    """Refer cases, from the clue to the receipt by public security, without end."""
    while True:
        if (case := refer_case(clerk)) is not None:
            clerk.send(hand_over_request(case))
            receipt = {"officer": "某某丁（警官证号某某）"}
            path = f"/v1/cases/{case}/receipt"
            clerk.send(ClerkRequest("public_security", path, receipt, Role.REGISTRAR, patient=True))
        yield
        yield


def refer_case(clerk: SimulatedClerk) -> str | None:
    """Process a clue up to the approval of its referral; return the case id, None if refused."""
    reported = clerk.send(
        ClerkRequest(LAND, "/v1/clues", clue_body("夜间有车辆从某某地块向外运土"))
    )
    if reported is None:
        return None
    path = f"/v1/received-clues/{reported['clue_id']}"
    officers = ["某某甲（执法证号某某1）", "某某乙（执法证号某某2）"]
    report = "两名执法人员现场检查并采样，铅超过标准三倍以上"
    finding = {"finding": "涉嫌犯罪", "officers": officers, "report": report}
    clerk.send(ClerkRequest(ENVIRONMENT, f"{path}/acceptance", {}, Role.OFFICER, patient=True))
    clerk.send(
        ClerkRequest(ENVIRONMENT, f"{path}/verification", finding, Role.OFFICER, patient=True)
    )
    proposed = clerk.send(
        ClerkRequest(ENVIRONMENT, f"{path}/referral", _proposal_body(), Role.OFFICER, patient=True)
    )
    if proposed is None:
        return None
    case = str(proposed["case_id"])
    decision = {"approved": True, "reason": "事实清楚，同意移送"}
    clerk.send(
        ClerkRequest(ENVIRONMENT, f"/v1/cases/{case}/decision", decision, Role.HEAD, patient=True)
    )
    return case


def hand_over_request(case: str) -> ClerkRequest:
    """Return the request that hands over the file of an approved case."""
    return ClerkRequest(ENVIRONMENT, f"/v1/cases/{case}/hand-over", {}, Role.OFFICER, patient=True)


def registration_request(site: Place) -> ClerkRequest:
    """Return the request that puts a plot on the register."""
    body = site.plot() | {
        "pollutants": ["苯并[a]芘", "镉"],
        "document_number": "晋环函〔2026〕某某号",
        "registered_on": today(),
    }
    return ClerkRequest(ENVIRONMENT, f"/v1/plots/{site.plot_code}/registration", body)


def cancellation_request(site: Place) -> ClerkRequest:
    """Return the request that cancels a permit."""
    body = {"kind": "吊销", "reason": "超标排放，情节严重", "cancelled_on": today()}
    return ClerkRequest(ENVIRONMENT, f"/v1/permits/{site.permit_number}/cancellation", body)


def permit_body(site: Place) -> Json:
    """Return the body that records a permit."""
    return {
        "number": site.permit_number,
        "holder": "某某焦化有限公司",
        "credit_code": site.holder_code,
        "county": site.county,
        "address": "祁县某某村",
        "plot_code": site.plot_code,
        "valid_until": "2029-12-31",
    }


def clue_body(summary: str) -> Json:
    """Return the body that reports a clue to environment."""
    return {"matter": "污染土壤", "county": COUNTY, "summary": summary, "found_on": today()}


def _proposal_body() -> Json:
    return {
        "charge": "污染环境罪",
        "suspects": [{"name": "某某丙", "identifier": "某某证件"}],
        "materials": [_material_body(kind) for kind in MATERIALS],
    }


def _material_body(kind: MaterialKind) -> Json:
    name = f"{kind.value}（演练）"
    return {"kind": kind.value, "name": name, "sha256": hashlib.sha256(name.encode()).hexdigest()}
