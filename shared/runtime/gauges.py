"""Gauges computed from the store: backlog, failures, and documents by state."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any, get_type_hints

from shared.clock.system import Clock
from shared.delivery.records import Lane, LaneState, ParkedEvent, QuarantinedMessage
from shared.observability import metrics
from shared.store.document import document_meta
from shared.store.store import GroupCount, Store

MAX_COUNTED = 100_000
STATE = "state"
END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def update_backlog_gauges(department: str, store: Store, clock: Clock) -> None:
    """Update the gauges of outbox, lanes and quarantine: sizes and oldest ages."""
    now, oldest = clock(), store.outbox.oldest()
    metrics.OUTBOX_PENDING.labels(department).set(store.outbox.size())
    left = EPOCH + oldest * MICROSECOND if oldest is not None else None
    metrics.OUTBOX_AGE.labels(department).set(_age(left, now))
    metrics.PARKED.labels(department).set(store.size(ParkedEvent))
    metrics.QUARANTINED.labels(department).set(store.size(QuarantinedMessage))
    first = store.page_by_time(QuarantinedMessage, "at", {}, None, END_OF_TIME, 1)
    metrics.QUARANTINE_AGE.labels(department).set(_age(first[0].at if first else None, now))
    _measure_lanes(department, store, now)


def measure_documents(department: str, store: Store, kinds: Iterable[type[Any]]) -> None:
    """Update the numbers of documents per kind, and per state for kinds that have one."""
    for kind in kinds:
        collection = document_meta(kind).collection
        metrics.STORED.labels(department, collection).set(store.size(kind))
        if states := states_of(kind):
            found = {tally.values[0]: tally.number for tally in _by_state(store, kind, states)}
            for state in states:
                told = metrics.DOCUMENTS.labels(department, collection, state)
                told.set(found.get(state, 0))


def states_of(kind: type[Any]) -> tuple[str, ...]:
    """List the states of a document kind; empty unless it has an enumerated, indexed state."""
    indexed = any(fields[0] == STATE for fields in document_meta(kind).indexes)
    state = get_type_hints(kind).get(STATE) if indexed else None
    is_listed = isinstance(state, type) and issubclass(state, Enum)
    return tuple(str(member.value) for member in state) if is_listed and state else ()


def _by_state(store: Store, kind: type[Any], states: tuple[str, ...]) -> Any:
    return store.count_by(kind, (STATE,), {STATE: states}, "", MAX_COUNTED)


def _measure_lanes(department: str, store: Store, now: datetime) -> None:
    """Count lanes by what they wait for; those that wait for a person have no due time."""
    for_person = {"due_at": None}
    found = {"retry": LaneState.FAILED, "gap": LaneState.GAP}
    alone = {
        tally.values[0]: tally
        for tally in store.count_by(Lane, (STATE,), for_person, "since", MAX_COUNTED)
    }
    every = {
        tally.values[0]: tally for tally in store.count_by(Lane, (STATE,), {}, "since", MAX_COUNTED)
    }
    for name, state in found.items():
        number = _number(every.get(state)) - _number(alone.get(state))
        _set_lane_gauges(department, name, number, every.get(state) if number > 0 else None, now)
    since = min((tally.earliest for tally in alone.values() if tally.earliest), default=None)
    waiting = GroupCount((), sum(map(_number, alone.values())), since)
    _set_lane_gauges(department, "person", waiting.number, waiting, now)


def _set_lane_gauges(
    department: str, state: str, number: int, at: GroupCount | None, now: datetime
) -> None:
    metrics.LANES.labels(department, state).set(max(0, number))
    metrics.LANE_AGE.labels(department, state).set(_age(at.earliest if at else None, now))


def _number(at: GroupCount | None) -> int:
    return at.number if at else 0


def _age(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0
