"""Requests missing events a few times, many subjects in one request; then manual action is needed.

The broker stores a request until its publisher is back, so endless repetition would only fill the
outbox. If the missing event arrives after all, its lane is applied without manual action.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from liandong.envelope import new_id
from shared.catalog.catalog import department_names
from shared.delivery.inbox.event import InboundEvent, position_key
from shared.delivery.records import Applied, Lane, LaneState, ParkedEvent
from shared.delivery.resend.gap import Gap, parts
from shared.delivery.resend.messages import ResendAnswered, request_gaps
from shared.handling.cause import Cause, PublisherIdentity
from shared.handling.unit_of_work import UnitOfWork
from shared.store.session import Session
from shared.store.store import Store

ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=1)
GROWTH = 4
LONGEST_PAUSE = timedelta(hours=1)
ABSENT = "第 {0} 号事件未到，第 {1} 号等待；发布部门答复：没有可补发的第 {0} 号事件。请与其核对"
Ask = tuple[str, Gap]


class Gaps:
    """Requests missing events from publishers, after the commit that found them missing.

    Gaps are held in memory until `request`; one lost with the process is requested at the lane's
    next retry.
    """

    def __init__(self, place: PublisherIdentity) -> None:
        self._place = place
        self._wanted: dict[tuple[str, str], Gap] = {}

    def record_gap(
        self, session: Session, lane: Lane, received: InboundEvent, now: datetime
    ) -> list[Ask]:
        """Let a lane wait for a missing event; return what to request after the commit.

        A partner without a service here cannot answer: its gaps need manual action.
        """
        attempts = lane.attempts + 1 if lane.state is LaneState.GAP else 1
        waits = replace(
            lane, state=LaneState.GAP, attempts=attempts, error=describe_gap(received), missing=""
        )
        session.save(replace(waits, due_at=next_ask(attempts, now)))
        if lane.publisher not in department_names():
            return []
        missing = received.predecessor
        return [
            (lane.publisher, Gap(lane.subject, _last(session, lane, missing), lane.head, missing))
        ]

    def collect(self, asks: Iterable[Ask]) -> None:
        """Collect the gaps that a committed transaction found."""
        for publisher, gap in asks:
            self._wanted[publisher, gap.about] = gap

    def request(self, store: Store, now: datetime) -> bool:
        """Request the collected gaps, in as few requests as possible; return if there were any."""
        wanted = dict(self._wanted)
        if not wanted:
            return False
        store.transact(lambda session: self._emit(session, wanted, now))
        for key, gap in wanted.items():
            if self._wanted.get(key) is gap:
                del self._wanted[key]
        return True

    def _emit(self, session: Session, wanted: dict[tuple[str, str], Gap], now: datetime) -> None:
        cause = Cause(new_id(), "gap", "platform", self._place.department, new_id())
        uow = UnitOfWork(session, cause, self._place, now)
        for publisher in sorted({publisher for publisher, _ in wanted}):
            missing = [gap for (whose, _), gap in wanted.items() if whose == publisher]
            for part in parts(missing):
                request_gaps(uow, publisher, part)


def next_ask(attempts: int, now: datetime) -> datetime | None:
    """Return when to request a missing event again; None when manual action is needed."""
    if attempts >= ATTEMPTS:
        return None
    pause: timedelta = min(FIRST_PAUSE * GROWTH ** (attempts - 1), LONGEST_PAUSE)
    return now + pause


def record_answer(uow: UnitOfWork, event: ResendAnswered) -> None:
    """Stop requesting events that their publisher reports as absent: a person decides."""
    lanes = {f"{uow.cause.department}|{gap.about}": gap for gap in event.absent}
    for lane in uow.session.load(Lane, lanes).values():
        gap, place = lanes[lane.id], position_key(lane.id, lane.head)
        head = uow.find(ParkedEvent, place)
        come = uow.find(Applied, position_key(lane.id, gap.number)) is not None
        if lane.state is LaneState.GAP and head and head.predecessor == gap.number and not come:
            told = ABSENT.format(gap.number, lane.head)
            uow.save(replace(lane, due_at=None, attempts=max(lane.attempts, 1), error=told))


def describe_gap(received: InboundEvent) -> str:
    """Describe which event is missing and which one waits for it."""
    number = received.envelope.sequence
    return f"第 {received.predecessor} 号事件未到，第 {number} 号等待"


def _last(session: Session, lane: Lane, missing: int) -> int:
    """Return the highest sequence number below the missing one that was applied, 0 if none."""
    known = session.select(Applied, subject=lane.subject)
    numbers = [mark.sequence for mark in known if mark.id == position_key(lane.id, mark.sequence)]
    return max((number for number in numbers if number < missing), default=0)
