"""Telling publishers what was refused here: in few notices, and never about a notice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Annotated

from liandong.envelope import Envelope, decode, new_id
from liandong.envelope.validation import LONGEST_TEXT
from liandong.errors import Malformed
from shared.broker.topology import publishers_heard
from shared.delivery.records import QuarantinedMessage
from shared.delivery.refusals.messages import KINDS, LONGEST_REASON, MOST_TOLD, Refusal, Untold
from shared.errors import NotYoursError, RejectedError
from shared.handling.cause import Cause, PublisherIdentity
from shared.handling.unit_of_work import UnitOfWork
from shared.messages.declare import Between, Classification, Length, Title, event, meta_of
from shared.store.session import Session
from shared.store.store import Store

PAUSE = timedelta(minutes=1)
LOOK = timedelta(seconds=5)
PUBLISHERS = 100
HIDDEN = "限制性事件，原因请向未采纳的部门核实"


@event("event.refused", title="事件未采纳", subject="publisher", recipient="publisher")
class EventsRefused:
    """Events of a publisher did not take effect here, and will not unless a person acts.

    `more` counts refusals that this notice leaves out.
    """

    publisher: Annotated[str, Title("发布部门"), Length(1, LONGEST_TEXT)]
    refusals: Annotated[tuple[Refusal, ...], Title("未采纳的事件"), Length(1, MOST_TOLD)]
    more: Annotated[int, Title("另有件数"), Between(0, 1_000_000_000)] = 0


class RefusalNotices:
    """Collects refusals in the transactions that refuse, and tells each publisher once a minute.

    `hears` tells whether a publisher is heard here: others cannot be told by the broker.
    """

    def __init__(
        self, place: PublisherIdentity, hears: Callable[[str], bool] | None = None
    ) -> None:
        self._place = place
        self._hears = hears or partial(_is_heard, place.department)
        self._look_at: datetime | None = None

    def quarantined(self, session: Session, kept: QuarantinedMessage) -> None:
        """Note a message that went to the quarantine, if a known key signed it."""
        if kept.publisher:
            self._note(session, kept.publisher, _read(kept.body), kept.kind, kept.reason, kept.at)

    def rejected(
        self, session: Session, envelope: Envelope, error: Exception, now: datetime
    ) -> None:
        """Note an event that a handler said can never work; other failures are our own."""
        if isinstance(error, RejectedError):
            kind = "not_yours" if isinstance(error, NotYoursError) else "rejected"
            self._note(session, envelope.department, envelope, kind, str(error), now)

    def tell(self, store: Store, now: datetime) -> bool:
        """Tell every publisher whose turn it is; tell if there was one."""
        if self._look_at is not None and now < self._look_at:
            return False
        self._look_at = now + LOOK
        waiting = store.page(Untold, {}, "", PUBLISHERS)
        due = [untold.id for untold in waiting if untold.refusals and _may_hear(untold, now)]
        for publisher in due:
            store.transact(partial(self._emit, publisher=publisher, now=now))
        return bool(due)

    def _note(
        self,
        session: Session,
        publisher: str,
        envelope: Envelope | None,
        kind: str,
        reason: str,
        now: datetime,
    ) -> None:
        """Keep one refusal; a notice that was refused is never told of, so none can answer one."""
        is_notice = envelope is not None and envelope.type == meta_of(EventsRefused).type
        if is_notice or kind not in KINDS or not self._hears(publisher):
            return
        known = session.find(Untold, publisher) or Untold(publisher)
        if len(known.refusals) >= MOST_TOLD:
            session.save(replace(known, more=known.more + 1))
            return
        refusal = _refusal(envelope, kind, reason, now)
        session.save(replace(known, refusals=(*known.refusals, refusal)))

    def _emit(self, session: Session, *, publisher: str, now: datetime) -> None:
        known = session.find(Untold, publisher)
        if known is None or not known.refusals or not _may_hear(known, now):
            return
        cause = Cause(new_id(), "refusal", "platform", self._place.department, new_id())
        uow = UnitOfWork(session, cause, self._place, now)
        uow.emit(EventsRefused(publisher, known.refusals, known.more))
        uow.save(Untold(publisher, told_at=now))


def _refusal(envelope: Envelope | None, kind: str, reason: str, now: datetime) -> Refusal:
    """Describe a refusal; the reason of a restricted event stays here."""
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


def _may_hear(known: Untold, now: datetime) -> bool:
    return known.told_at is None or now - known.told_at >= PAUSE


def _is_heard(department: str, publisher: str) -> bool:
    return publisher != department and publisher in publishers_heard(department)
