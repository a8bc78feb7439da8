"""Every obligation event is published exactly once: across crashes, replays and processes."""

from collections import Counter
from dataclasses import replace

import pytest
from clock_given import SOIL, Office, at, step

from services.casework.steps.messages import Step
from services.coordination.clocks.domain import Obligation
from services.coordination.clocks.obligations.scheduler import tick
from shared.errors import StoreUnavailableError
from shared.store.memory import MemoryStore
from shared.store.outbox import OutboxEvent


class FragileStore(MemoryStore):
    """A store that fails once: before the commit, or after it with the answer lost."""

    def __init__(self) -> None:
        super().__init__()
        self.fails = ""
        self.meanwhile = None

    def _commit(self, writes):
        if self.fails == "before":
            self.fails = ""
            raise StoreUnavailableError
        if self.meanwhile is not None:
            first, self.meanwhile = self.meanwhile, None
            first()
        done = super()._commit(writes)
        if self.fails == "after":
            self.fails = ""
            raise StoreUnavailableError
        return done


class CountingStore(MemoryStore):
    """A store that counts the documents that it returns."""

    def __init__(self) -> None:
        super().__init__()
        self.given = 0

    def due(self, kind, field, until, limit):
        found = super().due(kind, field, until, limit)
        self.given += len(found)
        return found

    def fetch(self, kind, keys):
        found = super().fetch(kind, keys)
        self.given += len(found)
        return found


def office_with(store):
    office = Office()
    office.department.store = office.department.context.store = store
    return office


def counted(office):
    return Counter(type(event).__name__ for event in office.department.published())


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_crash_while_a_breach_is_told_tells_it_once(moment):
    office = office_with(FragileStore())
    office.hears(step(Step.REPORTED, SOIL, "10-09 09:00"))
    office.world.now = at("10-13 00:00")

    office.department.store.fails = moment
    with pytest.raises(StoreUnavailableError):
        office.department.tick()
    office.department.tick()

    assert counted(office) == {"ObligationOpened": 1, "ObligationOverdue": 1}


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_crash_while_an_answer_is_heard_settles_it_once(moment):
    office = office_with(FragileStore())
    office.hears(step(Step.REPORTED, SOIL, "10-09 09:00"))
    answer = step(Step.APPROVED, SOIL, "10-10 09:00")

    office.department.store.fails = moment
    with pytest.raises(StoreUnavailableError):
        office.hears(answer, event_id="e2")
    office.hears(answer, event_id="e2")

    assert counted(office)["ObligationFulfilled"] == 1
    assert counted(office)["ObligationOpened"] == 2


def test_two_processes_that_tick_at_once_tell_a_breach_once():
    office = office_with(FragileStore())
    office.hears(step(Step.REPORTED, SOIL, "10-09 09:00"))
    office.world.now = at("10-13 00:00")

    office.department.store.meanwhile = lambda: tick(office.department.context)
    office.department.tick()

    assert counted(office) == {"ObligationOpened": 1, "ObligationOverdue": 1}


def test_an_answer_that_arrives_while_the_breach_is_told_is_not_lost():
    office = office_with(FragileStore())
    office.hears(step(Step.REPORTED, SOIL, "10-09 09:00"))
    office.world.now = at("10-13 00:00")

    answer = step(Step.APPROVED, SOIL, "10-12 09:00")
    office.department.store.meanwhile = lambda: office.hears(answer)
    office.department.tick()

    assert [clock.late for clock in office.clocks("C2")] == [False]
    assert counted(office)["ObligationFulfilled"] == 1
    assert counted(office)["ObligationOverdue"] == 0


def test_a_tick_reads_what_is_due_and_not_what_is_open():
    store = CountingStore()
    office = office_with(store)
    office.hears(step(Step.REPORTED, SOIL, "10-09 09:00"))
    (pattern,) = office.department.store.all(Obligation)
    many(store, pattern, 1_000)
    for number in range(3):
        office.hears(step(Step.REPORTED, SOIL, "10-06 12:00", case_id=f"late-{number}"))
    office.world.now = at("10-10 00:00")
    before = len(store.all(OutboxEvent))

    store.given = 0
    office.department.tick()

    assert len(store.all(OutboxEvent)) == before + 3
    assert store.given <= 3 * 4


def many(store, pattern, count):
    def work(session):
        for number in range(count):
            session.add(replace(pattern, id=f"{pattern.id}-{number}"))

    store.transact(work)
