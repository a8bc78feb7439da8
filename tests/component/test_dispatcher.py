"""Requests and events are applied once and in order; a failed event blocks only its lane."""

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
    a_dispatcher,
    count_sealing,
    sealed,
)

from shared.delivery.inbox.dispatcher import EventDispatcher
from shared.delivery.inbox.event import cause_of
from shared.delivery.lanes.attempts import ATTEMPTS, LONGEST_DELAY
from shared.delivery.records import Applied, Lane, ParkedEvent
from shared.errors import KeyReusedError, NotFoundError, StoreUnavailableError, WrongStateError
from shared.handling.cause import PublisherIdentity
from shared.handling.commands import CommandExecutor, PendingCommand
from shared.handling.context import DepartmentContext
from shared.handling.idempotency import IdempotencyKey, IdempotencyRecord
from shared.messages.codec import to_wire
from shared.store.outbox import OutboxEvent

MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
def dispatcher(clock) -> EventDispatcher:
    return a_dispatcher(clock)


def seal(uow, command):
    well = uow.find(Well, command.well_code) or Well(command.well_code)
    uow.save(Well(well.code, times=well.times + 1))
    uow.emit(WellSealed(well.code, uow.today))
    return uow.get(Well, well.code)


def act(dispatcher, once, handle=seal, well="J-7"):
    executor = CommandExecutor(dispatcher.context)
    command = SealWell(well, Reason.DRY)
    return executor.execute(PendingCommand(handle, command, a_cause(), once, to_wire))


def well(dispatcher, code):
    return dispatcher.context.store.read(Well, code)


def waiting(dispatcher):
    return [
        event.body
        for event in sorted(
            dispatcher.context.store.all(ParkedEvent), key=lambda event: event.sequence
        )
    ]


class Moody:
    """Applies events like `count_sealing`, except those about the listed wells."""

    def __init__(self, error: Exception, *wells: str) -> None:
        self.error = error
        self.wells = set(wells)

    def __call__(self, uow, received):
        count_sealing(uow, received)
        if received.envelope.subject in self.wells:
            raise self.error


def test_a_repeated_request_gets_the_first_answer_and_changes_nothing(dispatcher):
    first = act(dispatcher, IdempotencyKey("clerk-1:k", "print"))
    before = dispatcher.context.store.snapshot()

    again = act(dispatcher, IdempotencyKey("clerk-1:k", "print"))

    assert (first.is_fresh, again.is_fresh) == (True, False)
    assert again.answer == first.answer == to_wire(Well("J-7", times=1))
    assert dispatcher.context.store.snapshot() == before


def test_the_same_key_with_other_content_is_refused(dispatcher):
    act(dispatcher, IdempotencyKey("clerk-1:k", "print"))

    with pytest.raises(KeyReusedError):
        act(dispatcher, IdempotencyKey("clerk-1:k", "other print"))

    assert well(dispatcher, "J-7").times == 1


def test_a_new_key_is_a_new_request(dispatcher):
    act(dispatcher, IdempotencyKey("clerk-1:k1", "print"))
    act(dispatcher, IdempotencyKey("clerk-1:k2", "print"))

    assert well(dispatcher, "J-7").times == 2
    assert len(dispatcher.context.store.all(OutboxEvent)) == 2


def test_a_refused_request_leaves_its_key_free(dispatcher):
    def refuse(uow, command):
        raise WrongStateError("已封停")

    with pytest.raises(WrongStateError):
        act(dispatcher, IdempotencyKey("clerk-1:k", "print"), refuse)

    assert dispatcher.context.store.all(IdempotencyRecord) == []
    assert act(dispatcher, IdempotencyKey("clerk-1:k", "print")).is_fresh


def test_events_take_effect_in_order(dispatcher):
    dispatcher.dispatch_batch([sealed("J-1", 1), sealed("J-2", 1), sealed("J-1", 2)], count_sealing)

    assert well(dispatcher, "J-1").substances == ("J-1-1", "J-1-2")
    assert well(dispatcher, "J-2").times == 1
    assert len(dispatcher.context.store.all(Applied)) == 3


