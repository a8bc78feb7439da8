"""The audit of events: each possible fault is detected and counted once."""

import pytest

from testbed.event_audit import audit_commands, audit_effects, audit_reactions, late_numbers


def counts(tally):
    return tally.lost, tally.doubled, tally.disordered


def test_what_is_heard_once_and_in_order_is_clean():
    tally = audit_effects({"W-1": [1, 2, 3]}, {"W-1": [1, 2, 3]})

    assert tally.clean
    assert tally.events == 3


@pytest.mark.parametrize(
    ("heard", "expected"),
    [
        ([1, 3], (1, 0, 0)),
        ([1, 2, 3, 3], (0, 1, 0)),
        ([1, 3, 2], (0, 0, 1)),
        ([2, 2, 1], (1, 1, 1)),
        ([], (3, 0, 0)),
    ],
)
def test_each_wrong_is_counted(heard, expected):
    tally = audit_effects({"W-1": [1, 2, 3]}, {"W-1": heard})

    assert counts(tally) == expected
    assert not tally.clean


def test_a_second_delivery_after_later_ones_is_doubled_but_not_disordered():
    assert counts(audit_effects({"W-1": [1, 2, 3]}, {"W-1": [1, 2, 3, 1]})) == (0, 1, 0)


def test_a_subject_that_nobody_heard_of_is_lost_whole():
    assert counts(audit_effects({"W-1": [1, 2], "W-2": [1]}, {"W-2": [1]})) == (2, 0, 0)


def test_an_effect_that_no_event_told_of_counts_as_doubled():
    tally = audit_effects({"W-1": [1]}, {"W-1": [1], "W-9": [1_000_000]})

    assert counts(tally) == (0, 1, 0)
    assert tally.examples == ["doubled W-9: [1000000]"]


def test_order_is_judged_by_what_was_heard_first():
    assert late_numbers([1, 4, 2, 3, 5]) == [2, 3]
    assert late_numbers([1, 2, 3]) == []


def test_an_answered_act_must_stand_in_the_outbox_with_all_its_events_and_no_more():
    answered = {"loader0-1": 3, "loader0-2": 2, "loader0-3": 1}

    tally = audit_commands(answered, {"loader0-1": 3, "loader0-2": 1, "loader0-3": 2})

    assert counts(tally) == (1, 1, 0)


def test_an_act_that_was_not_answered_may_stand_in_the_outbox():
    assert audit_commands({}, {"loader0-1": 3}).clean


def test_every_fifth_event_asks_for_one_reaction():
    told = {"W-1": list(range(1, 12))}

    assert audit_reactions(told, {"W-1": [5, 10]}, 5).clean
    assert counts(audit_reactions(told, {"W-1": [10, 5, 5]}, 5)) == (0, 1, 1)
