"""Gauges that query the store, and the limit on how often they do."""

from datetime import timedelta

from kit_given import START
from prometheus_client import REGISTRY

from services.coordination.clocks.domain import Obligation
from services.environment.plots.domain import Plot
from services.environment.plots.messages import PlotState
from shared.delivery.records import Lane, LaneState, QuarantinedMessage
from shared.handling.sequence import SequenceState
from shared.observability.throttle import CostThrottle
from shared.runtime.gauges import measure_documents, states_of, update_backlog_gauges
from shared.store.memory import MemoryStore
from shared.store.outbox import PendingEvent

HOUR = timedelta(hours=1)
MICROSECONDS = 1_000_000


def kept(*documents) -> MemoryStore:
    store = MemoryStore()
    store.transact(lambda session: session.save(*documents))
    return store


def told(name: str, **labels: str) -> float | None:
    return REGISTRY.get_sample_value(f"liandong_{name}", labels)


def lane(subject: str, state: LaneState, since, due_at) -> Lane:
    key = f"environment|{subject}"
    return Lane(key, "environment", subject, state, 1, "数据库", since, due_at, 1)


def test_what_waits_is_told_with_the_age_of_the_oldest():
    position = int((START - HOUR).timestamp() * MICROSECONDS)
    bad = QuarantinedMessage("Q_1", "bad", "signature", b"", {}, "", "", START - 3 * HOUR)

    store = kept(PendingEvent("e-1", position, "140728-0007", "plot.listed.v1", b""), bad)
    update_backlog_gauges("backlog", store, lambda: START)

    assert told("outbox_pending", department="backlog") == 1
    assert told("outbox_oldest_age_seconds", department="backlog") == 3600
    assert told("quarantine_messages", department="backlog") == 1
    assert told("quarantine_oldest_age_seconds", department="backlog") == 3 * 3600


def test_lanes_are_told_apart_by_what_they_wait_for():
    store = kept(
        lane("140728-0001", LaneState.FAILED, START - HOUR, START),
        lane("140728-0002", LaneState.GAP, START - 2 * HOUR, START),
        lane("140728-0003", LaneState.FAILED, START - 5 * HOUR, None),
        lane("140728-0004", LaneState.GAP, START - 4 * HOUR, None),
    )

    update_backlog_gauges("lanes", store, lambda: START)

    found = {
        state: told("lanes", department="lanes", state=state)
        for state in ("retry", "gap", "person")
    }
    assert found == {"retry": 1, "gap": 1, "person": 2}
    assert told("lane_oldest_age_seconds", department="lanes", state="person") == 5 * 3600


def test_nothing_that_waits_has_no_age():
    update_backlog_gauges("idle", kept(), lambda: START)

    assert told("outbox_oldest_age_seconds", department="idle") == 0
    assert told("lane_oldest_age_seconds", department="idle", state="retry") == 0


def test_documents_are_counted_by_state_and_a_state_without_any_is_zero():
    plot = Plot("140728-0007", "某某焦化厂地块", "140728", {}, 100.0, (), state=PlotState.POLLUTED)

    measure_documents("plots", kept(plot), (Plot, SequenceState))

    here = {"department": "plots", "kind": "plots"}
    assert told("documents", **here, state=PlotState.POLLUTED.value) == 1
    assert told("documents", **here, state=PlotState.CLEAN.value) == 0
    assert told("stored_documents", department="plots", collection="plots") == 1


def test_only_documents_whose_states_an_index_counts_are_counted_by_state():
    assert states_of(Obligation)[:1] == ("计时中",)
    assert states_of(Lane) == ()


class Hours:
    """A clock that advances two seconds per run of the work."""

    def __init__(self) -> None:
        self.now, self.runs = 0.0, 0

    def work(self) -> None:
        self.runs += 1
        self.now += 2.0


def test_rationed_work_takes_a_fiftieth_of_the_time_at_most():
    hours = Hours()
    ration = CostThrottle(hours.work, clock=lambda: hours.now)

    for _ in range(1000):
        ration()
        hours.now += 1.0

    assert ration.took_s == 2.0
    assert hours.runs * 2.0 <= hours.now / 50 + 2.0


def test_rationed_work_that_fails_is_not_tried_at_once_again():
    tries = []

    def fail() -> None:
        tries.append(1)
        raise ValueError

    ration = CostThrottle(fail, clock=lambda: 0.0)
    for _ in range(3):
        try:
            ration()
        except ValueError:
            continue

    assert len(tries) == 1