def test_an_event_twice_in_one_batch_takes_effect_once(dispatcher):
    dispatcher.dispatch_batch([sealed("J-1"), sealed("J-1")], count_sealing)

    assert well(dispatcher, "J-1").times == 1


def test_an_event_in_two_batches_takes_effect_once(dispatcher):
    dispatcher.dispatch_batch([sealed("J-1")], count_sealing)
    before = dispatcher.context.store.snapshot()

    dispatcher.dispatch_batch([sealed("J-1")], count_sealing)

    assert dispatcher.context.store.snapshot() == before


def test_an_event_that_fails_is_parked_and_only_its_subject_waits(dispatcher):
    moody = Moody(ValueError("井口坍塌"), "J-1")

    dispatcher.dispatch_batch(
        [sealed("J-1", 1), sealed("J-2", 1), sealed("J-1", 2), sealed("J-2", 2)], moody
    )

    assert well(dispatcher, "J-1") is None
    assert well(dispatcher, "J-2").times == 2
    (lane,) = dispatcher.context.store.all(Lane)
    assert (lane.id, lane.head, lane.waiting) == ("water|J-1", 1, 2)
    assert waiting(dispatcher) == [sealed("J-1", 1).body, sealed("J-1", 2).body]
    assert "井口坍塌" in lane.error


def test_a_later_event_waits_behind_a_parked_one_even_if_it_could_work(dispatcher):
    dispatcher.dispatch_batch([sealed("J-1", 1)], Moody(ValueError("井口坍塌"), "J-1"))

    dispatcher.dispatch_batch([sealed("J-1", 2), sealed("J-3", 1)], count_sealing)

    assert well(dispatcher, "J-1") is None
    assert well(dispatcher, "J-3").times == 1
    assert dispatcher.context.store.all(Lane)[0].waiting == len(waiting(dispatcher)) == 2


def test_a_parked_event_that_comes_again_waits_only_once(dispatcher):
    moody = Moody(ValueError("井口坍塌"), "J-1")
    dispatcher.dispatch_batch([sealed("J-1", 1)], moody)

    dispatcher.dispatch_batch([sealed("J-1", 1), sealed("J-1", 1)], moody)

    assert waiting(dispatcher) == [sealed("J-1", 1).body]
    assert dispatcher.context.store.all(Lane)[0].waiting == 1


def test_a_lane_is_drained_in_order_once_its_first_event_works(dispatcher, clock):
    moody = Moody(ValueError("井口坍塌"), "J-1")
    dispatcher.dispatch_batch([sealed("J-1", number) for number in (1, 2, 3)], moody)
    moody.wells.clear()

    clock.now += MINUTE
    dispatcher.retry_due_lanes(moody)

    assert well(dispatcher, "J-1").substances == ("J-1-1", "J-1-2", "J-1-3")
    assert dispatcher.context.store.all(Lane) == []


def test_a_lane_is_not_tried_before_it_is_due(dispatcher):
    moody = Moody(ValueError("井口坍塌"), "J-1")
    dispatcher.dispatch_batch([sealed("J-1")], moody)
    moody.wells.clear()

    dispatcher.retry_due_lanes(moody)

    assert well(dispatcher, "J-1") is None


def test_a_lane_waits_longer_each_time_and_then_for_a_person(dispatcher, clock):
    moody = Moody(ValueError("井口坍塌"), "J-1")
    dispatcher.dispatch_batch([sealed("J-1")], moody)
    waits = []

    while (due := dispatcher.context.store.all(Lane)[0].due_at) is not None:
        waits.append(due - clock.now)
        clock.now = due
        dispatcher.retry_due_lanes(moody)

    assert waits == sorted(waits)
    assert len(set(waits)) == len(waits) == ATTEMPTS - 1
    assert all(timedelta() < wait <= LONGEST_DELAY for wait in waits)
    assert dispatcher.context.store.all(Lane)[0].attempts == ATTEMPTS


