"""Notices to publishers about events refused here: rate-limited, and never about a notice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Annotated

from liandong.envelope import Envelope, decode, new_id
from liandong.envelope.validation import LONGEST_TEXT
from liandong.errors import Malformed
from shared.broker.topology import subscribed_publishers
from shared.delivery.records import QuarantinedMessage
from shared.delivery.refusals.messages import (
    KINDS,
    LONGEST_REASON,
    MAX_REFUSALS,
    PendingRefusals,
    Refusal,
)
from shared.errors import NotYoursError, RejectedError
from shared.handling.cause import Cause, PublisherIdentity
from shared.handling.unit_of_work import UnitOfWork
from shared.messages.declare import Between, Classification, Length, Title, event, meta_of
from shared.store.session import Session
from shared.store.store import Store

PAUSE = timedelta(minutes=1)
POLL = timedelta(seconds=5)
PUBLISHERS = 100
HIDDEN = "限制性事件，原因请向未采纳的部门核实"


@event("event.refused", title="事件未采纳", subject="publisher", recipient="publisher")
class EventsRefused:
    """Notice that events of a publisher were not applied, and will not be without manual action.

    `more` counts refusals that this notice leaves out.
    """

    publisher: Annotated[str, Title("发布部门"), Length(1, LONGEST_TEXT)]
    refusals: Annotated[tuple[Refusal, ...], Title("未采纳的事件"), Length(1, MAX_REFUSALS)]
    more: Annotated[int, Title("另有件数"), Between(0, 1_000_000_000)] = 0


class RefusalNotices:
    """Records refusals in the transactions that refuse; notifies each publisher once a minute.

    `is_subscribed` tells whether this department subscribes to a publisher: the broker routes
    notices to no other.
    """

    def __init__(
        self, place: PublisherIdentity, is_subscribed: Callable[[str], bool] | None = None
    ) -> None:
        self._place = place
        self._is_subscribed = is_subscribed or partial(_is_subscribed, place.department)
        self._poll_at: datetime | None = None

    def quarantined(self, session: Session, kept: QuarantinedMessage) -> None:
        """Record a message that was quarantined, if a known key signed it."""
        if kept.publisher:
            self._record(session, kept.publisher, _read(kept.body), kept.kind, kept.reason, kept.at)

    def rejected(
        self, session: Session, envelope: Envelope, error: Exception, now: datetime
    ) -> None:
        """Record an event that its handler rejected for good; other errors are not the sender's."""
        if isinstance(error, RejectedError):
            kind = "not_yours" if isinstance(error, NotYoursError) else "rejected"
            self._record(session, envelope.department, envelope, kind, str(error), now)

    def publish(self, store: Store, now: datetime) -> bool:
        """Publish the notices that are due; return whether there were any."""
        if self._poll_at is not None and now < self._poll_at:
            return False
        self._poll_at = now + POLL
        waiting = store.page(PendingRefusals, {}, "", PUBLISHERS)
        due = [untold.id for untold in waiting if untold.refusals and _is_due(untold, now)]
        for publisher in due:
            store.transact(partial(self._emit, publisher=publisher, now=now))
        return bool(due)

    def _record(
        self,
        session: Session,
        publisher: str,
        envelope: Envelope | None,
        kind: str,
        reason: str,
        now: datetime,
    ) -> None:
        """Record one refusal; a refused notice is never reported, so notices cannot loop."""
        is_notice = envelope is not None and envelope.type == meta_of(EventsRefused).type
        if is_notice or kind not in KINDS or not self._is_subscribed(publisher):
            return
        known = session.find(PendingRefusals, publisher) or PendingRefusals(publisher)
        if len(known.refusals) >= MAX_REFUSALS:
            session.save(replace(known, more=known.more + 1))
            return
        refusal = _refusal(envelope, kind, reason, now)
        session.save(replace(known, refusals=(*known.refusals, refusal)))

    def _emit(self, session: Session, *, publisher: str, now: datetime) -> None:
        known = session.find(PendingRefusals, publisher)
        if known is None or not known.refusals or not _is_due(known, now):
            return
        cause = Cause(new_id(), "refusal", "platform", self._place.department, new_id())
        uow = UnitOfWork(session, cause, self._place, now)
        uow.emit(EventsRefused(publisher, known.refusals, known.more))
        uow.save(PendingRefusals(publisher, told_at=now))


def _refusal(envelope: Envelope | None, kind: str, reason: str, now: datetime) -> Refusal:
    """Describe a refusal; the reason is withheld for a restricted event."""
    if envelope is None:
        return Refusal("", "", "", kind, reason[:LONGEST_REASON], now)
    hidden = envelope.classification == Classification.RESTRICTED.value
    told = HIDDEN if hidden else reason[:LONGEST_REASON]
    return Refusal(envelope.id, envelope.type, envelope.subject, kind, told, now)


def _read(body: bytes) -> Envelope | None:
    try:
        return decode(body)
    except Malformed:
        return None


def _is_due(known: PendingRefusals, now: datetime) -> bool:
    return known.told_at is None or now - known.told_at >= PAUSE


def _is_subscribed(department: str, publisher: str) -> bool:
    return publisher != department and publisher in subscribed_publishers(department)
