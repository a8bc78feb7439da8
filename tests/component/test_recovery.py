"""A department restored to an earlier state continues with sequence numbers never used before."""

from datetime import timedelta

import pytest
from kit_given import START, WellSealed, a_cause

from liandong.messages.request_signature import authorization_of
from liandong.messages.verify import load_key_ring, load_signer, make_keys
from services.continuity.recover import recover
from shared.delivery.records import Applied
from shared.delivery.resend.records import Resend
from shared.delivery.resend.resender import Resender
from shared.errors import UnauthenticatedError
from shared.handling.audit import AuditEntry, Intervention
from shared.handling.cause import PublisherIdentity
from shared.handling.context import DepartmentContext
from shared.handling.sequence import EPOCH_SIZE, SequenceState, next_epoch, next_number
from shared.handling.unit_of_work import UnitOfWork
from shared.operations.migrations.discovery import migrations_of
from shared.operations.migrations.schema import KEY, Schema, SchemaState
from shared.operations.recovery.answers import path_of, serve_received
from shared.operations.recovery.client import DepartmentSilentError
from shared.operations.recovery.records import LostAct, ReceivedEvent, find_lost
from shared.store.memory import MemoryStore
from shared.store.outbox import OutboxEvent

PLOT = "140728-0007"
PLACE = PublisherIdentity("140700", "agriculture")
SINCE = "2026-10-08T00:00:00Z"
LAST = 2**31 - 1


def heard(name, number, subject=PLOT):
    return ReceivedEvent(name, "cn.liandong.agriculture.plot.seen.v1", subject, number, START)


def test_an_era_begins_above_every_number_that_was_heard():
    assert next_epoch(0) == EPOCH_SIZE
    assert next_epoch(EPOCH_SIZE) == 2 * EPOCH_SIZE
    assert next_number(7, 0) == 8
    assert next_number(7, EPOCH_SIZE) == EPOCH_SIZE + 1
    assert next_number(EPOCH_SIZE + 3, EPOCH_SIZE) == EPOCH_SIZE + 4


def test_what_several_heard_is_lost_once():
    told = {"environment": [heard("e1", 4), heard("e2", 5)], "coordination": [heard("e2", 5)]}

    lost = find_lost(told, ["e1"], "r1")

    assert [(act.id, act.heard_by) for act in lost] == [("e2", ("coordination", "environment"))]


@pytest.fixture
def store():
    kept = MemoryStore()
    expanded = tuple(migration.name for migration in migrations_of("agriculture"))
    restored = Schema(KEY, "0.1.0", START, SchemaState.RESTORED, since=START, expanded=expanded)
    numbers = SequenceState(PLOT, 3, topics={"plot.seen.v1": 3})
    kept.transact(lambda session: session.save(restored, numbers))
    return kept


def test_numbers_go_on_behind_what_others_heard_and_the_office_is_told(store):
    recovered = recover(
        store,
        PLACE,
        ["environment", "coordination"],
        lambda who, _: [heard("e9", 6)] if who == "environment" else [],
        lambda: START,
        "ops-1",
        "磁盘损坏",
    )

    assert recovered.recovery.floor == EPOCH_SIZE
    assert store.read(LostAct, "e9").heard_by == ("environment",)
    schema = store.read(Schema, KEY)
    assert (schema.state, schema.floor) == (SchemaState.READY, EPOCH_SIZE)
    emitted = store.all(OutboxEvent)
    assert {event.sequence for event in emitted} == {EPOCH_SIZE + 1}
    assert "history.broken.v1" in {event.routing_key for event in emitted}
    assert any(b"resend.requested" in event.body for event in emitted)


def test_a_department_that_does_not_answer_is_named_and_hinders_nothing(store):
    def silent(who, since):
        raise DepartmentSilentError(who)

    recovered = recover(store, PLACE, ["environment"], silent, lambda: START, "ops-1", "磁盘损坏")

    assert recovered.recovery.silent == ("environment",)
    assert recovered.recovery.floor == EPOCH_SIZE


@pytest.mark.parametrize("number", [2**31 - 1, 2**40, 0, -5])
def test_a_number_that_cannot_have_been_given_does_not_use_up_all_numbers(store, number):
    """A department that reports the largest possible number would leave none to continue with."""
    recovered = recover(
        store,
        PLACE,
        ["environment", "coordination"],
        lambda who, _: [heard("e9", number if who == "environment" else 6)],
        lambda: START,
        "ops-1",
        "磁盘损坏",
    )

    assert recovered.recovery.floor == EPOCH_SIZE
    assert recovered.recovery.silent == ("environment",)


def test_a_second_recovery_begins_another_era(store):
    for _ in range(2):
        recovered = recover(store, PLACE, [], lambda *_: [], lambda: START, "ops-1", "再次恢复")

    assert recovered.recovery.floor == 2 * EPOCH_SIZE


def test_a_recovery_stands_in_the_audit_log_with_who_and_why(store):
    recover(store, PLACE, [], lambda *_: [], lambda: START, "ops-1", "磁盘损坏")

    [act] = store.all(Intervention)
    assert (act.action, act.actor, act.why) == ("recover", "ops-1", "磁盘损坏")
    assert len(store.all(AuditEntry)) == 1


def test_an_era_that_ended_early_does_not_end_what_is_sent_again():
    store, sent = MemoryStore(), []

    def send(rows, topic):
        sent.extend(row.sequence for row in rows)
        return True

    for floor in (0, 2 * EPOCH_SIZE):
        place = PublisherIdentity("140700", "water", min_sequence=floor)
        for _ in range(3):
            event = WellSealed("J-1", START.date())
            store.transact(
                lambda session, place=place, event=event: UnitOfWork(
                    session, a_cause(), place, START
                ).emit(event)
            )
    resender = Resender("water", store, send, lambda _: frozenset({"well.sealed.v1"}))
    asked = Resend("housing|J-1", "housing", "J-1", 1, LAST, START)
    store.transact(lambda session: session.save(asked))

    while resender.step():
        pass

    assert sent == [2, 3, 2 * EPOCH_SIZE + 1, 2 * EPOCH_SIZE + 2, 2 * EPOCH_SIZE + 3]


@pytest.fixture
def keys(tmp_path):
    make_keys(tmp_path, ("agriculture", "environment", "coordination"), START - timedelta(days=9))
    return tmp_path


def ask(keys, who, key="agriculture", cursor="-"):
    context = DepartmentContext(
        PublisherIdentity("140700", "environment"), MemoryStore(), lambda: START
    )
    marks = [
        Applied(f"{of}|{PLOT}|{n}", f"{of}-{n}", "t", PLOT, n, START, START)
        for of in ("agriculture", "agriculturex", "coordination")
        for n in (1, 2)
    ]
    old = Applied("agriculture|A|1", "old", "t", "A", 1, START - timedelta(days=2), START)
    context.store.transact(lambda session: session.save(*marks, old))
    path = path_of(SINCE, cursor)
    header = authorization_of(path, who, load_signer(keys / f"{key}.key.pem"), START)
    return serve_received(context, load_key_ring(keys / "trust.json"), SINCE, cursor, header).json


def test_a_department_hears_what_came_of_itself_alone_and_nothing_from_long_ago(keys):
    told = ask(keys, "environment")

    assert [event["id"] for event in told["heard"]] == ["agriculture-1", "agriculture-2"]
    assert told["next"] == ""


def test_a_signature_for_another_department_opens_nothing(keys):
    with pytest.raises(UnauthenticatedError, match="签名"):
        ask(keys, "coordination")
