"""Verdicts become acknowledgements: as few as possible, and never one too many."""

from hypothesis import given
from hypothesis import strategies as st

from liandong import Verdict
from liandong.consuming.delivery_buffer import Settlement, group_acks

ACK, REJECT, RETURN = Verdict.ACK, Verdict.REJECT, Verdict.RETURN


def test_a_good_batch_is_one_answer():
    judged = [(tag, ACK) for tag in range(1, 201)]

    assert list(group_acks(judged)) == [Settlement(ACK, 200, multiple=True)]


def test_a_rejected_one_splits_the_answer():
    judged = [(1, ACK), (2, ACK), (3, REJECT), (4, ACK)]

    assert list(group_acks(judged)) == [
        Settlement(ACK, 2, multiple=True),
        Settlement(REJECT, 3),
        Settlement(ACK, 4, multiple=True),
    ]


def test_a_returned_one_is_never_taken_along():
    judged = [(1, ACK), (2, RETURN), (3, ACK), (4, REJECT), (5, ACK)]

    assert list(group_acks(judged)) == [
        Settlement(ACK, 1, multiple=True),
        Settlement(ACK, 3),
        Settlement(REJECT, 4),
        Settlement(ACK, 5),
    ]


@given(st.lists(st.sampled_from(Verdict), max_size=30), st.integers(1, 1000))
def test_the_broker_ends_up_with_exactly_the_verdicts(verdicts, first):
    judged = list(enumerate(verdicts, start=first))
    open_tags = {tag for tag, _ in judged}
    told = {}

    for settlement in group_acks(judged):
        covered = {tag for tag in open_tags if tag <= settlement.tag}
        settled = covered if settlement.multiple else {settlement.tag}
        assert settlement.tag in open_tags
        told |= dict.fromkeys(settled, settlement.verdict)
        open_tags -= settled

    assert told == {tag: verdict for tag, verdict in judged if verdict is not RETURN}
