"""Isolation: an event that cannot be written, read or retried blocks only its own lane."""

from datetime import timedelta

import pytest
from kit_given import AbsentStore, Time, Well, a_dispatcher, count_sealing, deep, refuse, sealed

from shared.delivery.inbox.dispatcher import EventDispatcher
from shared.delivery.lanes.attempts import ATTEMPTS
from shared.delivery.lanes.lanes import MAX_EVENTS_PER_RUN
from shared.delivery.lanes.retries import TURN
from shared.delivery.records import Lane, ParkedEvent, QuarantinedMessage
from shared.errors import StoreUnavailableError
from shared.handling.cause import PublisherIdentity
from shared.handling.context import DepartmentContext
from shared.store.memory import MemoryStore
from shared.store.session import Session
from shared.store.store import LARGEST_BYTES

MINUTE = timedelta(minutes=1)


UNWRITABLE = {
    "a NUL in a name": {"a\0b": 1},
    "a number over 64 bits": {"n": 2**64},
    "half a surrogate pair": "\ud800",
    "too deep": deep(1_200),
    "too large": "x" * (LARGEST_BYTES + 1),
}


class Writes:
    """Applies events like `count_sealing`, but writes unstorable values for the listed wells."""

    def __init__(self, what: object, *wells: str) -> None:
        self.what = what
        self.wells = set(wells)
        self.tried: list[str] = []

    def __call__(self, uow, received):
        count_sealing(uow, received)
        subject = received.envelope.subject
        self.tried.append(received.envelope.id)
        if subject in self.wells:
            uow.save(Well(f"{subject}-x", county=self.what))


@pytest.fixture
def clock() -> Time:
    return Time()


def well(dispatcher, code):
    return dispatcher.context.store.read(Well, code)


@pytest.mark.parametrize("what", UNWRITABLE.values(), ids=UNWRITABLE)
def test_an_event_whose_effect_no_store_takes_is_parked_alone(clock, what):
    dispatcher = a_dispatcher(clock)

    dispatcher.dispatch_batch([sealed("J-1"), sealed("J-2"), sealed("J-3")], Writes(what, "J-2"))

    assert (
        well(dispatcher, "J-1").times,
        well(dispatcher, "J-2"),
        well(dispatcher, "J-3").times,
    ) == (1, None, 1)
    (lane,) = dispatcher.context.store.all(Lane)
    assert (lane.subject, lane.attempts) == ("J-2", 1)


@pytest.mark.parametrize("what", UNWRITABLE.values(), ids=UNWRITABLE)
def test_a_lane_whose_effect_no_store_takes_holds_up_no_lane_behind_it(clock, what):
    dispatcher, writes = a_dispatcher(clock), Writes(what, "J-1")
    dispatcher.dispatch_batch([sealed("J-1")], writes)
    dispatcher.dispatch_batch([sealed("J-9", 2)], refuse)

    clock.now += MINUTE
    dispatcher.retry_due_lanes(writes)

    assert well(dispatcher, "J-9").times == 1
    assert [lane.subject for lane in dispatcher.context.store.all(Lane)] == ["J-1"]


def test_another_event_at_a_number_that_waits_is_kept_for_a_person(clock):
    dispatcher = a_dispatcher(clock)
    dispatcher.dispatch_batch([sealed("J-1")], refuse)

    dispatcher.dispatch_batch([sealed("J-1", event_id="other"), sealed("J-1")], refuse)

    (lane,) = dispatcher.context.store.all(Lane)
    assert lane.waiting == 1
    (kept,) = dispatcher.context.store.all(QuarantinedMessage)
    assert (kept.kind, kept.body) == ("conflict", sealed("J-1", event_id="other").body)
    assert "taken by J-1-1" in kept.reason


def test_such_a_lane_is_tried_ever_more_rarely_and_then_waits_for_a_person(clock):
    dispatcher, writes = a_dispatcher(clock), Writes({"a\0b": 1}, "J-1")
    dispatcher.dispatch_batch([sealed("J-1")], writes)
    waits = []

    while (due := dispatcher.context.store.all(Lane)[0].due_at) is not None:
        waits.append(due - clock.now)
        clock.now = due
        dispatcher.retry_due_lanes(writes)

    assert waits == sorted(waits)
    assert len(waits) == ATTEMPTS - 1
    assert "NULL byte" in dispatcher.context.store.all(Lane)[0].error


def test_events_before_the_one_at_fault_leave_the_lane(clock):
    dispatcher = a_dispatcher(clock)
    dispatcher.dispatch_batch([sealed("J-1", number) for number in range(1, 6)], refuse)

    def third_cannot(uow, received):
        count_sealing(uow, received)
        if received.envelope.sequence == 3:
            uow.save(Well("x", county={"a\0b": 1}))

    clock.now += MINUTE
    dispatcher.retry_due_lanes(third_cannot)

    assert well(dispatcher, "J-1").times == 2
    (lane,) = dispatcher.context.store.all(Lane)
    assert (lane.head, lane.waiting, lane.attempts) == (3, 3, 1)


