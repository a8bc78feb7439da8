"""One set of test cases for the fake store and the real one."""

import secrets
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from pymongo import MongoClient

from liandong.envelope import decode, encode
from shared.delivery.inbox.dispatcher import EventDispatcher
from shared.delivery.inbox.event import InboundEvent
from shared.delivery.outbox.lease import RelayLease
from shared.errors import AlreadyExistsError, StoreUnavailableError
from shared.handling.cause import Cause, PublisherIdentity
from shared.handling.context import DepartmentContext
from shared.handling.idempotency import IdempotencyRecord
from shared.handling.sequence import SequenceState
from shared.handling.unit_of_work import UnitOfWork
from shared.local.ports import free_ports
from shared.messages.declare import event
from shared.operations.document_types import KIT_DOCUMENTS
from shared.store.document import document
from shared.store.grouping import GroupKey, KeyRange
from shared.store.memory import MemoryStore
from shared.store.mongo.store import MongoStore
from shared.store.outbox import Lease, LeaseLostError, OutboxEvent
from shared.store.store import ContendedError, Store, TooMuchToWriteError
from shared.testing.world import envelope_of

NOW = datetime(2026, 10, 8, 1, 0, 0, 123_000, tzinfo=UTC)
CAUSE = Cause("c-1", "SealWell", "clerk-1", "water", "c-1")
PLACE = PublisherIdentity("140700", "water")


@event("well.sealed", title="水井已封停", subject="well_code")
class WellSealed:
    well_code: str


@document("wells", title="水井", key="code", indexes=(("county", "code"),), unique=(("licence",),))
class Well:
    code: str
    licence: str
    county: str = "140728"
    times: int = 0
    substances: tuple[str, ...] = ()
    sealed_on: date | None = None
    measured_at: datetime | None = None


ALL_KINDS = (*KIT_DOCUMENTS, Well)


@pytest.fixture(params=["memory", "mongo"], name="database")
def either_store(request) -> Iterator[Store]:
    if request.param == "memory":
        memory = MemoryStore()
        memory.prepare(ALL_KINDS)
        yield memory
        return
    mongo = MongoStore(request.getfixturevalue("mongo_url"), "water")
    mongo.prepare(ALL_KINDS)
    yield mongo
    mongo.close()


def well(number: int, **named: Any) -> Well:
    return Well(f"J-{number}", f"取水（晋）{number}号", **named)


def save(store: Store, *wells: Well) -> None:
    store.transact(lambda session: session.save(*wells))


def emit(store: Store, *subjects: str) -> None:
    events = [WellSealed(subject) for subject in subjects]
    store.transact(lambda session: UnitOfWork(session, CAUSE, PLACE, NOW).emit(*events))


def in_between(store: Store, first: Callable[[], object]) -> Callable[[], None]:
    """Return a step that runs another writer once, in the middle of a transaction."""
    steps = iter([first])

    def step() -> None:
        for other in steps:
            thread = threading.Thread(target=other)
            thread.start()
            thread.join()

    return step


def test_what_is_written_is_read_back_equal(database):
    kept = well(7, substances=("镉", "砷"), sealed_on=date(2026, 10, 8), measured_at=NOW)

    save(database, kept)

    assert database.read(Well, "J-7") == kept


def test_an_instant_is_read_back_in_utc(database):
    beijing = timezone(timedelta(hours=8))

    save(database, well(7, measured_at=NOW.astimezone(beijing)))

    read = database.read(Well, "J-7")
    assert read is not None
    assert read.measured_at == NOW
    assert read.measured_at.utcoffset() == timedelta()


def test_what_does_not_exist_is_none(database):
    assert database.read(Well, "J-7") is None


