"""Independent oracle: recomputes the expected obligations from the events."""

from datetime import UTC, datetime, timedelta

import pytest

from gameday.obligation_oracle import OVERDUE, RULES, RUNNING, differences, expected_obligations
from services.coordination.clocks.rulebook.book import rulebook

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def event(topic, at, **data):
    kind = f"cn.liandong.environment.{topic}"
    return {"type": kind, "time": at.isoformat(), "data": data}


def step(word, at):
    taken = at.isoformat()
    return event("case.step_taken.v1", at, step=word, case_id="c1", taken_at=taken)


def listed(owing, rule="C3", key="c1"):
    return {
        "rule": rule,
        "key": key,
        "state": owing.state,
        "due_at": owing.due_at.isoformat(),
        "late": owing.late,
    }


@pytest.mark.parametrize(
    ("after_h", "state"), [(23, RUNNING), (24, OVERDUE)], ids=["in time", "one day later"]
)
def test_an_approved_case_must_be_handed_over_within_24_hours(after_h, state):
    """[17号 6]"""
    now = MONDAY + timedelta(hours=after_h)

    obligations = expected_obligations([step("批准移送", MONDAY)], now)

    assert obligations["C3", "c1"].state == state
    assert obligations["C3", "c1"].due_at == MONDAY + timedelta(hours=24)


def test_a_case_that_was_handed_over_too_late_is_done_and_late():
    events = [step("批准移送", MONDAY), step("移送案卷", MONDAY + timedelta(hours=25))]

    obligations = expected_obligations(events, MONDAY + timedelta(days=2))

    assert (obligations["C3", "c1"].state, obligations["C3", "c1"].late) == ("已履行", True)


def test_a_start_that_a_person_put_right_moves_the_end():
    right = MONDAY + timedelta(hours=22)

    obligations = expected_obligations([step("批准移送", MONDAY)], MONDAY, {("C3", "c1"): right})

    assert obligations["C3", "c1"].due_at == right


def test_a_period_begins_when_the_act_was_told_whatever_day_it_took_effect():
    told = event("clue.reported.v1", MONDAY, clue_id="k1")
    found_last_week = {**told, "effectiveat": (MONDAY - timedelta(days=7)).isoformat()}

    obligations = expected_obligations([found_last_week], MONDAY)

    assert obligations["clue", "k1"].due_at.isoformat() == "2026-11-25T16:00:00+00:00"


def test_the_office_s_list_is_compared_thing_by_thing():
    wanted = expected_obligations([step("批准移送", MONDAY)], MONDAY)
    owing = wanted["C3", "c1"]

    assert differences(wanted, [listed(owing)]) == []
    assert differences(wanted, []) == ["missing: C3 c1"]
    assert differences({}, [listed(owing)]) == ["not owed: C3 c1"]
    assert len(differences(wanted, [{**listed(owing), "state": OVERDUE}])) == 1
    assert differences({}, [listed(owing, rule="C9")]) == []


@pytest.mark.parametrize("duty", RULES, ids=lambda obligation: obligation.rule)
def test_the_lengths_here_are_those_of_the_rulebook(duty):
    periods = {limit.period for limit in rulebook().rules[duty.rule].limits}

    assert periods == {duty.period}
