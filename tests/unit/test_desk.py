"""The desk: each request once, each event once, in order, and what fails waits in its lane."""

from datetime import timedelta

import pytest
from kit_given import (
    AbsentStore,
    Reason,
    SealWell,
    Time,
    Well,
    WellSealed,
    a_cause,
    a_desk,
    count_sealing,
    sealed,
)

from shared.delivery.inbox.dispatcher import Desk
from shared.delivery.inbox.event import cause_of
from shared.delivery.lanes.attempts import ATTEMPTS, LONGEST_DELAY
from shared.delivery.records import Applied, Lane, ParkedEvent
from shared.errors import KeyReusedError, NotFoundError, StoreUnavailableError, WrongStateError
from shared.handling.cause import PublisherIdentity
from shared.handling.commands import IdempotencyKey
from shared.handling.records import IdempotencyRecord
from shared.messages.codec import to_wire
from shared.store.outbox import OutboxEvent

MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
def desk(clock) -> Desk:
    return a_desk(clock)


def seal(uow, command):
    well = uow.find(Well, command.well_code) or Well(command.well_code)
    uow.save(Well(well.code, times=well.times + 1))
    uow.emit(WellSealed(well.code, uow.today))
    return uow.get(Well, well.code)


def act(desk, once, handle=seal, well="J-7"):
    return desk.act(handle, SealWell(well, Reason.DRY), a_cause(), once=once, dump=to_wire)


def well(desk, code):
    return desk.store.read(Well, code)


def waiting(desk):
    return [
        event.body
        for event in sorted(desk.store.all(ParkedEvent), key=lambda event: event.sequence)
    ]


class Moody:
    """Applies events as `count_sealing` does, except those about wells that it will not hear of."""

    def __init__(self, error: Exception, *wells: str) -> None:
        self.error = error
        self.wells = set(wells)

    def __call__(self, uow, received):
        count_sealing(uow, received)
        if received.envelope.subject in self.wells:
            raise self.error


def test_a_repeated_request_gets_the_first_answer_and_changes_nothing(desk):
    first = act(desk, IdempotencyKey("clerk-1:k", "print"))
    before = desk.store.snapshot()

    again = act(desk, IdempotencyKey("clerk-1:k", "print"))

    assert (first.is_fresh, again.is_fresh) == (True, False)
    assert again.answer == first.answer == to_wire(Well("J-7", times=1))
    assert desk.store.snapshot() == before


def test_the_same_key_with_other_content_is_refused(desk):
    act(desk, IdempotencyKey("clerk-1:k", "print"))

    with pytest.raises(KeyReusedError):
        act(desk, IdempotencyKey("clerk-1:k", "other print"))

    assert well(desk, "J-7").times == 1


def test_a_new_key_is_a_new_request(desk):
    act(desk, IdempotencyKey("clerk-1:k1", "print"))
    act(desk, IdempotencyKey("clerk-1:k2", "print"))

    assert well(desk, "J-7").times == 2
    assert len(desk.store.all(OutboxEvent)) == 2


def test_a_refused_request_leaves_its_key_free(desk):
    def refuse(uow, command):
        raise WrongStateError("已封停")

    with pytest.raises(WrongStateError):
        act(desk, IdempotencyKey("clerk-1:k", "print"), refuse)

    assert desk.store.all(IdempotencyRecord) == []
    assert act(desk, IdempotencyKey("clerk-1:k", "print")).is_fresh


def test_events_take_effect_in_order(desk):
    desk.dispatch_batch([sealed("J-1", 1), sealed("J-2", 1), sealed("J-1", 2)], count_sealing)

    assert well(desk, "J-1").substances == ("J-1-1", "J-1-2")
    assert well(desk, "J-2").times == 1
    assert len(desk.store.all(Applied)) == 3


def test_an_event_twice_in_one_batch_takes_effect_once(desk):
    desk.dispatch_batch([sealed("J-1"), sealed("J-1")], count_sealing)

    assert well(desk, "J-1").times == 1


def test_an_event_in_two_batches_takes_effect_once(desk):
    desk.dispatch_batch([sealed("J-1")], count_sealing)
    before = desk.store.snapshot()

    desk.dispatch_batch([sealed("J-1")], count_sealing)

    assert desk.store.snapshot() == before


def test_an_event_that_fails_is_parked_and_only_its_subject_waits(desk):
    moody = Moody(ValueError("井口坍塌"), "J-1")

    desk.dispatch_batch(
        [sealed("J-1", 1), sealed("J-2", 1), sealed("J-1", 2), sealed("J-2", 2)], moody
    )

    assert well(desk, "J-1") is None
    assert well(desk, "J-2").times == 2
    (lane,) = desk.store.all(Lane)
    assert (lane.id, lane.head, lane.waiting) == ("water|J-1", 1, 2)
    assert waiting(desk) == [sealed("J-1", 1).body, sealed("J-1", 2).body]
    assert "井口坍塌" in lane.error


def test_a_later_event_waits_behind_a_parked_one_even_if_it_could_work(desk):
    desk.dispatch_batch([sealed("J-1", 1)], Moody(ValueError("井口坍塌"), "J-1"))

    desk.dispatch_batch([sealed("J-1", 2), sealed("J-3", 1)], count_sealing)

    assert well(desk, "J-1") is None
    assert well(desk, "J-3").times == 1
    assert desk.store.all(Lane)[0].waiting == len(waiting(desk)) == 2