def test_bytes_and_free_objects_are_kept(database):
    answer = IdempotencyRecord(
        "clerk-1:k", "print", {"items": [{"code": "J-7", "depth_m": 80.5}]}, NOW
    )
    row = OutboxEvent("e-1", "J-7", 1, "well.sealed.v1", b"\x00\xff{}", NOW)

    database.transact(lambda session: session.save(answer, row))

    assert database.read(IdempotencyRecord, "clerk-1:k") == answer
    assert database.read(OutboxEvent, "e-1") == row


def test_nothing_of_a_failed_transaction_remains(database):
    save(database, well(1))

    def work(session):
        session.save(well(1, times=5), well(2))
        raise ValueError("井口坍塌")

    with pytest.raises(ValueError, match="井口坍塌"):
        database.transact(work)

    assert database.page(Well, {}, "", 10) == [well(1)]


def test_a_lost_race_is_run_again_on_what_the_other_wrote(database):
    save(database, well(1))
    meanwhile = in_between(database, lambda: save(database, well(1, times=10)))

    def work(session):
        found = session.find(Well, "J-1")
        meanwhile()
        session.save(well(1, times=found.times + 1))

    database.transact(work)

    assert database.read(Well, "J-1").times == 11


def test_two_that_make_the_same_document_do_not_overwrite_each_other(database):
    meanwhile = in_between(database, lambda: save(database, well(1, times=10)))

    def work(session):
        found = session.find(Well, "J-1") or well(1)
        meanwhile()
        session.save(well(1, times=found.times + 1))

    database.transact(work)

    assert database.read(Well, "J-1").times == 11


def test_an_added_document_that_somebody_else_made_meanwhile_is_seen(database):
    meanwhile = in_between(database, lambda: save(database, well(1)))

    def work(session):
        session.load(Well, ["J-1"])
        meanwhile()
        session.add(well(1, times=1))

    with pytest.raises(AlreadyExistsError, match="J-1"):
        database.transact(work)


def test_a_deletion_loses_the_race_against_a_change(database):
    save(database, well(1))
    meanwhile = in_between(database, lambda: save(database, well(1, times=10)))
    seen = []

    def work(session):
        seen.append(session.find(Well, "J-1").times)
        meanwhile()
        session.remove(session.find(Well, "J-1"))

    database.transact(work)

    assert seen == [0, 10]
    assert database.read(Well, "J-1") is None


def test_what_was_deleted_can_be_made_again(database):
    save(database, well(1, times=3))
    database.transact(lambda session: session.remove(session.find(Well, "J-1")))

    save(database, well(1))

    assert database.read(Well, "J-1") == well(1)


def test_what_is_made_and_removed_in_one_transaction_never_was(database):
    def work(session):
        session.add(well(1))
        session.remove(well(1))

    database.transact(work)

    assert database.read(Well, "J-1") is None


def test_a_unique_value_occurs_once(database):
    save(database, well(1))

    with pytest.raises((ContendedError, RuntimeError)):
        save(database, Well("J-2", well(1).licence))

    assert database.page(Well, {}, "", 10) == [well(1)]


def test_documents_are_listed_by_key_in_pages(database):
    save(database, *(well(number) for number in (3, 1, 5, 2, 4)))

    first = database.page(Well, {}, "", 2)
    rest = database.page(Well, {}, first[-1].code, 10)

    assert [record.code for record in first] == ["J-1", "J-2"]
    assert [record.code for record in rest] == ["J-3", "J-4", "J-5"]


def test_a_list_can_be_narrowed_by_values(database):
    save(database, well(1), well(2, county="140702"), well(3))

    assert [record.code for record in database.page(Well, {"county": "140728"}, "", 10)] == [
        "J-1",
        "J-3",
    ]


def test_a_selection_finds_the_member_of_a_tuple(database):
    save(database, well(1, substances=("镉", "砷")), well(2, substances=("砷",)), well(3))

    found = database.transact(lambda session: session.select(Well, substances="砷"))

    assert [record.code for record in found] == ["J-1", "J-2"]


