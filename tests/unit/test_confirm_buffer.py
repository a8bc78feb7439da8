"""Confirms collected until the outbox records them: many at a time, within a deadline."""

from shared.delivery.outbox.confirm_buffer import FLUSH_AFTER_S, FLUSH_SIZE, ConfirmBuffer
from shared.store.outbox import PendingEvent

LONG_S = 60.0


def marks(count):
    return [
        PendingEvent(f"e-{number}", number, "J-1", "well.sealed.v1", b"{}")
        for number in range(count)
    ]


def test_with_nothing_to_tell_there_is_no_hurry():
    assert ConfirmBuffer().seconds_until_flush(LONG_S) == LONG_S


def test_a_few_wait_for_more_but_not_for_long():
    arrivals = ConfirmBuffer()

    arrivals.add(marks(3))

    assert 0 <= arrivals.seconds_until_flush(LONG_S) <= FLUSH_AFTER_S


def test_many_are_told_at_once():
    arrivals = ConfirmBuffer()

    arrivals.add(marks(FLUSH_SIZE - 1))
    arrivals.add(marks(1))

    assert arrivals.seconds_until_flush(LONG_S) == 0


def test_what_was_taken_is_told_once_and_in_order():
    arrivals, told = ConfirmBuffer(), marks(5)
    arrivals.add(told[:2])
    arrivals.add(told[2:])

    assert arrivals.drain() == told
    assert arrivals.drain() == []
    assert arrivals.seconds_until_flush(LONG_S) == LONG_S
