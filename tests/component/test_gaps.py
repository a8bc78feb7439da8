"""An event with a missing predecessor is parked, and its publisher is asked to resend."""

from dataclasses import replace
from datetime import timedelta

import pytest
from kit_given import Time, Well, a_dispatcher, count_sealing, received, sealed

from liandong.envelope import decode
from shared.delivery.inbox.dispatcher import EventDispatcher
from shared.delivery.records import Applied, Lane, LaneState, QuarantinedMessage
from shared.delivery.resend.gap import MOST_CHARACTERS, MOST_GAPS, Gap, parts
from shared.delivery.resend.gaps import ATTEMPTS, LONGEST_PAUSE, record_answer
from shared.delivery.resend.messages import ResendAnswered, ResendRequested
from shared.handling.cause import Cause
from shared.handling.claim_check import CLAIM_CHECK_BYTES
from shared.handling.unit_of_work import UnitOfWork
from shared.store.outbox import OutboxEvent
from shared.testing.world import envelope_of, message_of

MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
def dispatcher(clock):
    return a_dispatcher(clock)


def behind(well, number, publisher="environment"):
    """Make the `number`-th event of a well, which names its predecessor."""
    made = sealed(well, number).envelope
    envelope = replace(made, source=f"//140700.liandong.cn/{publisher}")
    at = received(envelope)
    at.predecessor = number - 1
    return at


def effects(dispatcher, code="J-1"):
    well = dispatcher.context.store.read(Well, code)
    return list(well.substances) if well else []


def requests(dispatcher):
    sent = [message_of(decode(row.body)) for row in dispatcher.context.store.all(OutboxEvent)]
    return [(request.publisher, request.about, request.after, request.before) for request in sent]


def test_an_event_in_its_turn_takes_effect(dispatcher):
    dispatcher.dispatch_batch([behind("J-1", 1), behind("J-1", 2)], count_sealing)
    dispatcher.dispatch_batch([behind("J-1", 3)], count_sealing)

    assert effects(dispatcher) == ["J-1-1", "J-1-2", "J-1-3"]


def test_an_event_in_its_turn_is_known_after_a_restart(dispatcher, clock):
    dispatcher.dispatch_batch([behind("J-1", 1)], count_sealing)
    again = EventDispatcher(dispatcher.context)

    again.dispatch_batch([behind("J-1", 2)], count_sealing)

    assert effects(dispatcher) == ["J-1-1", "J-1-2"]


def test_an_event_that_comes_too_early_waits_and_hurts_no_other_subject(dispatcher):
    dispatcher.dispatch_batch([behind("J-1", 1), behind("J-1", 3), behind("J-2", 1)], count_sealing)

    assert effects(dispatcher) == ["J-1-1"]
    assert effects(dispatcher, "J-2") == ["J-2-1"]
    (lane,) = dispatcher.context.store.all(Lane)
    assert (lane.state, lane.head, lane.waiting) == (LaneState.GAP, 3, 1)
    assert "第 2 号事件未到" in lane.error


def test_when_the_missing_event_comes_all_take_effect_in_order(dispatcher, clock):
    dispatcher.dispatch_batch([behind("J-1", 1), behind("J-1", 3), behind("J-1", 4)], count_sealing)

    dispatcher.dispatch_batch([behind("J-1", 2)], count_sealing)
    dispatcher.retry_due_lanes(count_sealing)

    assert effects(dispatcher) == ["J-1-1", "J-1-2", "J-1-3", "J-1-4"]
    assert dispatcher.context.store.all(Lane) == []
    assert requests(dispatcher) == []


def test_the_publisher_is_asked_for_just_what_is_missing(dispatcher, clock):
    dispatcher.dispatch_batch([behind("J-1", 1), behind("J-1", 5)], count_sealing)

    clock.now += MINUTE
    dispatcher.retry_due_lanes(count_sealing)

    assert requests(dispatcher) == [("environment", "J-1", 1, 5)]


def test_it_is_asked_a_few_times_less_often_each_time_and_then_waits_for_a_person(
    dispatcher, clock
):
    """The broker keeps a request for a publisher that is down, so a few are enough."""
    dispatcher.dispatch_batch([behind("J-1", 5)], count_sealing)
    waits = []

    while (due := dispatcher.context.store.all(Lane)[0].due_at) is not None:
        waits.append(due - clock.now)
        clock.now = due
        dispatcher.retry_due_lanes(count_sealing)

    assert waits[1:] == sorted(waits[1:])
    assert max(waits) <= LONGEST_PAUSE
    assert len(requests(dispatcher)) == len(waits) == ATTEMPTS
    assert effects(dispatcher) == []