def test_a_parked_event_that_comes_again_waits_only_once(desk):
    moody = Moody(ValueError("井口坍塌"), "J-1")
    desk.dispatch_batch([sealed("J-1", 1)], moody)

    desk.dispatch_batch([sealed("J-1", 1), sealed("J-1", 1)], moody)

    assert waiting(desk) == [sealed("J-1", 1).body]
    assert desk.store.all(Lane)[0].waiting == 1


def test_a_lane_is_drained_in_order_once_its_first_event_works(desk, clock):
    moody = Moody(ValueError("井口坍塌"), "J-1")
    desk.dispatch_batch([sealed("J-1", number) for number in (1, 2, 3)], moody)
    moody.wells.clear()

    clock.now += MINUTE
    desk.retry_due_lanes(moody)

    assert well(desk, "J-1").substances == ("J-1-1", "J-1-2", "J-1-3")
    assert desk.store.all(Lane) == []


def test_a_lane_is_not_tried_before_it_is_due(desk):
    moody = Moody(ValueError("井口坍塌"), "J-1")
    desk.dispatch_batch([sealed("J-1")], moody)
    moody.wells.clear()

    desk.retry_due_lanes(moody)

    assert well(desk, "J-1") is None


def test_a_lane_waits_longer_each_time_and_then_for_a_person(desk, clock):
    moody = Moody(ValueError("井口坍塌"), "J-1")
    desk.dispatch_batch([sealed("J-1")], moody)
    waits = []

    while (due := desk.store.all(Lane)[0].due_at) is not None:
        waits.append(due - clock.now)
        clock.now = due
        desk.retry_due_lanes(moody)

    assert waits == sorted(waits)
    assert len(set(waits)) == len(waits) == ATTEMPTS - 1
    assert all(timedelta() < wait <= LONGEST_DELAY for wait in waits)
    assert desk.store.all(Lane)[0].attempts == ATTEMPTS


def test_what_can_never_work_waits_for_a_person_at_once(desk, clock):
    desk.dispatch_batch([sealed("J-1")], Moody(NotFoundError("水井", "J-1"), "J-1"))

    assert desk.store.all(Lane)[0].due_at is None
    assert desk.store.all(Lane)[0].error == "没有编号为“J-1”的水井"
    clock.now += timedelta(days=30)
    desk.retry_due_lanes(count_sealing)
    assert well(desk, "J-1") is None


def test_the_second_event_of_a_lane_may_fail_in_its_turn(desk, clock):
    class SecondFails:
        def __call__(self, uow, received):
            if received.envelope.sequence == 2:
                raise WrongStateError("已封停")
            count_sealing(uow, received)

    desk.dispatch_batch([sealed("J-1", 1)], Moody(ValueError("井口坍塌"), "J-1"))
    desk.dispatch_batch([sealed("J-1", 2), sealed("J-1", 3)], count_sealing)

    clock.now += MINUTE
    desk.retry_due_lanes(SecondFails())

    (lane,) = desk.store.all(Lane)
    assert well(desk, "J-1").substances == ("J-1-1",)
    assert waiting(desk) == [sealed("J-1", 2).body, sealed("J-1", 3).body]
    assert (lane.error, lane.attempts, lane.due_at, lane.head) == ("已封停", 1, None, 2)


def test_an_event_that_was_applied_before_it_was_parked_is_passed_over(desk, clock):
    desk.dispatch_batch([sealed("J-1", 1)], Moody(ValueError("井口坍塌"), "J-1"))
    lane = desk.store.all(Lane)[0]
    desk.store.transact(lambda session: session.remove(session.find(Lane, lane.id)))
    desk.dispatch_batch([sealed("J-1", 1)], count_sealing)
    desk.store.transact(lambda session: session.save(lane))

    clock.now += MINUTE
    desk.retry_due_lanes(count_sealing)

    assert well(desk, "J-1").times == 1
    assert desk.store.all(Lane) == []


def test_when_the_store_does_not_answer_nothing_is_parked(clock):
    desk = Desk(PublisherIdentity("140700", "housing"), AbsentStore(), clock)
    desk.store.away = True

    with pytest.raises(StoreUnavailableError):
        desk.dispatch_batch([sealed("J-1"), sealed("J-2")], count_sealing)

    assert desk.store.snapshot() == {}
    desk.store.away = False
    desk.dispatch_batch([sealed("J-1"), sealed("J-2")], count_sealing)
    assert well(desk, "J-1").times == 1


def test_a_reaction_carries_the_chain_of_causes_on():
    envelope = sealed("J-1").envelope

    cause = cause_of(envelope)

    assert (cause.id, cause.correlation) == (envelope.id, envelope.correlationid)
    assert (cause.department, cause.subject, cause.sequence) == ("water", "J-1", 1)


def test_a_due_lane_is_tried_however_many_others_wait_for_a_person(desk, clock):
    hopeless = Moody(WrongStateError("永远不行"), *(f"A-{number}" for number in range(250)))
    desk.dispatch_batch([sealed(f"A-{number}") for number in range(250)], hopeless)
    desk.dispatch_batch([sealed("Z-1")], Moody(RuntimeError("只此一次"), "Z-1"))
    assert len(desk.store.all(Lane)) == 251

    clock.now += MINUTE
    desk.retry_due_lanes(count_sealing)

    assert well(desk, "Z-1") is not None
    assert len(desk.store.all(Lane)) == 250
