"""The unit of work is atomic, and numbers the events of each subject consecutively."""

from datetime import UTC, date, datetime

import pytest
from kit_given import START, Sample, Well, WellSealed, a_cause

from liandong.envelope import decode
from shared.errors import AlreadyExistsError, NotFoundError
from shared.handling.cause import PublisherIdentity
from shared.handling.unit_of_work import UnitOfWork
from shared.store.memory import MemoryStore
from shared.store.outbox import OutboxEvent

DAY = date(2026, 10, 8)


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


def run(store, job, *, now=START, **cause):
    place = PublisherIdentity("140700", "water")
    return store.transact(lambda session: job(UnitOfWork(session, a_cause(**cause), place, now)))


def sent(store):
    return [decode(row.body) for row in store.all(OutboxEvent)]


def test_what_is_saved_is_read_again_before_the_commit(store):
    def work(uow):
        uow.save(Well("J-7", times=1))
        return uow.get(Well, "J-7")

    assert run(store, work) == Well("J-7", times=1)


def test_nothing_of_a_failed_handler_remains(store):
    def work(uow):
        uow.save(Well("J-7"))
        uow.emit(WellSealed("J-7", DAY))
        raise ValueError("井口坍塌")

    with pytest.raises(ValueError, match="井口坍塌"):
        run(store, work)

    assert store.snapshot() == {}


def test_a_missing_document_is_named(store):
    with pytest.raises(NotFoundError, match="没有编号为“J-8”的水井"):
        run(store, lambda uow: uow.get(Well, "J-8"))


def test_a_key_that_is_taken_is_refused(store):
    run(store, lambda uow: uow.add(Well("J-7")))

    with pytest.raises(AlreadyExistsError, match="J-7"):
        run(store, lambda uow: uow.add(Well("J-7")))


def test_a_document_that_was_removed_can_be_added_again(store):
    run(store, lambda uow: uow.add(Well("J-7")))

    def replace_it(uow):
        uow.remove(uow.get(Well, "J-7"))
        uow.add(Well("J-7", times=9))

    run(store, replace_it)
    assert store.read(Well, "J-7") == Well("J-7", times=9)


def test_a_selection_sees_own_changes_and_the_value_in_a_tuple(store):
    run(store, lambda uow: uow.save(Well("J-1", substances=("镉", "砷")), Well("J-2")))

    def work(uow):
        uow.save(Well("J-2", substances=("镉",)))
        uow.remove(uow.get(Well, "J-1"))
        return uow.select(Well, substances="镉")

    assert [well.code for well in run(store, work)] == ["J-2"]


def test_events_are_numbered_per_subject(store):
    run(store, lambda uow: uow.emit(WellSealed("J-1", DAY), WellSealed("J-2", DAY)))
    run(store, lambda uow: uow.emit(WellSealed("J-1", DAY), WellSealed("J-1", DAY)))

    assert [(event.subject, event.sequence) for event in sent(store)] == [
        ("J-1", 1),
        ("J-2", 1),
        ("J-1", 2),
        ("J-1", 3),
    ]


def test_an_event_tells_who_where_why_and_since_when(store):
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

    run(
        store, lambda uow: uow.emit(WellSealed("J-1", DAY, (Sample("镉", 2.0),))), traceparent=trace
    )

    envelope = sent(store)[0]
    assert envelope.source == "//140700.liandong.cn/water"
    assert envelope.actor == "clerk-1"
    assert (envelope.correlationid, envelope.causationid) == ("c-1", "c-1")
    assert envelope.time == START
    assert envelope.effectiveat == datetime(2026, 10, 7, 16, tzinfo=UTC)
    assert envelope.traceparent == trace
    assert envelope.data["samples"] == [{"substance": "镉", "mg_per_kg": 2.0}]


def test_the_legal_day_is_the_day_in_shanghai(store):
    late = datetime(2026, 10, 8, 16, 30, tzinfo=UTC)

    assert run(store, lambda uow: uow.today, now=late) == date(2026, 10, 9)
