"""Assignment of queues to processes: every queue to exactly one live process."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from shared.delivery.partitions.consumers import (
    MEMBER_S,
    ConsumerGroup,
    InboxConsumer,
    assign_queues,
)
from shared.store.memory import MemoryStore

QUEUES = tuple(f"agriculture.inbox.{number}" for number in range(1, 9))


class Town(MemoryStore):
    """A store whose server clock the test sets."""

    def __init__(self):
        super().__init__()
        self.later = timedelta()

    def server_time(self):
        return super().server_time() + self.later


@given(
    st.lists(st.text("abc", min_size=1), unique=True, min_size=1, max_size=9),
    st.integers(0, 8),
)
def test_every_queue_is_for_exactly_one_process_and_none_has_two_more_than_another(names, many):
    shares = [assign_queues(QUEUES[:many], names, name) for name in names]

    assert sorted(queue for share in shares for queue in share) == sorted(QUEUES[:many])
    assert max(map(len, shares)) - min(map(len, shares)) <= 1


def test_one_queue_is_for_all_and_nothing_is_written_down():
    store = Town()

    assert [ConsumerGroup(store, name).assign(QUEUES[:1]) for name in "ab"] == [QUEUES[:1]] * 2
    assert store.all(InboxConsumer) == []


def test_who_comes_gets_a_share_and_who_leaves_gives_it_back():
    store = Town()
    first, second = ConsumerGroup(store, "a"), ConsumerGroup(store, "b")

    alone = first.assign(QUEUES)
    late, rest = second.assign(QUEUES), first.assign(QUEUES)
    second.leave()

    assert alone == QUEUES
    assert sorted(late + rest) == sorted(QUEUES)
    assert len(late) == len(rest) == 4
    assert first.assign(QUEUES) == QUEUES


def test_who_is_not_heard_of_is_gone_after_a_while():
    store = Town()
    first, second = ConsumerGroup(store, "a"), ConsumerGroup(store, "b")
    second.assign(QUEUES)

    assert len(first.assign(QUEUES)) == 4
    store.later = timedelta(seconds=MEMBER_S + 1)

    assert first.assign(QUEUES) == QUEUES
    assert [consumer.id for consumer in store.all(InboxConsumer)] == ["a"]


def test_who_was_taken_for_gone_comes_back():
    store = Town()
    first, second = ConsumerGroup(store, "a"), ConsumerGroup(store, "b")
    first.assign(QUEUES)
    store.later = timedelta(seconds=MEMBER_S + 1)
    second.assign(QUEUES)

    assert len(first.assign(QUEUES)) == len(second.assign(QUEUES)) == 4
