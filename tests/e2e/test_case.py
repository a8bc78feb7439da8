"""Flow 4 over HTTP: the acts on a case, and who may perform and see them."""

import bson
import pytest
from acts import (
    FILE,
    decide,
    done,
    eventually,
    on_clue,
    proposal,
    referred_case,
    report_clue,
    verification,
    verified_clue,
)
from pymongo import MongoClient

from shared.web.auth import Role

SUSPECT = "某某无人知晓甲"
MAY_KNOW = {"environment", "public_security"}


def receipt(city, case):
    path = f"/v1/cases/{case}/receipt"
    return city["public_security"].post(path, {"officer": "某某丁"}, role=Role.REGISTRAR)


def file_case(city, case, filed=True):
    body = {"filed": filed, "document_number": "某公（刑）立字〔2026〕1号", "reason": "某某理由"}
    path = f"/v1/cases/{case}/filing-decision"
    return city["public_security"].post(path, body, role=Role.HEAD)


def seen_by_reporter(city, clue):
    return done(city["natural_resources"].get(f"/v1/clues/{clue}")).get("case_state")


def test_a_case_that_is_not_filed_comes_back_to_both(city):
    """[17号 10]"""
    clue, case = referred_case(city)
    done(receipt(city, case))

    done(file_case(city, case, filed=False))

    eventually(lambda: seen_by_reporter(city, clue), "不予立案")
    own = f"/v1/cases/{case}"
    assert done(city["environment"].get(own, role=Role.HEAD))["state"] == "不予立案"


def test_public_security_signs_once_and_before_it_decides(city):
    """[17号 7, 9]"""
    _, case = referred_case(city)

    assert file_case(city, case).status == 409
    done(receipt(city, case))
    assert receipt(city, case).status == 409


def test_a_file_that_lacks_documents_is_not_proposed(city):
    """[17号 6]"""
    clue = verified_clue(city)

    answer = on_clue(city, clue, "referral", proposal(kinds=FILE[:3]))

    assert answer.status == 422
    said = " ".join(fault["message"] for fault in answer.body["errors"])
    assert all(kind in said for kind in FILE[3:])


@pytest.mark.parametrize("officers", [["某某甲"], ["某某甲", "某某甲"]])
def test_two_different_officers_verify(city, officers):
    """[310号 5; 17号 5]"""
    clue = report_clue(city)
    done(on_clue(city, clue, "acceptance", {}))

    answer = on_clue(city, clue, "verification", verification(officers))

    assert answer.status == 422
    assert answer.body["errors"][0]["field"] == "officers"


def test_a_clue_is_not_verified_before_it_is_accepted(city):
    clue = report_clue(city)

    assert on_clue(city, clue, "verification", verification(["某某甲", "某某乙"])).status == 409


def test_who_proposed_a_case_does_not_approve_it(city):
    """[310号 5]"""
    clue = verified_clue(city)
    case = done(on_clue(city, clue, "referral", proposal(), who="person-1"))["case_id"]

    assert decide(city, case, who="person-1").status == 403
    done(decide(city, case, who="person-2"))


def test_a_case_that_the_head_refuses_stays_in_the_department(city):
    clue = verified_clue(city)
    case = done(on_clue(city, clue, "referral", proposal()))["case_id"]

    done(decide(city, case, approved=False))

    eventually(lambda: seen_by_reporter(city, clue), "不批准移送")
    unknown = city["public_security"].get(f"/v1/cases/{case}", role=Role.REGISTRAR)
    assert unknown.status == 404


def test_the_same_receipt_twice_is_one(city):
    _, case = referred_case(city)
    path = f"/v1/cases/{case}/receipt"
    police = city["public_security"]
    first = police.post(path, {"officer": "某某丁"}, role=Role.REGISTRAR, key=f"sign-{case}")

    second = police.post(path, {"officer": "某某丁"}, role=Role.REGISTRAR, key=f"sign-{case}")

    assert second.replayed
    assert second.body == done(first)


def test_cases_are_for_officers_and_heads_of_the_own_department(city):
    _, case = referred_case(city)
    path = f"/v1/cases/{case}"

    assert city["environment"].get(path, role=Role.CLERK).status == 403
    assert city["environment"].get(path, role=Role.OPS).status == 403
    assert city["public_security"].get(path, role=Role.CLERK).status == 403
    assert city["natural_resources"].get(path, role=Role.HEAD).status == 404


def test_a_clue_from_the_future_is_refused(city):
    body = {
        "matter": "污染土壤",
        "county": "140727",
        "summary": "某某",
        "found_on": "2099-01-01",
    }

    answer = city["agriculture"].post("/v1/clues", body)

    assert answer.status == 422
    assert answer.body["errors"][0]["field"] == "found_on"


def test_nobody_else_ever_holds_the_name_of_a_suspect(platform, city):
    clue, case = referred_case(city, SUSPECT)
    done(receipt(city, case))
    done(file_case(city, case))
    eventually(lambda: seen_by_reporter(city, clue), "已立案")
    office = city["coordination"]
    steps_and_states = 6 + 4
    eventually(lambda: len(office.items("/v1/ledger", subject=case)), steps_and_states)

    holders = {name for name in city.clients if holds(platform, name, SUSPECT)}

    assert holders == MAY_KNOW
    told = [office.items("/v1/ledger"), office.items("/v1/obligations")]
    told += [city[name].items("/v1/clues") for name in ("natural_resources", "agriculture")]
    assert SUSPECT not in str(told)
    for log in (platform.home / "log").glob("*.log"):
        assert SUSPECT not in log.read_text("utf-8", "replace"), log.name


def holds(platform, department: str, words: str) -> bool:
    """Tell whether any document of a department's database contains these words."""
    with MongoClient(platform.mongo_url) as client:
        database = client[f"{client.get_default_database('liandong').name}_{department}"]
        return any(
            words.encode() in bson.encode(document)
            for collection in database.list_collection_names()
            for document in database[collection].find()
        )