def test_a_selection_sees_what_the_same_transaction_changed(database):
    save(database, well(1, county="140702"), well(2, county="140702"))

    def work(session):
        session.save(well(1), well(3, county="140702"))
        return session.select(Well, county="140702")

    assert [record.code for record in database.transact(work)] == ["J-2", "J-3"]


def lease_of(store: Store) -> Lease:
    held = RelayLease(store, "here").acquire_or_renew()
    assert held is not None
    return held


def events(store: Store, ids: Sequence[str]) -> list[OutboxEvent]:
    rows = [store.read(OutboxEvent, key) for key in ids]
    return [row for row in rows if row is not None]


def front(store: Store, limit: int = 10) -> list[tuple[str, int]]:
    """List subject and sequence of the outbox's next pending events."""
    ids = [mark.id for mark in store.outbox.next_pending(limit)]
    return [(row.subject, row.sequence) for row in events(store, ids)]


def confirm(store: Store, *ids: str) -> None:
    marks = [mark for mark in store.outbox.next_pending(1000) if mark.id in ids]
    if marks:
        store.outbox.confirm(marks, lease_of(store))


def test_the_front_is_in_order_per_subject(database):
    emit(database, "J-2", "J-1", "J-2")
    emit(database, "J-1")

    listed = front(database)

    assert [pair for pair in listed if pair[0] == "J-1"] == [("J-1", 1), ("J-1", 2)]
    assert [pair for pair in listed if pair[0] == "J-2"] == [("J-2", 1), ("J-2", 2)]
    assert database.outbox.size() == 4


def test_a_clock_that_goes_back_does_not_turn_the_order(database):
    emit(database, "J-1")
    earlier = NOW - timedelta(hours=1)
    place = CAUSE, PLACE, earlier
    database.transact(lambda session: UnitOfWork(session, *place).emit(WellSealed("J-1")))

    assert front(database) == [("J-1", 1), ("J-1", 2)]


def test_a_confirmed_event_is_pending_no_more_and_stays_in_the_log(database):
    emit(database, "J-1", "J-2")
    sent, waiting = database.outbox.next_pending(10)

    confirm(database, sent.id)
    confirm(database, sent.id)

    assert database.outbox.next_pending(10) == [waiting]
    assert database.outbox.size() == 1
    assert database.read(OutboxEvent, sent.id).subject == "J-1"


def test_what_was_not_confirmed_stays_though_it_lies_among_what_was(database):
    emit(database, "J-1", "J-2", "J-3")
    first, second, third = database.outbox.next_pending(10)

    database.outbox.confirm([first, third], lease_of(database))

    assert database.outbox.next_pending(10) == [second]


def test_a_window_is_drained_whatever_its_size(database):
    subjects = [f"J-{number % 7}" for number in range(60)]
    for subject in subjects:
        emit(database, subject)
    seen: list[tuple[str, int]] = []

    while ids := [mark.id for mark in database.outbox.next_pending(4)]:
        seen += [(row.subject, row.sequence) for row in events(database, ids)]
        confirm(database, *ids)

    assert len(seen) == len(set(seen)) == 60
    for subject in set(subjects):
        numbers = [number for code, number in seen if code == subject]
        assert numbers == sorted(numbers)


def test_an_event_that_was_committed_late_is_not_passed_over(database):
    """Its position precedes all positions that were read since it was made."""
    for number in range(20):
        emit(database, f"J-{number}")
    confirm(database, *[mark.id for mark in database.outbox.next_pending(4)])
    database.outbox.next_pending(4)

    early = CAUSE, PLACE, NOW - timedelta(days=1)
    database.transact(lambda session: UnitOfWork(session, *early).emit(WellSealed("J-99")))

    assert front(database, 4)[0] == ("J-99", 1)


def test_numbers_continue_after_the_events_were_sent(database):
    emit(database, "J-1")
    confirm(database, *[mark.id for mark in database.outbox.next_pending(10)])

    emit(database, "J-1")

    assert front(database) == [("J-1", 2)]
    assert database.read(SequenceState, "J-1").last == 2


