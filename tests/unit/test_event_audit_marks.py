"""The audit of an exercise: published events against applied events."""

from datetime import UTC, datetime, timedelta

from testbed.mark_audit import InboxMark, OutboxRecord, audit_marks

BEGAN = datetime(2026, 10, 8, 8, 30, tzinfo=UTC)
TOPIC = "plot.registered.v1"
HEARS = {"natural_resources": frozenset({("environment", TOPIC)})}


def told(number, topic=TOPIC):
    return OutboxRecord(f"e{number}", "environment", topic, "140728-0007", number)


def mark(number, seconds):
    return InboxMark(f"e{number}", BEGAN + timedelta(seconds=seconds))


def test_events_that_took_effect_once_and_in_order_are_clean():
    tally = audit_marks([told(1), told(2)], {"natural_resources": [mark(1, 1), mark(2, 2)]}, HEARS)

    assert tally.clean
    assert (tally.events, tally.effects) == (2, 2)


def test_an_event_without_a_mark_is_lost_where_it_is_heard_and_nowhere_else():
    tally = audit_marks([told(1), told(2, "permit.recorded.v1")], {}, HEARS)

    assert (tally.lost, tally.effects) == (1, 1)
    assert tally.examples == [f"lost: environment {TOPIC} 140728-0007 at natural_resources"]


def test_two_marks_of_one_event_are_a_double_effect():
    tally = audit_marks([told(1)], {"natural_resources": [mark(1, 1), mark(1, 2)]}, HEARS)

    assert tally.doubled == 1


def test_an_effect_before_that_of_an_earlier_event_of_its_subject_is_out_of_order():
    tally = audit_marks([told(1), told(2)], {"natural_resources": [mark(1, 2), mark(2, 1)]}, HEARS)

    assert tally.disordered == 1


def test_a_number_that_an_outbox_left_out_is_seen():
    tally = audit_marks([told(1), told(3)], {"natural_resources": [mark(1, 1), mark(3, 2)]}, HEARS)

    assert tally.unnumbered == 1
    assert not tally.clean


def test_of_a_subscriber_whose_clock_was_off_the_order_is_not_judged():
    marks = {"natural_resources": [mark(1, 2), mark(2, 1)]}

    tally = audit_marks([told(1), told(2)], marks, HEARS, frozenset({"natural_resources"}))

    assert tally.clean
