"""A publisher sends again what a subscriber asks for: in order, only what it may hear."""

from datetime import date

import pytest
from kit_given import START, WellSealed, a_cause

from shared.ledgers import Resend
from shared.memory import MemoryStore
from shared.message import event
from shared.resending import NotSentError, Resender
from shared.uow import Place, UnitOfWork

DAY = date(2026, 10, 8)
LAST = 2**31 - 1


@event("well.gossip", title="传闻", subject="well_code")
class WellGossip:
    """Something that the subscriber does not hear."""

    well_code: str


@pytest.fixture
def store():
    return MemoryStore()


class Wire:
    """What was sent, and a broker that may refuse."""

    def __init__(self):
        self.sent: list[tuple[str, int, str]] = []
        self.refuses = False

    def __call__(self, rows, topic):
        if not self.refuses:
            self.sent += [(row.subject, row.sequence, topic) for row in rows]
        return not self.refuses


@pytest.fixture
def wire():
    return Wire()


@pytest.fixture
def resender(store, wire):
    heard = frozenset({"well.sealed.v1"})
    return Resender("water", store, wire, lambda _: heard)


def emit(store, *events):
    def work(session):
        UnitOfWork(session, a_cause(), Place("140700", "water"), START).emit(*events)

    store.transact(work)


def ask(store, subject="", after=0, before=LAST):
    asked = Resend(f"housing|{subject}", "housing", subject, after, before, START)
    store.transact(lambda session: session.save(asked))


def test_a_gap_is_filled_with_just_the_numbers_between(store, wire, resender):
    emit(store, *[WellSealed("J-1", DAY)] * 6, WellSealed("J-2", DAY))
    ask(store, "J-1", after=2, before=5)

    more = resender.step()

    assert wire.sent == [("J-1", 3, "resent.housing"), ("J-1", 4, "resent.housing")]
    assert not more
    assert store.all(Resend) == []


def test_a_topic_that_the_subscriber_may_not_hear_is_never_sent(store, wire, resender):
    emit(store, WellSealed("J-1", DAY), WellGossip("J-1"), WellSealed("J-1", DAY))
    ask(store, "J-1")

    resender.step()

    assert [number for _, number, _ in wire.sent] == [1, 3]


def test_a_replay_sends_every_subject_in_its_order(store, wire, resender):
    for _ in range(2):
        emit(store, *[WellSealed(f"J-{number:03}", DAY) for number in range(250)])
    ask(store)

    while resender.step():
        pass

    assert len(wire.sent) == 500
    lines: dict[str, list[int]] = {}
    for subject, number, _ in wire.sent:
        lines.setdefault(subject, []).append(number)
    assert all(numbers == [1, 2] for numbers in lines.values())
    assert store.all(Resend) == []


def test_a_long_line_is_sent_in_parts(store, wire, resender):
    emit(store, *[WellSealed("J-1", DAY)] * 1203)
    ask(store, "J-1")

    steps = 1
    while resender.step():
        steps += 1

    assert [number for _, number, _ in wire.sent] == list(range(1, 1204))
    assert steps == 3


def test_what_the_broker_does_not_take_stays_asked_for(store, wire, resender):
    emit(store, WellSealed("J-1", DAY))
    ask(store, "J-1")
    wire.refuses = True

    with pytest.raises(NotSentError):
        resender.step()
    wire.refuses = False
    resender.step()

    assert [number for _, number, _ in wire.sent] == [1]


def test_asking_for_more_meanwhile_is_not_forgotten(store, resender, wire):
    """The request grows while it is being answered: it is answered again, and more is sent."""
    emit(store, *[WellSealed("J-1", DAY)] * 4)
    ask(store, "J-1", after=2, before=4)

    def grow(rows, topic):
        ask(store, "J-1", after=0, before=5)
        return True

    Resender("water", store, grow, lambda _: frozenset({"well.sealed.v1"})).step()

    assert store.all(Resend) == [Resend("housing|J-1", "housing", "J-1", 0, 5, START)]
    resender.step()
    assert [number for _, number, _ in wire.sent] == [1, 2, 3, 4]
