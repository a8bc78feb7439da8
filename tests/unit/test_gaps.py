"""An event whose predecessor has not come waits, and the publisher is asked for what is missing."""

from dataclasses import replace
from datetime import timedelta

import pytest
from kit_given import Time, Well, a_desk, count_sealing, received, sealed

from liandong.envelope import decode
from shared.failed import Lane, LaneState, Quarantined
from shared.lanes import ATTEMPTS, LONGEST_DELAY
from shared.ledgers import Applied, Outgoing
from shared.resend import ResendRequested
from shared.testing import envelope_of, message_of

MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
def desk(clock):
    return a_desk(clock)


def behind(well, number, publisher="environment"):
    """Give the `number`-th event of a well, which says that one comes before it."""
    made = sealed(well, number).envelope
    envelope = replace(made, source=f"//140700.liandong.cn/{publisher}")
    at = received(envelope)
    at.predecessor = number - 1
    return at


def effects(desk, code="J-1"):
    well = desk.store.read(Well, code)
    return list(well.substances) if well else []


def requests(desk):
    sent = [message_of(decode(row.body)) for row in desk.store.all(Outgoing)]
    return [(at.publisher, at.about, at.after, at.before) for at in sent]


def test_an_event_in_its_turn_takes_effect(desk):
    desk.react([behind("J-1", 1), behind("J-1", 2)], count_sealing)
    desk.react([behind("J-1", 3)], count_sealing)

    assert effects(desk) == ["J-1-1", "J-1-2", "J-1-3"]


def test_an_event_in_its_turn_is_known_after_a_restart(desk, clock):
    desk.react([behind("J-1", 1)], count_sealing)
    again = a_desk(clock)
    again.store = desk.store

    again.react([behind("J-1", 2)], count_sealing)

    assert effects(desk) == ["J-1-1", "J-1-2"]


def test_an_event_that_comes_too_early_waits_and_hurts_no_other_subject(desk):
    desk.react([behind("J-1", 1), behind("J-1", 3), behind("J-2", 1)], count_sealing)

    assert effects(desk) == ["J-1-1"]
    assert effects(desk, "J-2") == ["J-2-1"]
    (lane,) = desk.store.all(Lane)
    assert (lane.state, lane.head, lane.waiting) == (LaneState.GAP, 3, 1)
    assert "第 2 号事件未到" in lane.error


def test_when_the_missing_event_comes_all_take_effect_in_order(desk, clock):
    desk.react([behind("J-1", 1), behind("J-1", 3), behind("J-1", 4)], count_sealing)

    desk.react([behind("J-1", 2)], count_sealing)
    desk.retry_lanes(count_sealing)

    assert effects(desk) == ["J-1-1", "J-1-2", "J-1-3", "J-1-4"]
    assert desk.store.all(Lane) == []
    assert requests(desk) == []


def test_the_publisher_is_asked_for_just_what_is_missing(desk, clock):
    desk.react([behind("J-1", 1), behind("J-1", 5)], count_sealing)

    clock.now += MINUTE
    desk.retry_lanes(count_sealing)

    assert requests(desk) == [("environment", "J-1", 1, 5)]


def test_it_is_asked_less_often_each_time_and_without_end(desk, clock):
    """The publisher may be away for days; nobody should have to remember to ask again."""
    desk.react([behind("J-1", 5)], count_sealing)
    waits = []

    for _ in range(20):
        due = desk.store.all(Lane)[0].due_at
        waits.append(due - clock.now)
        clock.now = due
        desk.retry_lanes(count_sealing)

    assert waits[1] < waits[4] < max(waits) <= LONGEST_DELAY
    assert len(requests(desk)) == len(waits)
    assert effects(desk) == []


def test_a_partner_without_a_service_is_not_asked_and_its_gap_waits_for_a_person(desk, clock):
    desk.react([behind("J-1", 5, publisher="province")], count_sealing)

    while (due := desk.store.all(Lane)[0].due_at) is not None:
        clock.now = due
        desk.retry_lanes(count_sealing)

    assert requests(desk) == []
    assert desk.store.all(Lane)[0].attempts == ATTEMPTS


def test_a_request_is_an_event_to_the_publisher_alone():
    envelope = envelope_of(ResendRequested("environment|J-1", "environment", "J-1", 1, 5))

    assert envelope.type == "cn.liandong.platform.resend.requested.v1"


def test_another_event_at_a_place_that_is_taken_is_kept_for_a_person(desk):
    desk.react([sealed("J-1", 1)], count_sealing)

    desk.react([sealed("J-1", 1, "a forgery")], count_sealing)

    assert effects(desk) == ["J-1-1"]
    (kept,) = desk.store.all(Quarantined)
    assert kept.kind == "conflict"
    assert "is taken by J-1-1" in kept.reason
    assert len(desk.store.all(Applied)) == 1
