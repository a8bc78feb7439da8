"""Recovery of one department: a new era of numbers, the list of lost events, and its notice."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from liandong.envelope import new_id
from services.continuity.messages import HistoryBroken
from shared.broker.topology import bound_topics_of
from shared.clock.system import Clock
from shared.delivery.resend.messages import request_resend
from shared.handling.audit import Intervention, append_entry
from shared.handling.cause import Cause, PublisherIdentity
from shared.handling.sequence import SequenceState, farthest, next_epoch
from shared.handling.unit_of_work import UnitOfWork
from shared.operations.document_types import document_types_of
from shared.operations.migrations.discovery import migrations_of
from shared.operations.migrations.guard import load_or_create_schema
from shared.operations.migrations.schema import KEY, Schema, SchemaError, SchemaState, unexpanded
from shared.operations.recovery.client import DepartmentSilentError
from shared.operations.recovery.records import LostAct, ReceivedEvent, Recovery, find_lost
from shared.operations.replay import LAST
from shared.store.document import key_of
from shared.store.outbox import RELAY, Lease, OutboxEvent
from shared.store.session import Session
from shared.store.store import Store

AT_A_TIME = 500
OVERLAP = timedelta(hours=1)
"""A tolerance for clock differences; duplicates are skipped by their ids."""
ALWAYS = datetime.fromisoformat("1970-01-02T00:00:00+00:00")

K = TypeVar("K")
Ask = Callable[[str, datetime], list[ReceivedEvent]]


@dataclass(frozen=True, slots=True)
class Recovered:
    """The result of a recovery."""

    recovery: Recovery
    lost: tuple[LostAct, ...]


def recover(
    store: Store,
    place: PublisherIdentity,
    listeners: Sequence[str],
    ask: Ask,
    clock: Clock,
    actor: str,
    why: str,
) -> Recovered:
    """Resume a stopped department; safe to repeat: each run begins a new era.

    `ask` returns what a subscriber received since an instant. Subscribers that do not answer, or
    report numbers that this department cannot have reached, are listed; numbers are safe without
    them, only the list of lost events may be incomplete.
    """
    schema = _opened(store, place.department, clock)
    since = schema.since - OVERLAP if schema.since else ALWAYS
    own = max(_highest(store), schema.floor)
    told, silent = _told(listeners, ask, since, farthest(own))
    name, now = new_id(), clock()
    lost = find_lost(told, _own(store), name)
    floor = next_epoch(max((own, *(act.sequence for act in lost))))
    recovery = Recovery(
        name, now, floor, schema.since, actor, why, tuple(sorted(told)), silent, len(lost)
    )
    for first in range(0, len(lost), AT_A_TIME):
        _keep(store, lost[first : first + AT_A_TIME])

    def work(session: Session) -> None:
        uow = UnitOfWork(session, _cause(recovery, place), replace(place, min_sequence=floor), now)
        _go_on(uow, recovery)

    store.transact(work)
    return Recovered(recovery, lost)


def _keep(store: Store, part: Sequence[LostAct]) -> None:
    def work(session: Session) -> None:
        session.save(*part)

    store.transact(work)


def _go_on(uow: UnitOfWork, recovery: Recovery) -> None:
    """In one transaction: begin the new era, publish it, and request all events again."""
    schema = uow.get(Schema, KEY)
    uow.save(replace(schema, state=SchemaState.READY, floor=recovery.floor, at=uow.now))
    uow.add(recovery)
    target = f"{uow.department}|{recovery.floor}"
    act = Intervention(recovery.id, "recover", recovery.actor, recovery.why, uow.now, (target,))
    append_entry(uow.session, act)
    uow.emit(
        HistoryBroken(
            uow.department,
            recovery.floor,
            recovery.lost,
            recovery.why,
            recovery.since,
            recovery.asked,
            recovery.silent,
        )
    )
    for publisher in sorted({publisher for publisher, _ in bound_topics_of(uow.department)}):
        request_resend(uow, publisher, "", 0, LAST)


def _opened(store: Store, department: str, clock: Clock) -> Schema:
    kinds, known = document_types_of(department), migrations_of(department)
    schema = load_or_create_schema(store, kinds, known, clock)
    store.prepare(kinds)
    if schema.state is SchemaState.RESTORING:
        raise SchemaError(f"it is half restored: run `liandong restore {department}` again")
    if unexpanded(schema, known):
        raise SchemaError(f"it is not migrated: run `liandong migrate run {department}` first")
    lease = store.read(Lease, RELAY)
    if lease is not None and lease.until > store.server_time():
        raise SchemaError(f"it is at work ({lease.holder}): stop its processes, wait six seconds")
    return schema


def _told(
    listeners: Sequence[str], ask: Ask, since: datetime, most: int
) -> tuple[Mapping[str, list[ReceivedEvent]], tuple[str, ...]]:
    told, silent = {}, []
    for department in listeners:
        try:
            heard = ask(department, since)
        except DepartmentSilentError:
            silent.append(department)
            continue
        if all(0 < event.sequence <= most for event in heard):
            told[department] = heard
        else:
            silent.append(department)
    return told, tuple(silent)


def _own(store: Store) -> set[str]:
    return {event.id for event in _all(store, OutboxEvent)}


def _highest(store: Store) -> int:
    return max((state.last for state in _all(store, SequenceState)), default=0)


def _all(store: Store, kind: type[K]) -> Iterator[K]:
    after = ""
    while part := store.page(kind, {}, after, AT_A_TIME):
        yield from part
        after = key_of(part[-1])


def _cause(recovery: Recovery, place: PublisherIdentity) -> Cause:
    return Cause(recovery.id, "recovery", recovery.actor, place.department, recovery.id)