def test_a_line_is_read_between_two_numbers(database):
    emit(database, *["J-1"] * 5, "J-2")

    line = database.outbox.subject_events("J-1", 1, 4)

    assert [row.sequence for row in line] == [2, 3]


def test_one_process_at_a_time_holds_the_lease(database):
    first, second = RelayLease(database, "a"), RelayLease(database, "b")

    held = first.acquire_or_renew()

    assert held is not None
    assert second.acquire_or_renew() is None
    assert first.acquire_or_renew() == held


def test_a_released_lease_goes_to_the_next_with_a_higher_token(database):
    first, second = RelayLease(database, "a"), RelayLease(database, "b")
    token = first.acquire_or_renew().token

    first.release()

    assert second.acquire_or_renew().token == token + 1


def test_a_lease_that_ran_out_goes_to_the_next_and_the_old_holder_is_fenced(database):
    emit(database, "J-1")
    old = RelayLease(database, "a", seconds=0).acquire_or_renew()

    new = RelayLease(database, "b").acquire_or_renew()

    assert new.token == old.token + 1
    with pytest.raises(LeaseLostError):
        database.outbox.confirm(database.outbox.next_pending(10), old)
    assert database.outbox.size() == 1


def test_a_process_that_starts_again_takes_its_own_lease_over_at_once(database):
    before = RelayLease(database, "a").acquire_or_renew()

    after = RelayLease(database, "a").acquire_or_renew()

    assert after.token == before.token + 1


def test_what_is_due_is_found_by_its_instant(database):
    save(database, well(1, measured_at=NOW), well(2, measured_at=NOW + timedelta(hours=1)), well(3))

    due = database.due(Well, "measured_at", NOW, 10)

    assert due == [well(1, measured_at=NOW)]


def test_what_is_soonest_is_read_by_instant_then_key_page_by_page(database):
    later, long_ago = NOW + timedelta(hours=1), NOW - timedelta(days=400)
    wells = [
        well(2, measured_at=later),
        well(3, measured_at=NOW),
        well(1, measured_at=NOW),
        well(4, measured_at=long_ago, county="140727"),
    ]
    save(database, *wells, well(5), well(6, measured_at=NOW + timedelta(days=9)))

    first = database.page_by_time(Well, "measured_at", {}, None, later, 2)
    rest = database.page_by_time(Well, "measured_at", {}, (NOW, "J-1"), later, 9)
    here = database.page_by_time(Well, "measured_at", {"county": "140727"}, None, later, 9)

    assert [one.code for one in first] == ["J-4", "J-1"]
    assert [one.code for one in rest] == ["J-3", "J-2"]
    assert [one.code for one in here] == ["J-4"]


