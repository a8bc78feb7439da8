"""What the clerks of the game day do, over and over, on made-up land of 祁县."""

import hashlib
from collections.abc import Iterator

from demo.client import Json
from demo.flows.places import Place, today
from services.casework.messages import MaterialKind
from shared.vocabulary.divisions import divisions
from shared.web.auth import Role
from testbed.load_generator import Act, Clerk

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


def place(number: int) -> Place:
    """Make up a place that no other number has; the numbers of the rows are the callers'."""
    lon, lat = divisions()[COUNTY].seat or (112.3, 37.3)
    column, row = number % PER_ROW, number // PER_ROW
    centre = (lon + STEP_DEGREES * column, lat + STEP_DEGREES * row)
    return Place(f"某某{number}号地块", COUNTY, centre, HECTARE, number, record="")


def registering(clerk: Clerk) -> Iterator[None]:
    """Environment: record plots, list every second one, and take back the permits of others."""
    for number in range(1000, 1500):
        at = place(number)
        clerk.act(Act(ENVIRONMENT, "/v1/plots", at.plot()))
        yield
        if number % 2:
            clerk.act(register(at))
        else:
            clerk.act(Act(ENVIRONMENT, "/v1/permits", permit(at)))
            clerk.act(cancel(at))
        yield


def applying(clerk: Clerk) -> Iterator[None]:
    """Natural resources: record a parcel, ask for a change of its use, to housing or industry."""
    for number in range(2000, 2500):
        at, use = place(number), HOUSING if number % 2 else INDUSTRY
        clerk.act(Act(LAND, "/v1/parcels", at.parcel("某某厂", INDUSTRY, HOUSING)))
        yield
        clerk.act(Act(LAND, "/v1/applications", at.application("改变用途", use)))
        yield


def reporting(clerk: Clerk) -> Iterator[None]:
    """Agriculture: report clues that nobody takes on, so that their clocks run."""
    for number in range(3000, 3500):
        clerk.act(Act(FARMS, "/v1/clues", clue(f"巡查发现第{number}号沟渠有黑色污泥")))
        yield
        yield


def referring(clerk: Clerk) -> Iterator[None]:
    """Refer cases from a clue up to public security's receipt."""
    while True:
        if (case := referred(clerk)) is not None:
            clerk.act(handed_over(case))
            receipt = {"officer": "某某丁（警官证号某某）"}
            path = f"/v1/cases/{case}/receipt"
            clerk.act(Act("public_security", path, receipt, Role.REGISTRAR, patient=True))
        yield
        yield


def referred(clerk: Clerk) -> str | None:
    """Bring a clue up to the approval of its referral; tell the case."""
    told = clerk.act(Act(LAND, "/v1/clues", clue("夜间有车辆从某某地块向外运土")))
    if told is None:
        return None
    path = f"/v1/received-clues/{told['clue_id']}"
    officers = ["某某甲（执法证号某某1）", "某某乙（执法证号某某2）"]
    report = "两名执法人员现场检查并采样，铅超过标准三倍以上"
    finding = {"finding": "涉嫌犯罪", "officers": officers, "report": report}
    clerk.act(Act(ENVIRONMENT, f"{path}/acceptance", {}, Role.OFFICER, patient=True))
    clerk.act(Act(ENVIRONMENT, f"{path}/verification", finding, Role.OFFICER, patient=True))
    proposed = clerk.act(
        Act(ENVIRONMENT, f"{path}/referral", _proposal(), Role.OFFICER, patient=True)
    )
    if proposed is None:
        return None
    case = str(proposed["case_id"])
    decision = {"approved": True, "reason": "事实清楚，同意移送"}
    clerk.act(Act(ENVIRONMENT, f"/v1/cases/{case}/decision", decision, Role.HEAD, patient=True))
    return case


def handed_over(case: str) -> Act:
    """Hand the file of an approved case over."""
    return Act(ENVIRONMENT, f"/v1/cases/{case}/hand-over", {}, Role.OFFICER, patient=True)


def register(at: Place) -> Act:
    """List a plot."""
    body = at.plot() | {
        "pollutants": ["苯并[a]芘", "镉"],
        "document_number": "晋环函〔2026〕某某号",
        "registered_on": today(),
    }
    return Act(ENVIRONMENT, f"/v1/plots/{at.plot_code}/registration", body)


def cancel(at: Place) -> Act:
    """Take a permit back."""
    body = {"kind": "吊销", "reason": "超标排放，情节严重", "cancelled_on": today()}
    return Act(ENVIRONMENT, f"/v1/permits/{at.permit_number}/cancellation", body)


def permit(at: Place) -> Json:
    """Write the body that records a permit."""
    return {
        "number": at.permit_number,
        "holder": "某某焦化有限公司",
        "credit_code": at.holder_code,
        "county": at.county,
        "address": "祁县某某村",
        "plot_code": at.plot_code,
        "valid_until": "2029-12-31",
    }


def clue(summary: str) -> Json:
    """Write the body that reports a clue to environment."""
    return {"matter": "污染土壤", "county": COUNTY, "summary": summary, "found_on": today()}


def _proposal() -> Json:
    return {
        "charge": "污染环境罪",
        "suspects": [{"name": "某某丙", "identifier": "某某证件"}],
        "materials": [_material(kind) for kind in MATERIALS],
    }


def _material(kind: MaterialKind) -> Json:
    name = f"{kind.value}（演练）"
    return {"kind": kind.value, "name": name, "sha256": hashlib.sha256(name.encode()).hexdigest()}
