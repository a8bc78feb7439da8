"""A publisher resends events on request: in order, and only those the subscriber may receive."""

from datetime import date

import pytest
from kit_given import START, Seconds, WellSealed, a_cause

from liandong.envelope import decode
from shared.delivery.resend.absences import Absences
from shared.delivery.resend.gap import Gap
from shared.delivery.resend.messages import (
    ResendAnswered,
    ResendRequested,
    publish_absent,
    record_request,
)
from shared.delivery.resend.portion import MOST_BYTES
from shared.delivery.resend.records import Resend
from shared.delivery.resend.resender import NotSentError, Resender
from shared.errors import InvalidInputError
from shared.handling.cause import Cause, PublisherIdentity
from shared.handling.sequence import SequenceState
from shared.handling.unit_of_work import UnitOfWork
from shared.messages.contract import contract_of
from shared.messages.declare import event, meta_of
from shared.store.memory import MemoryStore
from shared.store.outbox import OutboxEvent
from shared.testing.world import message_of

DAY = date(2026, 10, 8)
LAST = 2**31 - 1
PLACE = PublisherIdentity("140700", "water")


@event("well.gossip", title="传闻", subject="well_code")
class WellGossip:
    """An event to which the subscriber has no subscription."""

    well_code: str


@pytest.fixture
def store():
    return MemoryStore()


class Wire:
    """Records the events sent; the broker can be set to refuse."""

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
        UnitOfWork(session, a_cause(), PublisherIdentity("140700", "water"), START).emit(*events)

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
    """The request is extended while it is being answered: it is answered again."""
    emit(store, *[WellSealed("J-1", DAY)] * 4)
    ask(store, "J-1", after=2, before=4)

    def grow(rows, topic):
        ask(store, "J-1", after=0, before=5)
        return True

    Resender("water", store, grow, lambda _: frozenset({"well.sealed.v1"})).step()

    assert store.all(Resend) == [Resend("housing|J-1", "housing", "J-1", 0, 5, START)]
    resender.step()
    assert [number for _, number, _ in wire.sent] == [1, 2, 3, 4]


def request(store, *gaps, subscriber="housing"):
    """Record a subscriber's request at the publisher."""
    first, *more = gaps
    asked = ResendRequested(
        "water|", "water", first.about, first.after, first.before, first.number, tuple(more)
    )
    cause = Cause("r-1", "gap", "platform", subscriber, "r-1")
    store.transact(lambda session: record_request(UnitOfWork(session, cause, PLACE, START), asked))


def told(store):
    sent = [decode(row.body) for row in store.all(OutboxEvent)]
    return [
        message_of(envelope) for envelope in sent if envelope.type == meta_of(ResendAnswered).type
    ]


def answering(store, wire, clock=None):
    absences = Absences(PLACE, store, lambda: START, publish_absent)
    heard = frozenset({"well.sealed.v1"})
    return Resender(
        "water", store, wire, lambda _: heard, absences=absences, clock=clock or Seconds()
    )


@pytest.mark.parametrize("wrong", [-(10**15), -1, 2**31, 10**30])
@pytest.mark.parametrize("field", ["after", "before", "number"])
def test_numbers_that_no_event_can_have_break_the_contract(wrong, field):
    """A request starting at -10^15 once kept a publisher busy for months."""
    data = {"line": "w|", "publisher": "water", "about": "J-1", "after": 0, "before": 2}

    with pytest.raises(InvalidInputError, match=field):
        contract_of(ResendRequested).load_trusted({**data, field: wrong})


def test_a_far_number_costs_no_more_than_what_is_there(store, wire):
    """Eras without events are skipped, wherever a request begins."""
    emit(store, WellSealed("J-1", DAY))
    far = PublisherIdentity("140700", "water", min_sequence=2**31 - 2_000_000)
    store.transact(
        lambda session: UnitOfWork(session, a_cause(), far, START).emit(WellSealed("J-1", DAY))
    )
    reads = []
    line = store.outbox.subject_events
    store.outbox.subject_events = lambda *of: reads.append(of) or line(*of)
    resender = answering(store, wire)
    ask(store, "J-1", after=0, before=LAST)

    while resender.step():
        pass

    assert [number for _, number, _ in wire.sent] == [1, 2**31 - 2_000_000 + 1]
    assert len(reads) <= 6


