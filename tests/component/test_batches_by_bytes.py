"""Batches are bounded by the bytes that they contain or will write."""

import threading
from datetime import timedelta

import pytest
from kit_given import Time, Well, a_context, count_sealing, refuse, sealed

from liandong.amqp.channel_thread import ChannelThread
from liandong.amqp.delivery import Delivery
from liandong.consuming.delivery_buffer import BATCH_BYTES as TAKEN_BYTES
from liandong.consuming.delivery_buffer import DeliveryBuffer
from shared.delivery.contents.fetcher import EVENT_BYTES, split_by_size
from shared.delivery.inbox.dispatcher import EventDispatcher
from shared.delivery.inbox.event import InboundEvent, to_quarantine
from shared.delivery.inbox.quarantine import Quarantine
from shared.delivery.outbox.relay import FRONT_BYTES, Relay
from shared.delivery.records import Applied, Lane, QuarantinedMessage
from shared.handling.cause import Cause, PublisherIdentity
from shared.handling.commands import CommandExecutor, PendingCommand
from shared.handling.context import DepartmentContext
from shared.handling.idempotency import IdempotencyKey
from shared.store.memory import MemoryStore
from shared.store.outbox import PendingEvent
from shared.store.session import Session
from shared.store.store import BATCH_BYTES, LARGEST_BYTES, TooMuchToWriteError

KIB = 1024
BORDER = "x" * (100 * KIB)


class Weighed(MemoryStore):
    """Records how many bytes of wells and quarantined bodies each transaction wrote."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[int] = []

    def transact(self, work, **bounds):
        made: list[Session] = []

        def watched(session: Session):
            made.append(session)
            return work(session)

        done = super().transact(watched, **bounds)
        self.written.append(sum(map(weight, made[-1].writes())))
        return done


def weight(write) -> int:
    thing = write.document
    if isinstance(thing, Well):
        return len(thing.county)
    return len(thing.body) if isinstance(thing, QuarantinedMessage) else 0


def with_border(uow, received):
    """Handler: write a large document for a small event."""
    count_sealing(uow, received)
    uow.save(Well(f"{received.id}-border", county=BORDER))


@pytest.fixture
def dispatcher():
    store = Weighed()
    return EventDispatcher(DepartmentContext(PublisherIdentity("140700", "housing"), store, Time()))


def test_a_batch_that_writes_much_is_written_in_several_transactions(dispatcher):
    dispatcher.dispatch_batch([sealed(f"J-{number}") for number in range(150)], with_border)

    assert len(dispatcher.context.store.all(Applied)) == 150
    assert max(dispatcher.context.store.written) <= BATCH_BYTES
    assert 4 <= len(dispatcher.context.store.written) <= 12


def test_events_of_a_subject_stay_in_order_where_a_batch_is_divided(dispatcher):
    dispatcher.dispatch_batch([sealed("J-1", number) for number in range(1, 101)], with_border)

    assert dispatcher.context.store.read(Well, "J-1").substances == tuple(
        f"J-1-{n}" for n in range(1, 101)
    )
    assert dispatcher.context.store.all(Lane) == []


def test_a_lane_that_writes_much_is_written_in_several_transactions(dispatcher):
    dispatcher.dispatch_batch([sealed("J-1", number) for number in range(1, 91)], refuse)
    dispatcher.context.store.written.clear()

    dispatcher.context.clock.now += timedelta(minutes=1)
    dispatcher.retry_due_lanes(with_border)

    assert dispatcher.context.store.read(Well, "J-1").times == 90
    assert max(dispatcher.context.store.written) <= BATCH_BYTES


def test_no_transaction_is_larger_than_any_may_be(dispatcher):
    with pytest.raises(TooMuchToWriteError):
        dispatcher.context.store.transact(
            lambda session: session.save(Well("J-1", county="x" * (LARGEST_BYTES + 1)))
        )
    assert dispatcher.context.store.all(Well) == []


def test_the_quarantine_writes_large_messages_apart():
    store = Weighed()
    many = [
        to_quarantine(bytes([number]) * (900 * KIB), {}, "?", "malformed", Time().now)
        for number in range(10)
    ]

    Quarantine(store).store_messages(many)

    assert len(store.all(QuarantinedMessage)) == 10
    assert max(store.written) <= BATCH_BYTES


def test_a_batch_begins_with_a_bounded_number_of_bytes_of_events():
    batch = [InboundEvent(sealed("J-1", n).envelope, b"x" * (100 * KIB)) for n in range(1, 31)]

    parts = list(split_by_size(batch))

    assert [received for part in parts for received in part] == batch
    assert all(sum(len(received.body) for received in part) <= EVENT_BYTES for part in parts)
    assert len(parts) == 3


def intake_with(deliveries):
    """Make a delivery buffer that contains the deliveries and waits for a request."""
    intake = DeliveryBuffer()
    intake.open(object.__new__(ChannelThread))
    intake.put(deliveries)
    intake.signal_idle()
    return intake


def test_deliveries_are_handed_out_by_their_bytes():
    many = [delivery(number, b"x" * KIB * 1000) for number in range(1, 11)]
    intake = intake_with(many)

    taken = [intake.next_batch(500, 0.0)[1]]
    while sum(map(len, taken)) < len(many):
        intake.signal_idle()
        taken.append(intake.next_batch(500, 0.0)[1])

    assert [delivery for part in taken for delivery in part] == many
    assert all(sum(len(delivery.body) for delivery in part) <= TAKEN_BYTES for part in taken)
    assert len(taken) == 3


def test_one_that_is_larger_than_a_batch_is_handed_out_alone():
    intake = intake_with([delivery(1, b"x" * (TAKEN_BYTES + 1)), delivery(2, b"y")])

    assert [delivery.delivery_tag for delivery in intake.next_batch(500, 0.0)[1]] == [1]


def test_the_relay_reads_fewer_events_where_they_are_large():
    relay = object.__new__(Relay)

    relay._measure_room([pending(100 * KIB)] * 10)
    assert relay._room == FRONT_BYTES // (100 * KIB)
    relay._measure_room([pending(KIB)] * 10)
    assert relay._room == FRONT_BYTES // KIB
    relay._measure_room([])
    assert relay._room > 0


def test_commands_that_write_much_together_are_committed_apart():
    store = Weighed()
    executor = CommandExecutor(a_context(store))
    gate = threading.Event()

    def keep(uow, number):
        gate.wait(10)
        uow.save(Well(f"J-{number}", county=BORDER * 5))
        return {"number": number}

    def act(number):
        cause = Cause(f"c-{number}", "Keep", "clerk-1", "water", "c", f"J-{number}")
        once = IdempotencyKey(f"k-{number}", "p")
        executor.execute(PendingCommand(keep, number, cause, once, dict))

    callers = [threading.Thread(target=act, args=(number,)) for number in range(30)]
    for caller in callers:
        caller.start()
    gate.set()
    for caller in callers:
        caller.join(30)

    assert len(store.all(Well)) == 30
    assert max(store.written) <= BATCH_BYTES


def delivery(tag: int, body: bytes) -> Delivery:
    return Delivery("q", body, {}, tag, redelivered=False, exchange="e", routing_key="k")


def pending(size: int) -> PendingEvent:
    return PendingEvent("e", 1, "s", "t", b"x" * size)