def test_a_gap_that_waits_for_a_person_closes_when_the_missing_event_comes(dispatcher, clock):
    dispatcher.dispatch_batch([behind("J-1", 2)], count_sealing)
    while (due := dispatcher.context.store.all(Lane)[0].due_at) is not None:
        clock.now = due
        dispatcher.retry_due_lanes(count_sealing)

    dispatcher.dispatch_batch([behind("J-1", 1)], count_sealing)
    dispatcher.retry_due_lanes(count_sealing)

    assert effects(dispatcher) == ["J-1-1", "J-1-2"]
    assert dispatcher.context.store.all(Lane) == []


def test_many_gaps_of_one_publisher_are_asked_for_in_few_requests(dispatcher, clock):
    """3,000 events with an invented predecessor once caused 3,000 requests, repeatedly."""
    dispatcher.dispatch_batch(
        [behind(f"J-{number}", 2) for number in range(MOST_GAPS)], count_sealing
    )

    clock.now += timedelta(hours=1)
    dispatcher.retry_due_lanes(count_sealing)

    sent = dispatcher.context.store.all(OutboxEvent)
    assert len(sent) == 1
    assert max(len(row.body) for row in sent) < CLAIM_CHECK_BYTES
    requests = [message_of(decode(row.body)) for row in sent]
    first = {request.about for request in requests}
    more = {gap.about for request in requests for gap in request.more}
    assert len(first | more) == MOST_GAPS


def test_long_subjects_make_more_requests_and_none_that_is_large():
    gaps = [Gap(f"{number:03}" + "长" * 509, 0, 2, 1) for number in range(100)]

    divided = list(parts(gaps))

    assert [gap for part in divided for gap in part] == gaps
    assert max(sum(len(gap.about) for gap in part) for part in divided) <= MOST_CHARACTERS


def answered(dispatcher, clock, gap, publisher="environment"):
    """Apply the publisher's answer that it has no such event."""

    def work(session):
        cause = Cause("a-1", "resend", "platform", publisher, "a-1")
        uow = UnitOfWork(session, cause, dispatcher.context.identity, clock.now)
        record_answer(uow, ResendAnswered("water", (gap,)))

    dispatcher.context.store.transact(work)


def test_what_the_publisher_says_it_has_not_is_asked_for_no_more(dispatcher, clock):
    dispatcher.dispatch_batch([behind("J-1", 5)], count_sealing)
    clock.now += MINUTE
    dispatcher.retry_due_lanes(count_sealing)

    answered(dispatcher, clock, Gap("J-1", 0, 5, 4))

    (lane,) = dispatcher.context.store.all(Lane)
    assert lane.due_at is None
    assert "没有可补发的第 4 号事件" in lane.error


@pytest.mark.parametrize(
    ("gap", "publisher"),
    [
        (Gap("J-1", 0, 5, 3), "environment"),
        (Gap("J-2", 0, 5, 4), "environment"),
        (Gap("J-1", 0, 5, 4), "agriculture"),
    ],
)
def test_an_answer_about_something_else_ends_no_asking(dispatcher, clock, gap, publisher):
    dispatcher.dispatch_batch([behind("J-1", 5)], count_sealing)

    answered(dispatcher, clock, gap, publisher)

    assert dispatcher.context.store.all(Lane)[0].due_at is not None


def test_a_partner_without_a_service_is_not_asked_and_its_gap_waits_for_a_person(dispatcher, clock):
    dispatcher.dispatch_batch([behind("J-1", 5, publisher="province")], count_sealing)

    while (due := dispatcher.context.store.all(Lane)[0].due_at) is not None:
        clock.now = due
        dispatcher.retry_due_lanes(count_sealing)

    assert requests(dispatcher) == []
    assert dispatcher.context.store.all(Lane)[0].attempts == ATTEMPTS


def test_a_request_is_an_event_to_the_publisher_alone():
    envelope = envelope_of(ResendRequested("environment|J-1", "environment", "J-1", 1, 5))

    assert envelope.type == "cn.liandong.platform.resend.requested.v1"


def test_another_event_at_a_place_that_is_taken_is_kept_for_a_person(dispatcher):
    dispatcher.dispatch_batch([sealed("J-1", 1)], count_sealing)

    dispatcher.dispatch_batch([sealed("J-1", 1, "a forgery")], count_sealing)

    assert effects(dispatcher) == ["J-1-1"]
    (kept,) = dispatcher.context.store.all(QuarantinedMessage)
    assert kept.kind == "conflict"
    assert "is taken by J-1-1" in kept.reason
    assert len(dispatcher.context.store.all(Applied)) == 1