@pytest.mark.parametrize("apart", [timedelta(), timedelta(days=1)], ids=["at_once", "by_day"])
def test_what_is_soonest_is_complete_however_densely_it_lies(database, apart):
    wells = [well(number, measured_at=NOW + apart * (number // 90)) for number in range(270)]
    save(database, *wells)
    expected = sorted(wells, key=lambda one: (one.measured_at, one.code))

    read: list[Well] = []
    while True:
        after = (read[-1].measured_at, read[-1].code) if read else None
        more = database.page_by_time(Well, "measured_at", {}, after, NOW + timedelta(days=9), 40)
        if not more:
            break
        read += more

    assert read == expected


def test_documents_are_grouped_by_what_they_share_and_by_the_legal_day(database):
    """A legal day begins at 16:00 UTC."""
    before, after = NOW.replace(hour=15, minute=59), NOW.replace(hour=16, minute=0)
    alike = {"measured_at": NOW, "substances": ("镉",)}
    save(
        database,
        well(1, times=1, **alike),
        well(2, times=2, **alike),
        well(3, times=2, substances=("镉",), measured_at=before),
        well(4, times=2, substances=("镉",), measured_at=after),
        well(5, times=2, measured_at=NOW, sealed_on=date(2026, 10, 8)),
        well(6, times=3, **alike),
        well(7, times=0, **alike),
    )

    found = database.group(
        Well, KeyRange("times", 1, 3), GroupKey(("substances", "sealed_on"), "measured_at")
    )

    told = {tuple(sorted(group.keys)): group.values for group in found}
    assert told == {
        ("J-1", "J-2", "J-3"): {"substances": ["镉"], "sealed_on": None, "day": "2026-10-08"},
        ("J-4",): {"substances": ["镉"], "sealed_on": None, "day": "2026-10-09"},
        ("J-5",): {"substances": [], "sealed_on": "2026-10-08", "day": "2026-10-08"},
    }


def test_preparing_twice_changes_nothing(database):
    save(database, well(1))

    database.prepare(ALL_KINDS)

    assert database.read(Well, "J-1") == well(1)
    database.ping()


@pytest.fixture
def mongo(mongo_url) -> Iterator[MongoStore]:
    made = MongoStore(mongo_url, "water")
    made.prepare(ALL_KINDS)
    yield made
    made.close()


def test_numbers_have_no_gap_and_no_double_under_eight_at_once(mongo):
    with ThreadPoolExecutor(8) as pool:
        for made in [pool.submit(emit, mongo, "J-1", "J-1") for _ in range(40)]:
            made.result()

    rows = events(mongo, [mark.id for mark in mongo.outbox.next_pending(1000)])
    assert [row.sequence for row in rows] == list(range(1, 81))
    assert [decode(row.body).sequence for row in rows] == list(range(1, 81))


def test_eight_that_count_in_one_document_lose_nothing(mongo):
    def count() -> None:
        def work(session):
            found = session.find(Well, "J-1") or well(1)
            session.save(well(1, times=found.times + 1))

        mongo.transact(work)

    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(count) for _ in range(80)]:
            done.result()

    assert mongo.read(Well, "J-1").times == 80


def test_a_transaction_keeps_the_view_that_it_began_with(mongo):
    """The fake store sees commits at once; its revisions still guard every write."""
    save(mongo, well(1), well(2))
    meanwhile = in_between(mongo, lambda: save(mongo, well(2, times=9)))

    def work(session):
        session.find(Well, "J-1")
        meanwhile()
        return session.find(Well, "J-2").times

    assert mongo.transact(work) == 0


def test_departments_of_one_server_have_a_database_each(mongo, mongo_url):
    other = MongoStore(mongo_url, "housing")
    other.prepare(ALL_KINDS)

    save(mongo, well(1))

    assert other.read(Well, "J-1") is None
    other.close()


def test_several_processes_may_prepare_at_the_same_time(mongo_url):
    stores = [MongoStore(mongo_url, f"d{secrets.token_hex(3)}") for _ in range(2)]

    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(stores[n % 2].prepare, ALL_KINDS) for n in range(8)]:
            done.result()

    with MongoClient(mongo_url) as client:
        for store in stores:
            database = client[store.collection(Well).database.name]
            assert set(database.wells.index_information()) == {
                "_id_",
                "county_1_code_1",
                "licence_1",
            }
            store.close()


def test_a_store_that_is_not_there_is_told_apart_from_a_bug():
    url = f"mongodb://127.0.0.1:{free_ports(1)[0]}/"
    absent = MongoStore(url, "water")

    with ThreadPoolExecutor(6) as pool:
        asked = [
            pool.submit(absent.ping),
            pool.submit(absent.outbox.size),
            pool.submit(absent.prepare, ALL_KINDS),
            pool.submit(absent.read, Well, "J-1"),
            pool.submit(save, absent, well(1)),
            pool.submit(absent.outbox.next_pending, 10),
        ]

    for answer in asked:
        with pytest.raises(StoreUnavailableError, match="Idempotency-Key"):
            answer.result()
    absent.close()


def test_documents_are_counted_by_their_values(database):
    wells = [
        Well("J-1", "L-1", "140728", measured_at=NOW),
        Well("J-2", "L-2", "140728", measured_at=NOW - timedelta(hours=1)),
        Well("J-3", "L-3", "140702"),
        Well("J-4", "L-4", "140721", measured_at=NOW),
    ]
    database.transact(lambda session: session.save(*wells))

    found = database.count_by(
        Well, ("county",), {"county": ("140728", "140702")}, "measured_at", 100
    )

    told = {tally.values: (tally.number, tally.earliest) for tally in found}
    assert told == {("140728",): (2, NOW - timedelta(hours=1)), ("140702",): (1, None)}
    assert [tally.number for tally in database.count_by(Well, (), {}, "", 3)] == [3]
    assert database.count_by(Well, (), {"licence": "L-9"}, "", 3) == []
    assert database.size(Well) == 4


def test_the_outbox_tells_its_oldest_position(database):
    assert database.outbox.oldest() is None

    database.transact(
        lambda session: UnitOfWork(session, CAUSE, PLACE, NOW).emit(WellSealed("J-7"))
    )

    assert database.outbox.oldest() == database.outbox.next_pending(1)[0].position


IMPOSSIBLE = {
    "a NUL in a name": {"a\0b": 1},
    "a number over 64 bits": 2**64,
    "half a surrogate pair": "\ud800",
}


@pytest.mark.parametrize("what", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_what_no_store_can_hold_is_refused_whole_and_the_next_is_taken(database, what):
    good, odd = well(1), well(2, county=what)

    with pytest.raises(Exception, match=r"NULL|8-byte|surrogates"):
        save(database, good, odd)

    assert database.read(Well, "J-1") is None
    save(database, good)
    assert database.read(Well, "J-1") == good


def test_a_transaction_writes_no_more_bytes_than_it_may(database):
    many = [well(number, county="x" * 100_000) for number in range(20)]

    with pytest.raises(TooMuchToWriteError) as refused:
        database.transact(lambda session: session.save(*many), most=1_000_000)

    assert refused.value.size > 2_000_000
    assert database.size(Well) == 0
    database.transact(lambda session: session.save(*many[:9]), most=1_000_000)
    assert database.read(Well, "J-8") == many[8]


def test_keys_are_told_by_number_in_order_without_reading_documents(database):
    save(database, *(well(number, times=number * 10) for number in range(1, 30)))
    save(database, well(99, times=55, county="140729"))

    def work(session):
        session.remove(session.find(Well, "J-6"))
        session.save(well(70, times=75), well(71, times=75, county="140729"))
        return session.keys_in_range(Well, "times", 40, 100, county="140728")

    assert database.transact(work) == ["J-5", "J-7", "J-70", "J-8", "J-9"]


def test_a_process_writes_its_pulse_again_and_again(database):
    for _ in range(3):
        database.pulse("host-1 127.0.0.1:8101")
        database.pulse("host-2 127.0.0.1:8101")


def test_a_batch_that_writes_much_takes_effect_beside_others_that_do_too(mongo_url):
    """Large concurrent writes that exceed the embedded server's cache must not stall it."""
    border, departments = "x" * 100_000, ("water", "housing", "forests")

    def keeps(uow, received):
        uow.save(well(received.envelope.sequence, county=border))

    def one(name: str) -> int:
        store = MongoStore(mongo_url, name)
        store.prepare(ALL_KINDS)
        dispatcher = EventDispatcher(
            DepartmentContext(PublisherIdentity("140700", name), store, lambda: NOW)
        )
        dispatcher.dispatch_batch([arrived(number) for number in range(1, 151)], keeps)
        taken = store.size(Well)
        store.close()
        return taken

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(one, departments)) == [150] * 3


def arrived(number: int) -> InboundEvent:
    envelope = envelope_of(WellSealed(f"J-{number}"), f"e-{number}", number, "water", NOW)
    return InboundEvent(envelope, encode(envelope))