def test_equal_requests_of_one_subscriber_are_one(store, wire):
    emit(store, WellSealed("J-1", DAY))
    for _ in range(5):
        request(store, Gap("J-1", 0, 2, 1))

    resender = answering(store, wire)
    while resender.step():
        pass

    assert len(wire.sent) == 1


def test_what_is_asked_again_and_again_is_answered_only_now_and_then(store, wire):
    emit(store, WellSealed("J-1", DAY))
    clock = Seconds()
    resender = answering(store, wire, clock)

    for _ in range(100):
        request(store, Gap("J-1", 0, 2, 1))
        resender.step()
        clock.now += 0.5

    assert 5 <= len(wire.sent) <= 11


def test_a_wider_request_meanwhile_is_answered_after_the_one_in_work(store, wire):
    emit(store, *[WellSealed("J-1", DAY)] * 700)
    clock = Seconds()
    resender = answering(store, wire, clock)
    request(store, Gap("J-1", 100, 701))
    assert resender.step()

    request(store, Gap("J-1", 0, 10))
    while store.all(Resend):
        clock.now += 1000
        resender.step()

    numbers = [number for _, number, _ in wire.sent]
    assert numbers == [*range(101, 701), *range(1, 10)]
    assert store.all(Resend) == []


def test_one_subscriber_that_asks_for_all_does_not_keep_another_waiting(store, wire, resender):
    emit(store, *[WellSealed(f"J-{number:04}", DAY) for number in range(520)])
    ask(store)
    request(store, Gap("J-0007", 0, 2, 1), subscriber="parks")

    resender.step()
    resender.step()

    assert ("J-0007", 1, "resent.parks") in wire.sent


def test_a_subscriber_whose_queue_is_full_does_not_keep_another_waiting(store):
    emit(store, WellSealed("J-1", DAY))
    sent = []

    def send(rows, topic):
        sent.append(topic)
        return topic != "resent.housing"

    for who in ("housing", "parks"):
        request(store, Gap("J-1", 0, 2, 1), subscriber=who)
    resender = Resender("water", store, send, lambda _: frozenset({"well.sealed.v1"}))

    with pytest.raises(NotSentError):
        resender.step()
    resender.step()

    assert sent == ["resent.housing", "resent.parks"]


def test_a_portion_is_bounded_by_bytes_too(store):
    sizes = []

    def send(rows, topic):
        sizes.append(sum(len(row.body) for row in rows))
        return True

    def fill(first):
        def work(session):
            session.save(SequenceState("J-1", last=first + 99))
            for number in range(first, first + 100):
                body = b"x" * 100_000
                session.save(
                    OutboxEvent(f"o-{number}", "J-1", number, "well.sealed.v1", body, START)
                )

        store.transact(work)

    for first in (1, 101, 201, 301):
        fill(first)
    ask(store, "J-1")
    resender = Resender("water", store, send, lambda _: frozenset({"well.sealed.v1"}))

    while resender.step():
        pass

    assert sum(sizes) == 400 * 100_000
    assert max(sizes) <= MOST_BYTES + 100 * 100_000


def test_what_never_was_is_told_in_one_answer_and_leaves_no_work(store, wire):
    emit(store, WellSealed("J-1", DAY), WellGossip("J-1"))
    gaps = [Gap(f"J-x{number}", 0, 2, 1) for number in range(150)]

    request(store, *gaps, Gap("J-1", 1, 3, 2))
    resender = answering(store, wire)
    resender.poll()

    assert store.all(Resend) == []
    (answer,) = told(store)
    assert answer.subscriber == "housing"
    assert {(gap.about, gap.number) for gap in answer.absent} == {
        *((gap.about, 1) for gap in gaps),
        ("J-1", 2),
    }


def test_inventions_do_not_fill_the_outbox_of_the_publisher(store, wire):
    """However often nonexistent events are requested, the answers are few and small."""
    clock = Seconds()
    resender = answering(store, wire, clock)

    for number in range(50):
        request(store, *[Gap(f"J-{number}-{place}", 0, LAST, LAST - 1) for place in range(200)])
        resender.poll()
        clock.now += 0.01

    assert len(told(store)) == 1
    assert store.all(Resend) == []


def test_an_old_subscriber_that_names_no_number_gets_no_answer(store, wire):
    request(store, Gap("J-1", 0, 2))

    answering(store, wire).poll()

    assert told(store) == []
