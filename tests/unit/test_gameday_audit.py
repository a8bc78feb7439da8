"""The audit of an exercise: whether a repeated request got the same answer."""

from gameday.exercise_audit import same_thing

FIRST = {"clue_id": "k1", "plot_code": "140728-0007", "case_id": None, "state": "待受理"}


def test_a_thing_in_another_state_is_the_same_thing():
    assert same_thing(FIRST, {**FIRST, "state": "已受理"})


def test_a_field_that_had_no_value_may_have_got_one():
    assert same_thing(FIRST, {**FIRST, "case_id": "c1"})


def test_another_thing_is_not_the_same():
    assert not same_thing(FIRST, {**FIRST, "clue_id": "k2"})


def test_a_field_that_lost_its_value_is_not_the_same():
    assert not same_thing({**FIRST, "case_id": "c1"}, FIRST)
