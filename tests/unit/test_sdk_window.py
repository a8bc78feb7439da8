"""The publishing window grows with fast confirms, shrinks with slow ones, and is bounded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liandong.publishing.confirm_window import FIRST, LEAST, MOST, Window


def round_trip(window, took_s, *, full=True, tag=1):
    window.sent(tag, window.size if full else 1, now=100.0)
    window.confirmed(tag, now=100.0 + took_s)


def test_it_grows_while_confirms_come_quickly():
    window = Window()

    for _ in range(100):
        round_trip(window, 0.01)

    assert window.size == MOST


def test_it_halves_with_every_slow_confirm_down_to_its_least():
    window = Window()

    sizes = []
    for _ in range(6):
        round_trip(window, 2.0)
        sizes.append(window.size)

    assert sizes == [FIRST // 2, FIRST // 4, LEAST, LEAST, LEAST, LEAST]


def test_between_quick_and_slow_it_stays():
    window = Window()

    round_trip(window, 0.3)

    assert window.size == FIRST


def test_it_does_not_grow_while_it_is_not_the_limit():
    window = Window()

    round_trip(window, 0.01, full=False)

    assert window.size == FIRST


def test_one_slow_round_trip_counts_once_however_many_confirms_tell_it():
    window = Window()
    window.sent(5, window.size, now=0.0)

    for tag in range(1, 60):
        window.confirmed(tag, now=9.0)

    assert window.size == FIRST // 2


def test_a_confirm_of_a_later_message_serves_for_the_timed_one():
    window = Window()
    window.sent(5, window.size, now=0.0)
    window.sent(9, window.size, now=0.05)

    window.confirmed(9, now=0.1)

    assert window.size > FIRST


def test_a_confirm_of_an_earlier_connection_times_nothing():
    window = Window()
    window.sent(5, window.size, now=0.0)

    window.restart()
    window.confirmed(5, now=9.0)

    assert window.size == FIRST


@pytest.mark.parametrize("most", [1, 20, 1000, 9000])
def test_the_bound_is_the_callers(most):
    window = Window(most)

    for _ in range(400):
        round_trip(window, 0.01)

    assert window.size == most


@given(st.lists(st.tuples(st.floats(0, 5), st.booleans()), max_size=200), st.integers(1, 5000))
def test_it_never_leaves_its_bounds(round_trips, most):
    window = Window(most)

    for tag, (took_s, full) in enumerate(round_trips, start=1):
        round_trip(window, took_s, full=full, tag=tag)

        assert min(LEAST, most) <= window.size <= most
