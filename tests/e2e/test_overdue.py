"""Promise P6 over HTTP: a missing reaction is detected, reported, and marked late once done."""

from datetime import timedelta

from acts import done, eventually, on_clue, report_clue

from shared.web.auth import Role


def owed(city, clue):
    found = city["coordination"].items("/v1/obligations", thread=f"clue:{clue}")
    return {obligation["rule"]: obligation for obligation in found}


def state(city, clue, rule="clue"):
    return owed(city, clue).get(rule, {}).get("state")


def ledger(city, obligation):
    return [
        entry["title"] for entry in city["coordination"].items("/v1/ledger", subject=obligation)
    ]


def test_a_clue_that_nobody_takes_on_is_told_as_overdue_and_taken_on_late(city, move_time):
    """[code.1083, plan.11]"""
    clue = report_clue(city)
    eventually(lambda: state(city, clue), "计时中")

    move_time(timedelta(days=14))

    eventually(lambda: state(city, clue), "已逾期")
    name = owed(city, clue)["clue"]["id"]
    eventually(lambda: "应办事项已逾期" in ledger(city, name), True)

    done(on_clue(city, clue, "acceptance", {}))

    eventually(lambda: state(city, clue), "已履行")
    assert owed(city, clue)["clue"]["late"]
    assert ledger(city, name).count("应办事项已逾期") == 1
    assert state(city, clue, "clue-verification") == "计时中"
    told = done(city["coordination"].get(f"/v1/obligations/{name}/explanation"))
    assert "第1至2日" in told["sentence"] or "为第2日" in told["sentence"]
    assert told["sentence"].endswith("履行，已逾期。")


def test_only_the_head_of_the_office_acts_on_a_clock_and_says_why(city):
    clue = report_clue(city)
    done(on_clue(city, clue, "acceptance", {}))
    eventually(lambda: state(city, clue, "clue-verification"), "计时中")
    path = f"/v1/obligations/{owed(city, clue)['clue-verification']['id']}/suspension"
    office = city["coordination"]

    assert office.post(path, {"why": "委托鉴定"}, role=Role.CLERK).status == 403
    assert office.post(path, {}, role=Role.HEAD).status == 422
    stopped = done(office.post(path, {"why": "委托鉴定"}, role=Role.HEAD))

    assert (stopped["state"], stopped["due_at"]) == ("已中止", None)
    eventually(lambda: "应办事项已变更" in ledger(city, stopped["id"]), True)


def test_a_change_of_the_law_counts_all_open_clocks_anew(city):
    """[code.1242]"""
    office = city["coordination"]
    body = {"title": "某某办法", "basis": ["17号 9"], "effective_on": "2026-11-01", "why": "某某"}

    ordered = done(office.post("/v1/legal-changes", body, role=Role.HEAD))

    path = f"/v1/recounts/{ordered['id']}"
    eventually(lambda: done(office.get(path))["state"], "已完成", 30)
    eventually(lambda: "期限依据已变更" in ledger(city, ordered["id"]), True)
