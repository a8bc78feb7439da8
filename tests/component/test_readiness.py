"""Readiness is accurate: each stalled activity is named, in words."""

import threading
from datetime import timedelta

import pytest
from failures_given import Bureau, sealing
from kit_given import Seconds

from liandong.consuming.consumer import Verdict
from shared.errors import StoreUnavailableError
from shared.observability.activity import FORGOTTEN_S, Activity
from shared.runtime.health import HealthChecks
from shared.runtime.readiness import UNSETTLED_S, UNTRIED_S, Readiness
from shared.store.heartbeat import LATE_S, Heartbeat
from shared.store.memory import MemoryStore

WAIT_S = 10.0


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


def test_nothing_in_hand_is_waited_for(seconds):
    activity = Activity(seconds)
    seconds.now += 1000

    assert activity.waited_s() == 0
    activity.begin()
    activity.end()
    seconds.now += 1000
    assert activity.waited_s() == 0


def test_what_is_in_hand_is_waited_for_until_it_moves_or_ends(seconds):
    activity = Activity(seconds)
    activity.begin()
    seconds.now += 50
    assert activity.waited_s() == 50
    activity.moved()
    seconds.now += 7
    assert activity.waited_s() == 7
    activity.end()
    assert activity.waited_s() == 0


def test_what_fails_again_and_again_is_waited_for_from_the_first_time(seconds):
    activity = Activity(seconds)
    for _ in range(5):
        activity.begin()
        seconds.now += 10
        activity.end("井口坍塌")
    assert (activity.waited_s(), activity.why) == (50, "井口坍塌")

    activity.begin()
    activity.end()

    assert (activity.waited_s(), activity.why) == (0, "")


def test_a_failure_that_nobody_tries_again_is_forgotten(seconds):
    activity = Activity(seconds)
    activity.begin()
    activity.end("井口坍塌")
    seconds.now += FORGOTTEN_S + 1

    assert activity.waited_s() == 0


def beaten(write) -> Heartbeat:
    """Make a heartbeat that has beaten once."""
    made = Heartbeat(write)
    made._beat()
    return made


def test_a_write_that_fails_is_told_and_one_that_works_ends_that():
    faults = [StoreUnavailableError(), OSError("No space left on device")]

    def write():
        if faults:
            raise faults.pop()

    heartbeat = beaten(write)
    assert "No space left on device" in heartbeat.fault()
    heartbeat._beat()
    assert "数据库" in heartbeat.fault()
    heartbeat._beat()
    assert heartbeat.fault() == ""


def test_a_write_that_does_not_end_is_told(seconds):
    begun, gate = threading.Event(), threading.Event()

    def write():
        begun.set()
        gate.wait(WAIT_S)

    heartbeat = Heartbeat(write, every_s=0.01)
    heartbeat.activity = Activity(seconds)
    heartbeat.start()
    assert begun.wait(WAIT_S)
    assert heartbeat.fault() == ""
    seconds.now += LATE_S + 1

    assert heartbeat.fault().startswith("a write has not ended for 16 s")
    gate.set()
    heartbeat.stop()


class Inn:
    """A bureau's inbox with its readiness checks."""

    def __init__(self, folder, seconds):
        self.bureau = Bureau(folder)
        self.inbox = self.bureau.inbox()
        self.inbox.reading, self.inbox.retrying = Activity(seconds), Activity(seconds)
        self.heartbeat = beaten(lambda: None)
        readiness = Readiness(lambda: True, lambda: self.inbox, self.heartbeat)
        self.checks = HealthChecks("agriculture", MemoryStore(), readiness, bytes)

    def hears(self, *envelopes):
        deliveries = [self.bureau.delivery(envelope) for envelope in envelopes]
        return self.inbox.handle(self.inbox.prepare(deliveries))


@pytest.fixture
def inn(tmp_path, seconds) -> Inn:
    return Inn(tmp_path, seconds)


def test_all_is_well_at_first_and_after_events(inn, seconds):
    assert inn.checks() == {"store": "ok", "inbox": "ok"}
    inn.hears(sealing("J-1"))
    seconds.now += 10_000

    assert inn.checks() == {"store": "ok", "inbox": "ok"}


def test_an_inbox_whose_handler_raises_again_and_again_is_not_ready(inn, seconds):
    inn.bureau.dispatcher.dispatch_batch = lambda *_: 1 / 0
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            inn.hears(sealing("J-1"))
        seconds.now += UNSETTLED_S / 2

    told = inn.checks()["inbox"]
    assert told.startswith("no delivery in hand was settled for 90 s")
    assert "ZeroDivisionError" in told


def test_an_inbox_whose_batches_come_back_is_not_ready_until_one_is_settled(inn, seconds):
    inn.bureau.dispatcher.dispatch_batch = absent
    assert inn.hears(sealing("J-1")) == [Verdict.RETURN]
    seconds.now += UNSETTLED_S + 1
    assert "数据库" in inn.checks()["inbox"]

    del inn.bureau.dispatcher.dispatch_batch
    inn.hears(sealing("J-1"))

    assert inn.checks()["inbox"] == "ok"


def absent(*_):
    raise StoreUnavailableError


def test_lanes_that_are_not_tried_are_told(inn, seconds):
    inn.inbox.retrying.begin()
    seconds.now += UNTRIED_S + 1

    assert inn.checks()["inbox"].startswith("no lane could be retried for 121 s")


def test_a_round_goes_on_lane_by_lane(inn, seconds):
    inn.bureau.mood.wells = {"J-1", "J-2"}
    inn.bureau.mood.error = ValueError("井口坍塌")
    inn.hears(sealing("J-1"), sealing("J-2"))
    inn.bureau.clock.now += timedelta(minutes=1)
    moved = []

    inn.bureau.dispatcher.retry_due_lanes(
        inn.bureau.receiver.applier(inn.bureau.service()), None, lambda: moved.append(1)
    )

    assert len(moved) == 2


def test_a_store_that_takes_no_writes_is_not_ready(inn):
    inn.heartbeat.activity.begin()
    inn.heartbeat.activity.end("磁盘已满")

    assert inn.checks()["store"] == "a write failed: 磁盘已满"


def test_a_process_without_an_inbox_is_asked_for_none(inn):
    readiness = Readiness(lambda: True, lambda: None, inn.heartbeat)

    assert readiness.inbox_fault() == ""
    assert Readiness(lambda: False, lambda: inn.inbox, inn.heartbeat).inbox_fault() != ""
