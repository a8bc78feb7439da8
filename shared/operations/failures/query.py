"""Query failed messages: lanes first, then the quarantine, each in key order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any

from liandong.envelope import Envelope, decode
from liandong.errors import Malformed
from shared.delivery.inbox.event import position_key
from shared.delivery.records import Lane, LaneState, ParkedEvent, QuarantinedMessage
from shared.errors import FieldError, InvalidInputError, NotFoundError
from shared.messages.codec import to_wire
from shared.operations.failures.errors import TooManyError
from shared.operations.failures.ids import FailureKind, Target, id_of, target_of
from shared.operations.failures.views import Failure, FailureState
from shared.store.pages import Page, PageRequest
from shared.store.session import Session
from shared.store.store import Store

CHUNK = 200
QUARANTINE_CHUNK = 20  # messages of up to 4 MiB each
MOST_FROZEN = 5_000
KIND_OF = {LaneState.FAILED: FailureKind.LANE, LaneState.GAP: FailureKind.GAP}


@dataclass(frozen=True, slots=True)
class FailureFilter:
    """A filter. `reason` is a substring of the reason; `since` matches failures at or before it."""

    kind: FailureKind | None = None
    publisher: str | None = None
    type: str | None = None
    subject: str | None = None
    reason: str | None = None
    state: FailureState | None = None
    since: datetime | None = None

    def matches(self, failure: Failure) -> bool:
        """Return whether a failed message matches."""
        same = ("kind", "publisher", "type", "subject", "state")
        return (
            all(getattr(self, field) in (None, getattr(failure, field)) for field in same)
            and (self.reason is None or self.reason in failure.reason)
            and (self.since is None or failure.since <= self.since)
        )

    def to_texts(self) -> dict[str, str]:
        """Return the filter criteria as texts."""
        return {name: str(value) for name, value in to_wire(self).items() if value is not None}

    @classmethod
    def of(cls, asked: Any) -> "FailureFilter":
        """Build the filter from a command with the same fields."""
        return cls(**{field.name: getattr(asked, field.name) for field in fields(cls)})


def page_of(store: Store, request: PageRequest) -> Page[Failure]:
    """Return the next matching failed messages after `after`."""
    wanted = FailureFilter(**request.wanted)
    found = list(islice(_matching(store, wanted, request.after), request.limit + 1))
    items = tuple(found[: request.limit])
    return Page(items, items[-1].id if len(found) > request.limit else None)


def all_of(store: Store, wanted: FailureFilter) -> tuple[Failure, ...]:
    """Return all matching messages; raises `TooManyError` with advice to narrow the filter."""
    found = tuple(islice(_matching(store, wanted, ""), MOST_FROZEN + 1))
    if len(found) > MOST_FROZEN:
        raise TooManyError(f"命中超过 {MOST_FROZEN} 条，请加上部门、类型、事项或原因等条件")
    return found


def these(store: Store, names: Sequence[str]) -> tuple[Failure, ...]:
    """Return those of the given ids that still fail, in the same order."""
    if len(names) > MOST_FROZEN:
        raise TooManyError(f"一次最多 {MOST_FROZEN} 条，请分批")
    targets = [target_of(name) for name in dict.fromkeys(names)]

    def read(session: Session) -> tuple[Failure, ...]:
        known = {failure.id: failure for failure in _named(session, targets)}
        return tuple(known[name] for name in names if name in known)

    return store.transact(read)


def waiting_row(lane: Lane, head: ParkedEvent | None) -> Failure:
    """Return the list entry of a lane, described by its head event."""
    kind = KIND_OF[lane.state]
    return Failure(
        id=id_of(kind, position_key(lane.id, lane.head)),
        kind=kind,
        state=FailureState.PERSON if lane.due_at is None else FailureState.RETRY,
        publisher=lane.publisher,
        subject=lane.subject,
        type=short(head.type) if head else "",
        sequence=lane.head,
        reason=lane.error,
        since=lane.since,
        due_at=lane.due_at,
        attempts=lane.attempts,
        waiting=lane.waiting,
    )


def quarantine_row(kept: QuarantinedMessage) -> Failure:
    """Return the list entry of a quarantined message, by its unverified attributes if readable."""
    claimed = claimed_by(kept.body)
    return Failure(
        id=id_of(FailureKind.QUARANTINE, kept.id),
        kind=FailureKind.QUARANTINE,
        state=FailureState.PERSON,
        publisher=claimed.department if claimed else kept.exchange.removesuffix(".events"),
        subject=claimed.subject if claimed else "",
        type=claimed.routing_key if claimed else "",
        sequence=claimed.sequence if claimed else 0,
        reason=kept.reason,
        since=kept.at,
        fault=kept.kind,
    )


def claimed_by(body: bytes) -> Envelope | None:
    """Decode an event without verifying its signature; None if it is malformed."""
    try:
        return decode(body)
    except Malformed:
        return None
    except Exception:  # noqa: BLE001  (unreadable messages are listed too)
        return None


def short(kind: str) -> str:
    """Shorten an event type to `<event>.v<N>`."""
    return kind.split(".", 3)[-1]


def _matching(store: Store, wanted: FailureFilter, after: str) -> Iterator[Failure]:
    return filter(wanted.matches, _from(store, wanted, _behind(after)))


def _from(store: Store, wanted: FailureFilter, after: Target | None) -> Iterator[Failure]:
    behind_lanes = after is not None and after.kind is FailureKind.QUARANTINE
    if not behind_lanes and wanted.kind is not FailureKind.QUARANTINE:
        yield from _lanes(store, after.lane if after else "")
    if wanted.kind in (None, FailureKind.QUARANTINE):
        yield from _quarantined(store, after.key if after and behind_lanes else "")


def _lanes(store: Store, after: str) -> Iterator[Failure]:
    while lanes := store.page(Lane, {}, after, CHUNK):
        after = lanes[-1].id
        yield from store.transact(partial(_heads, names=[lane.id for lane in lanes]))


def _heads(session: Session, names: Sequence[str]) -> list[Failure]:
    """Read lanes again with their heads, so that both are of the same moment."""
    lanes = session.load(Lane, names).values()
    places = {lane.id: position_key(lane.id, lane.head) for lane in lanes}
    heads = session.load(ParkedEvent, places.values())
    return [waiting_row(lane, heads.get(places[lane.id])) for lane in lanes]


def _quarantined(store: Store, after: str) -> Iterator[Failure]:
    while kept := store.page(QuarantinedMessage, {}, after, QUARANTINE_CHUNK):
        after = kept[-1].id
        yield from map(quarantine_row, kept)


def _named(session: Session, targets: Sequence[Target]) -> list[Failure]:
    apart = [target for target in targets if target.kind is FailureKind.QUARANTINE]
    rows = _heads(session, list({target.lane for target in targets if target not in apart}))
    kept = session.load(QuarantinedMessage, [message.key for message in apart]).values()
    return [*rows, *map(quarantine_row, kept)]


def _behind(after: str) -> Target | None:
    try:
        return target_of(after) if after else None
    except NotFoundError as error:
        raise InvalidInputError((FieldError("after", "应为上一页的 next"),)) from error
