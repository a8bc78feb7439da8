"""Acts that several e2e tests start with, and helpers to check the results."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

from demo.client import ApiAnswer, City, Json, until
from demo.flows.places import Place, today
from shared.web.auth import Role

INDUSTRY, HOUSING = "1001", "0701"
DOCUMENT = "晋环函〔2026〕某某1号"
FILE = (
    "案件移送书",
    "案件调查报告",
    "现场检查勘察笔录",
    "涉案物品清单",
    "照片录音录像及清单",
    "监测检验报告或认定意见",
)
SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


def done(answer: ApiAnswer) -> Json:
    """Return the body of an answer; assert that it is a success."""
    assert answer.ok, answer.body
    return answer.body


def retry_until_accepted(act: Callable[[], ApiAnswer]) -> Json:
    """Repeat an act until the department accepts it: events it needs may still be in flight."""
    early = (HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)
    answer = until(lambda: None if (given := act()).status in early else given)
    return done(answer or act())


def eventually(look, wanted, deadline_s: float = 10.0):
    """Wait until `look` returns the wanted value."""
    until(lambda: True if look() == wanted else None, deadline_s)
    assert look() == wanted


def record_land(city: City, place: Place) -> None:
    """Register the parcel and record the plot on it."""
    done(city["natural_resources"].post("/v1/parcels", place.parcel("某某厂", INDUSTRY, HOUSING)))
    done(city["environment"].post("/v1/plots", place.plot()))


def record_permit(city: City, place: Place) -> None:
    """Record a permit on a recorded plot."""
    done(city["environment"].post("/v1/permits", permit(place)))


def permit(place: Place) -> Json:
    return {
        "number": place.permit_number,
        "holder": "某某焦化有限公司",
        "credit_code": place.holder_code,
        "county": place.county,
        "address": "祁县某某村",
        "plot_code": place.plot_code,
        "valid_until": "2029-12-31",
    }


def cancel(city: City, place: Place, **said: str) -> ApiAnswer:
    body = {"kind": "吊销", "reason": "超标排放，情节严重", "cancelled_on": today(), **said}
    return city["environment"].post(f"/v1/permits/{place.permit_number}/cancellation", body)


def registration(place: Place, document: str = DOCUMENT) -> Json:
    return place.plot() | {
        "pollutants": ["苯并[a]芘", "镉"],
        "document_number": document,
        "registered_on": today(),
    }


def register(city: City, place: Place, document: str = DOCUMENT, key: str = "") -> ApiAnswer:
    path = f"/v1/plots/{place.plot_code}/registration"
    return city["environment"].post(path, registration(place, document), key=key)


def delist(
    city: City, place: Place, conditions: list[str], on: str = "", **more: object
) -> ApiAnswer:
    body = {
        "document_number": "晋环函〔2026〕某某移1号",
        "delisted_on": on or today(),
        "conditions": conditions,
        "land_class": "第一类用地",
        **more,
    }
    return city["environment"].post(f"/v1/plots/{place.plot_code}/delisting", body)


def ask(city: City, place: Place, procedure: str = "改变用途", use: str = HOUSING, **how) -> Json:
    land = city["natural_resources"]
    return done(land.post("/v1/applications", place.application(procedure, use), **how))


def application(city: City, application_id: str) -> Json:
    return done(city["natural_resources"].get(f"/v1/applications/{application_id}"))


def hold_kind(city: City, place: Place) -> str | None:
    found = city["natural_resources"].get(f"/v1/holds/{place.plot_code}")
    return found.body["kind"] if found.ok else None


def effects(city: City, department: str, **query: str) -> list[Json]:
    return city[department].items("/v1/effects", role=Role.OPS, **query)


def in_order(marks: list[Json]) -> bool:
    """Tell whether higher numbers were applied later, or in the same batch."""
    numbered = sorted(marks, key=lambda mark: mark["sequence"])
    at = [datetime.fromisoformat(mark["applied_at"]) for mark in numbered]
    return at == sorted(at)


def submit_survey(city: City, plot_code: str, land_class: str = "第一类用地") -> str:
    body = {
        "plot_code": plot_code,
        "title": "某某地块土壤污染状况初步调查报告",
        "compiled_by": "某某环境科技有限公司",
        "report_sha256": SHA256,
        "submitted_on": today(),
        "land_class": land_class,
    }
    survey = done(city["environment"].post("/v1/surveys", body))["survey_id"]
    eventually(lambda: bool(effects(city, "natural_resources", subject=plot_code)), wanted=True)
    return survey


def review(city: City, survey: str, outcome: str) -> ApiAnswer:
    body = {"outcome": outcome, "note": "采样布点合理"}
    return city["environment"].post(f"/v1/surveys/{survey}/review", body, role=Role.OFFICER)


def opine(city: City, survey: str, agrees: bool = True) -> ApiAnswer:
    """Give the opinion of natural resources, as soon as it has received the survey."""
    body = {"agrees": agrees, "note": "已核对规划用途"}
    path = f"/v1/surveys/{survey}/opinion"

    def heard() -> ApiAnswer | None:
        answer = city["natural_resources"].post(path, body)
        return None if answer.status == HTTPStatus.NOT_FOUND else answer

    return until(heard) or city["natural_resources"].post(path, body)


def report_clue(city: City) -> str:
    """Report a clue as natural resources, and wait until environment has received it."""
    body = {
        "matter": "污染土壤",
        "county": "140727",
        "summary": "夜间向某某沟渠倾倒黑色污泥",
        "found_on": today(),
    }
    clue = done(city["natural_resources"].post("/v1/clues", body))["clue_id"]
    path = f"/v1/received-clues/{clue}"
    eventually(lambda: city["environment"].get(path).ok, wanted=True)
    return clue


def on_clue(city: City, clue: str, act: str, body: Json, who: str = "officer-1") -> ApiAnswer:
    path = f"/v1/received-clues/{clue}/{act}"
    return city["environment"].post(path, body, role=Role.OFFICER, who=who)


def verification(officers: list[str]) -> Json:
    return {"finding": "涉嫌犯罪", "officers": officers, "report": "现场检测超标三倍以上"}


def proposal(suspect: str = "某某丙", kinds: tuple[str, ...] = FILE) -> Json:
    return {
        "charge": "污染环境罪",
        "suspects": [{"name": suspect, "identifier": f"{suspect}的证件号码"}],
        "materials": [{"kind": kind, "name": f"某某{kind}", "sha256": SHA256} for kind in kinds],
    }


def verified_clue(city: City) -> str:
    clue = report_clue(city)
    done(on_clue(city, clue, "acceptance", {}))
    done(on_clue(city, clue, "verification", verification(["某某甲", "某某乙"])))
    return clue


def decide(city: City, case: str, approved: bool = True, who: str = "head-1") -> ApiAnswer:
    body = {"approved": approved, "reason": "事实清楚" if approved else "证据不足"}
    return city["environment"].post(f"/v1/cases/{case}/decision", body, role=Role.HEAD, who=who)


def hand_over(city: City, case: str) -> ApiAnswer:
    return city["environment"].post(f"/v1/cases/{case}/hand-over", {}, role=Role.OFFICER)


def referred_case(city: City, suspect: str = "某某丙") -> tuple[str, str]:
    """Refer a case to public security; return the ids of clue and case."""
    clue = verified_clue(city)
    case = done(on_clue(city, clue, "referral", proposal(suspect)))["case_id"]
    done(decide(city, case))
    done(hand_over(city, case))
    path = f"/v1/cases/{case}"
    police = city["public_security"]
    eventually(lambda: police.get(path, role=Role.REGISTRAR).ok, wanted=True)
    return clue, case