class Forgetful(MemoryStore):
    """Refuses to write lanes and parked events of the listed subjects, even their failures."""

    def __init__(self, *subjects: str) -> None:
        super().__init__()
        self.subjects = set(subjects)

    def transact(self, work, **bounds):
        def watched(session: Session):
            done = work(session)
            if any(self._refuses(write) for write in session.writes()):
                raise ValueError("this cannot be written")
            return done

        return super().transact(watched, **bounds)

    def _refuses(self, write):
        return write.kind in (Lane, ParkedEvent) and any(
            name in write.key for name in self.subjects
        )


def test_a_lane_whose_failure_cannot_be_noted_rests_and_holds_up_no_other(clock):
    store = Forgetful()
    dispatcher, tried = (
        EventDispatcher(DepartmentContext(PublisherIdentity("140700", "housing"), store, clock)),
        [],
    )
    names = [f"J-{number:03}" for number in range(TURN + 1)]
    dispatcher.dispatch_batch([sealed(name) for name in names], refuse)
    store.subjects = set(names[:TURN])

    def note(uow, received):
        tried.append(received.envelope.subject)
        count_sealing(uow, received)

    clock.now += MINUTE
    dispatcher.retry_due_lanes(note)
    dispatcher.retry_due_lanes(note)

    assert well(dispatcher, names[-1]).times == 1
    assert tried.count(names[0]) <= 2  # once with others, and once more alone


def test_many_failing_lanes_of_one_publisher_delay_no_other_ones(clock):
    """They are due before the other's lane, and alternate with it."""
    dispatcher, tried = a_dispatcher(clock), []
    dispatcher.dispatch_batch([sealed(f"J-{number:04}") for number in range(10 * TURN)], refuse)
    clock.now += timedelta(seconds=1)
    dispatcher.dispatch_batch([sealed("J-1", by="parks")], refuse)

    def fail(_uow, received):
        tried.append(received.envelope.department)
        raise ValueError("井口坍塌")

    clock.now += MINUTE
    dispatcher.retry_due_lanes(fail)

    assert len(tried) == 10 * TURN + 1
    assert tried.index("parks") <= TURN


def test_an_event_that_cannot_even_be_parked_is_quarantined(clock):
    store = Forgetful("J-2")
    dispatcher = EventDispatcher(
        DepartmentContext(PublisherIdentity("140700", "housing"), store, clock)
    )

    dispatcher.dispatch_batch(
        [sealed("J-1"), sealed("J-2"), sealed("J-3")], Writes({"a\0b": 1}, "J-2")
    )

    assert (well(dispatcher, "J-1").times, well(dispatcher, "J-3").times) == (1, 1)
    (kept,) = store.all(QuarantinedMessage)
    assert (kept.kind, kept.body) == ("unwritable", sealed("J-2").body)


def test_when_the_store_does_not_answer_a_round_ends_and_says_so(clock):
    store = AbsentStore()
    dispatcher = EventDispatcher(
        DepartmentContext(PublisherIdentity("140700", "housing"), store, clock)
    )
    dispatcher.dispatch_batch([sealed("J-1")], refuse)
    store.away = True

    clock.now += MINUTE
    with pytest.raises(StoreUnavailableError):
        dispatcher.retry_due_lanes(count_sealing)
    assert store.all(Lane)[0].attempts == 1


def test_a_long_lane_is_not_read_while_its_head_cannot_work(clock):
    dispatcher = a_dispatcher(clock)
    dispatcher.dispatch_batch([sealed("J-1", number) for number in range(1, 301)], refuse)
    read = []
    fetch, select = dispatcher.context.store.fetch, dispatcher.context.store.select
    dispatcher.context.store.fetch = lambda kind, keys: read.extend(keys) or fetch(kind, keys)

    def never_whole(kind, *rest):
        if kind is ParkedEvent:
            pytest.fail("a lane is read whole")
        return select(kind, *rest)

    dispatcher.context.store.select = never_whole

    clock.now += MINUTE
    dispatcher.retry_due_lanes(refuse)

    assert len([key for key in read if key.startswith("water|J-1|")]) < 10
    assert dispatcher.context.store.all(Lane)[0].waiting == 300


def test_a_long_lane_is_drained_in_order_a_part_at_a_time(clock):
    dispatcher, many = a_dispatcher(clock), 2 * MAX_EVENTS_PER_RUN + 1
    numbers = [number * 1_000 for number in range(1, many + 1)]
    dispatcher.dispatch_batch([sealed("J-1", number) for number in numbers], refuse)

    clock.now += MINUTE
    dispatcher.retry_due_lanes(count_sealing)

    assert well(dispatcher, "J-1").substances == tuple(f"J-1-{number}" for number in numbers)
    assert dispatcher.context.store.all(Lane) == dispatcher.context.store.all(ParkedEvent) == []
