"""A department's desk: runs handlers in units of work, once per command and once per event."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

import structlog

from liandong.envelope import Envelope, decode
from shared import metrics
from shared.errors import (
    KeyReusedError,
    PlatformError,
    RejectedError,
    StoreUnavailableError,
)
from shared.ledgers import Answer, Applied, Lane
from shared.session import Session
from shared.store import Store
from shared.timing import Clock
from shared.uow import Cause, Place, UnitOfWork

T = TypeVar("T")
Handler = Callable[[UnitOfWork, Any], T]
Apply = Callable[[UnitOfWork, Envelope], None]
ATTEMPTS = 8
LANES_AT_A_TIME = 200
FIRST_DELAY = timedelta(seconds=1)
LONGEST_DELAY = timedelta(minutes=5)
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Once:
    """What makes a request the same: its Idempotency-Key, scoped to the caller, and its content."""

    key: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Received:
    """A verified event with the bytes that it arrived in."""

    envelope: Envelope
    body: bytes

    @property
    def id(self) -> str:
        """What the inbox knows the event by."""
        return f"{self.envelope.department}:{self.envelope.id}"

    @property
    def lane(self) -> str:
        """Which events must wait for one another: those of one publisher about one subject."""
        return f"{self.envelope.department}:{self.envelope.subject}"


class Desk:
    """Runs the handlers of one department against its store.

    `act` serves a command, `react` a batch of events, `retry_lanes` the events that wait.
    """

    def __init__(self, place: Place, store: Store, clock: Clock) -> None:
        self.place = place
        self.store = store
        self.clock = clock

    def act(
        self,
        handle: Handler[T],
        message: Any,
        cause: Cause,
        *,
        once: Once,
        dump: Callable[[T], Any],
    ) -> tuple[Any, bool]:
        """Run a command's handler; a repeated request gets the first answer and changes nothing.

        Tells the answer and whether it is fresh. The answer is written in the same transaction as
        the effects. Raises `KeyReusedError` when the key comes back with other content.
        """

        def work(session: Session) -> tuple[Any, bool]:
            if (earlier := session.find(Answer, once.key)) is not None:
                if earlier.fingerprint != once.fingerprint:
                    raise KeyReusedError
                return earlier.body, False
            uow = UnitOfWork(session, cause, self.place, self.clock())
            body = dump(handle(uow, message))
            session.add(Answer(once.key, once.fingerprint, body, uow.now))
            return body, True

        return self.store.transact(work)

    def react(self, batch: Sequence[Received], apply: Apply) -> None:
        """Let a batch of events take effect, each exactly once, in order per subject.

        One transaction for all; if one of them fails, one for each, and the failing one is parked
        in its lane. Returning means that every event is either applied or parked, durably. Raises
        `StoreUnavailableError` when the outcome must be tried again.
        """
        try:
            applied = self.store.transact(lambda session: self._apply_all(session, batch, apply))
            self._count(applied)
        except StoreUnavailableError:
            raise
        except Exception as error:  # noqa: BLE001  a message ends here: it is parked with the error
            if len(batch) == 1:
                self._park(batch[0], error)
                return
            for received in batch:
                self.react((received,), apply)

    def _apply_all(
        self, session: Session, batch: Sequence[Received], apply: Apply
    ) -> list[Applied]:
        session.load(Applied, [received.id for received in batch])
        lanes = session.load(Lane, [received.lane for received in batch])
        applied = []
        for received in batch:
            if session.find(Applied, received.id) is not None:
                continue
            if received.lane in lanes:
                self._join(session, received)
            else:
                applied.append(self._apply(session, received, apply))
        return applied

    def _apply(self, session: Session, received: Received, apply: Apply) -> Applied:
        now = self.clock()
        apply(UnitOfWork(session, cause_of(received.envelope), self.place, now), received.envelope)
        session.add(mark := _mark(received, now))
        return mark

    def _count(self, applied: Sequence[Applied]) -> None:
        for mark in applied:
            metrics.note_effect(self.place.department, mark)

    def _join(self, session: Session, received: Received) -> None:
        lane = session.find(Lane, received.lane)
        if lane is not None and received.body not in lane.waiting:
            session.save(lane.joined_by(received.body))

    def _park(self, received: Received, error: Exception) -> None:
        department = self.place.department
        log.warning(
            "event.parked", type=received.envelope.type, id=received.envelope.id, error=repr(error)
        )
        metrics.EVENTS_PARKED.labels(department).inc()

        def work(session: Session) -> None:
            if session.find(Lane, received.lane) is not None:
                return self._join(session, received)
            now = self.clock()
            lane = Lane(received.lane, (received.body,), 1, _reason(error), now, now + FIRST_DELAY)
            return session.save(replace(lane, due_at=_next_try(lane, error, now)))

        self.store.transact(work)

    def retry_lanes(self, apply: Apply) -> None:
        """Try the first event of every lane that is due; its success lets the next one follow."""
        after = ""
        while lanes := self.store.page(Lane, {}, after, LANES_AT_A_TIME):
            after = lanes[-1].id
            for lane in lanes:
                if lane.due_at is not None and lane.due_at <= self.clock():
                    self._advance(lane, apply)

    def _advance(self, lane: Lane, apply: Apply) -> None:
        try:
            more = True
            while more:
                applied, more = self.store.transact(lambda at: self._first(at, lane.id, apply))
                self._count(applied)
        except StoreUnavailableError:
            raise
        except Exception as error:  # noqa: BLE001  a message ends here: its lane keeps the error
            self._postpone(lane.id, error)

    def _first(self, session: Session, lane_id: str, apply: Apply) -> tuple[list[Applied], bool]:
        lane = session.find(Lane, lane_id)
        if lane is None:
            return [], False
        first = Received(decode(lane.waiting[0]), lane.waiting[0])
        known = session.find(Applied, first.id) is not None
        applied = [] if known else [self._apply(session, first, apply)]
        rest = replace(lane, waiting=lane.waiting[1:], attempts=0, error="")
        if rest.waiting:
            session.save(rest)
        else:
            session.remove(lane)
        return applied, bool(rest.waiting)

    def _postpone(self, lane_id: str, error: Exception) -> None:
        def work(session: Session) -> None:
            lane = session.find(Lane, lane_id)
            if lane is not None:
                tried = replace(lane, attempts=lane.attempts + 1, error=_reason(error))
                session.save(replace(tried, due_at=_next_try(tried, error, self.clock())))

        self.store.transact(work)


def cause_of(envelope: Envelope) -> Cause:
    """Tell what a unit of work serves that reacts to an event."""
    return Cause(
        id=envelope.id,
        type=envelope.type,
        actor=envelope.actor,
        department=envelope.department,
        correlation=envelope.correlationid,
        subject=envelope.subject,
        sequence=envelope.sequence,
        published_at=envelope.time,
        effective_at=envelope.effectiveat,
        traceparent=envelope.traceparent,
        causation=envelope.causationid,
    )


def _mark(received: Received, now: datetime) -> Applied:
    envelope = received.envelope
    return Applied(
        received.id, envelope.type, envelope.subject, envelope.sequence, envelope.time, now
    )


def _reason(error: Exception) -> str:
    words = str(error) if isinstance(error, PlatformError) else repr(error)
    return words[:2000]


def _next_try(lane: Lane, error: Exception, now: datetime) -> datetime | None:
    """Wait longer each time; what can never work, and what failed too often, needs a person."""
    if isinstance(error, RejectedError) or lane.attempts >= ATTEMPTS:
        return None
    delay: timedelta = FIRST_DELAY * 2 ** (lane.attempts - 1)
    return now + min(delay, LONGEST_DELAY)
