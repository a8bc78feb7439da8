"""Lanes: events that cannot be applied yet wait in order, without blocking other subjects."""

from dataclasses import replace
from datetime import datetime, timedelta

from shared.delivery.inbox.event import (
    InboundEvent,
    from_parked,
    inbox_entry,
    position_key,
    to_conflict,
    to_parked,
)
from shared.delivery.lanes.attempts import next_retry_at
from shared.delivery.lanes.report import Apply, DispatchReport
from shared.delivery.lanes.waiting import waiting_in
from shared.delivery.records import Applied, Lane, LaneState, ParkedEvent, QuarantinedMessage
from shared.delivery.refusals.notices import RefusalNotices
from shared.delivery.resend.gaps import Gaps, describe_gap
from shared.handling.claim_check import missing_content_ref
from shared.handling.context import DepartmentContext
from shared.handling.unit_of_work import UnitOfWork
from shared.store.session import Session
from shared.texts.error_text import describe_error

GRACE = timedelta(seconds=2)
MAX_EVENTS_PER_RUN = 100
MAX_BYTES_PER_RUN = 1024 * 1024  # of events that are applied in one transaction


class Lanes:
    """The lanes of one department."""

    def __init__(self, context: DepartmentContext) -> None:
        self._context = context
        self.gaps = Gaps(context.identity)
        self.notices = RefusalNotices(context.identity)

    def park_failed(
        self, session: Session, received: InboundEvent, error: Exception, now: datetime
    ) -> None:
        """Park an event that failed, at the head of a new lane."""
        reason = describe_error(error)
        lane = _lane(received, LaneState.FAILED, 1, reason, now)
        session.save(
            replace(lane, due_at=next_retry_at(1, now, error), missing=missing_content_ref(error))
        )
        self.notices.rejected(session, received.envelope, error, now)
        session.save(to_parked(received, now))

    def park_early(self, session: Session, received: InboundEvent, now: datetime) -> None:
        """Park an event that arrived before its predecessor, which may still be under way."""
        session.save(replace(_lane(received, LaneState.GAP, 0, describe_gap(received), now)))
        session.save(to_parked(received, now))

    def append(self, session: Session, received: InboundEvent, now: datetime) -> None:
        """Park an event in an existing lane, in the order of sequence numbers."""
        lane = session.find(Lane, received.lane)
        if lane is None:
            return
        if (waits := session.find(ParkedEvent, received.id)) is not None:
            self.absorb(session, waits, received, now)
            return
        longer = replace(lane, waiting=lane.waiting + 1)
        if received.envelope.sequence < lane.head:
            longer = replace(longer, head=received.envelope.sequence, due_at=now)
        session.save(longer, to_parked(received, now))

    def absorb(
        self,
        session: Session,
        taken: Applied | ParkedEvent,
        received: InboundEvent,
        now: datetime,
    ) -> None:
        """Drop a duplicate delivery; another event with the same sequence number is quarantined."""
        if taken.event_id == received.envelope.id:
            return
        kept = to_conflict(taken, received, now)
        if session.find(QuarantinedMessage, kept.id) is None:
            self.notices.quarantined(session, kept)
        session.save(kept)

    def park_unwritable(
        self, session: Session, received: InboundEvent, error: Exception, now: datetime
    ) -> DispatchReport:
        """Park an event whose transaction cannot be written, unless it was applied."""
        report = DispatchReport()
        if session.find(Applied, received.id) is None:
            if session.find(Lane, received.lane) is None:
                self.park_failed(session, received, error, now)
            else:
                self.append(session, received, now)
            report.parked.append((received, describe_error(error)))
        return report

    def record_failure(
        self, session: Session, lane_id: str, error: Exception, now: datetime
    ) -> None:
        """Record that the head of a lane failed outside of its handler, such as when written."""
        lane = session.find(Lane, lane_id)
        if lane is not None:
            session.save(_failed(lane, error, now))

    def retry_lane(
        self,
        session: Session,
        lane_id: str,
        apply: Apply,
        now: datetime,
        most: int = MAX_EVENTS_PER_RUN,
    ) -> DispatchReport:
        """Apply at most `most` events of a lane in order, until one fails or lacks a predecessor.

        Only a few more events are read than are applied. `more` of the report is set if the limit
        was reached first.
        """
        report = DispatchReport()
        lane = session.find(Lane, lane_id)
        if lane is None:
            return report
        taken = 0
        for done, parked in enumerate(waiting_in(session, lane)):
            tried = lane.attempts if parked.sequence == lane.head else 0
            head, left = parked.sequence, max(1, lane.waiting - done)
            here = replace(lane, head=head, waiting=left, attempts=tried)
            if done and (done >= most or taken >= MAX_BYTES_PER_RUN):
                session.save(replace(here, due_at=now))
                report.more = True
                return report
            if not self._apply_head(session, here, parked, apply, now, report):
                return report
            session.remove(parked)
            taken += len(parked.mended or parked.body)
        session.remove(lane)
        return report

    def _apply_head(
        self,
        session: Session,
        lane: Lane,
        parked: ParkedEvent,
        apply: Apply,
        now: datetime,
        report: DispatchReport,
    ) -> bool:
        """Apply one event, or save its lane with the reason; return whether it is applied."""
        if session.find(Applied, parked.id) is not None:
            return True
        received = from_parked(parked)
        if not predecessor_applied(session, received):
            report.asks += self.gaps.record_gap(session, lane, received, now)
            return False
        before = session.savepoint()
        try:
            apply(UnitOfWork(session, received.cause, self._context.identity, now), received)
        except Exception as error:
            if session.failure is not None:
                raise
            session.rollback_to(before)
            session.save(_failed(lane, error, now))
            if lane.state is not LaneState.FAILED or lane.due_at is not None:
                self.notices.rejected(session, received.envelope, error, now)
            return False
        outcome = "mended" if parked.mended else "applied"
        session.add(applied := inbox_entry(received, now, outcome))
        report.took_effect(applied, received)
        return True


def predecessor_applied(session: Session, received: InboundEvent) -> bool:
    """Return whether the predecessor of an event, if it has one, was applied here."""
    before = received.predecessor
    return not before or session.find(Applied, position_key(received.lane, before)) is not None


def _lane(
    received: InboundEvent, state: LaneState, attempts: int, reason: str, now: datetime
) -> Lane:
    at = received.envelope
    due = now + GRACE
    return Lane(
        received.lane, at.department, at.subject, state, attempts, reason, now, due, at.sequence
    )


def _failed(lane: Lane, error: Exception, now: datetime) -> Lane:
    same = lane.state is LaneState.FAILED
    attempts = lane.attempts + 1 if same else 1
    failed = replace(lane, state=LaneState.FAILED, attempts=attempts, error=describe_error(error))
    return replace(
        failed, due_at=next_retry_at(attempts, now, error), missing=missing_content_ref(error)
    )