def test_what_can_never_work_waits_for_a_person_at_once(dispatcher, clock):
    dispatcher.dispatch_batch([sealed("J-1")], Moody(NotFoundError("水井", "J-1"), "J-1"))

    assert dispatcher.context.store.all(Lane)[0].due_at is None
    assert dispatcher.context.store.all(Lane)[0].error == "没有编号为“J-1”的水井"
    clock.now += timedelta(days=30)
    dispatcher.retry_due_lanes(count_sealing)
    assert well(dispatcher, "J-1") is None


def test_the_second_event_of_a_lane_may_fail_in_its_turn(dispatcher, clock):
    class SecondFails:
        def __call__(self, uow, received):
            if received.envelope.sequence == 2:
                raise WrongStateError("已封停")
            count_sealing(uow, received)

    dispatcher.dispatch_batch([sealed("J-1", 1)], Moody(ValueError("井口坍塌"), "J-1"))
    dispatcher.dispatch_batch([sealed("J-1", 2), sealed("J-1", 3)], count_sealing)

    clock.now += MINUTE
    dispatcher.retry_due_lanes(SecondFails())

    (lane,) = dispatcher.context.store.all(Lane)
    assert well(dispatcher, "J-1").substances == ("J-1-1",)
    assert waiting(dispatcher) == [sealed("J-1", 2).body, sealed("J-1", 3).body]
    assert (lane.error, lane.attempts, lane.due_at, lane.head) == ("已封停", 1, None, 2)


def test_an_event_that_was_applied_before_it_was_parked_is_passed_over(dispatcher, clock):
    dispatcher.dispatch_batch([sealed("J-1", 1)], Moody(ValueError("井口坍塌"), "J-1"))
    lane = dispatcher.context.store.all(Lane)[0]
    dispatcher.context.store.transact(lambda session: session.remove(session.find(Lane, lane.id)))
    dispatcher.dispatch_batch([sealed("J-1", 1)], count_sealing)
    dispatcher.context.store.transact(lambda session: session.save(lane))

    clock.now += MINUTE
    dispatcher.retry_due_lanes(count_sealing)

    assert well(dispatcher, "J-1").times == 1
    assert dispatcher.context.store.all(Lane) == []


def test_when_the_store_does_not_answer_nothing_is_parked(clock):
    dispatcher = EventDispatcher(
        DepartmentContext(PublisherIdentity("140700", "housing"), AbsentStore(), clock)
    )
    dispatcher.context.store.away = True

    with pytest.raises(StoreUnavailableError):
        dispatcher.dispatch_batch([sealed("J-1"), sealed("J-2")], count_sealing)

    assert dispatcher.context.store.snapshot() == {}
    dispatcher.context.store.away = False
    dispatcher.dispatch_batch([sealed("J-1"), sealed("J-2")], count_sealing)
    assert well(dispatcher, "J-1").times == 1


def test_a_reaction_carries_the_chain_of_causes_on():
    envelope = sealed("J-1").envelope

    cause = cause_of(envelope)

    assert (cause.id, cause.correlation) == (envelope.id, envelope.correlationid)
    assert (cause.department, cause.subject, cause.sequence) == ("water", "J-1", 1)


def test_a_due_lane_is_tried_however_many_others_wait_for_a_person(dispatcher, clock):
    hopeless = Moody(WrongStateError("永远不行"), *(f"A-{number}" for number in range(250)))
    dispatcher.dispatch_batch([sealed(f"A-{number}") for number in range(250)], hopeless)
    dispatcher.dispatch_batch([sealed("Z-1")], Moody(RuntimeError("只此一次"), "Z-1"))
    assert len(dispatcher.context.store.all(Lane)) == 251

    clock.now += MINUTE
    dispatcher.retry_due_lanes(count_sealing)

    assert well(dispatcher, "Z-1") is not None
    assert len(dispatcher.context.store.all(Lane)) == 250
