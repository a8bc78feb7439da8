"""Answers to subscribers that requested events which were never published."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial

from liandong.envelope import new_id
from shared.clock.system import Clock
from shared.delivery.resend.gap import Gap, parts
from shared.delivery.resend.records import Absent
from shared.handling.cause import Cause, PublisherIdentity
from shared.handling.unit_of_work import UnitOfWork
from shared.store.session import Session
from shared.store.store import Store

PAUSE = timedelta(seconds=5)
MAX_SUBSCRIBERS = 50
Publish = Callable[[UnitOfWork, str, tuple[Gap, ...]], None]


def add_absent(session: Session, subscriber: str, gaps: Iterable[Gap]) -> None:
    """Record absent events of a subscriber; those beyond one answer wait for its next request."""
    if not (found := {gap.about: gap for gap in gaps}):
        return
    known = session.find(Absent, subscriber) or Absent(subscriber)
    all_of = {gap.about: gap for gap in known.gaps} | found
    session.save(Absent(subscriber, next(parts(all_of.values())), known.told_at))


class Absences:
    """Answers each subscriber at most once per `PAUSE`, however much it requests."""

    def __init__(
        self, place: PublisherIdentity, store: Store, clock: Clock, publish: Publish
    ) -> None:
        self._place = place
        self._store = store
        self._clock = clock
        self._publish = publish

    def publish_answers(self) -> bool:
        """Publish the answers that are due; return whether there were any."""
        now = self._clock()
        known = self._store.page(Absent, {}, "", MAX_SUBSCRIBERS)
        due = [absent.id for absent in known if absent.gaps and _is_due(absent, now)]
        for subscriber in due:
            self._store.transact(partial(self._emit, subscriber=subscriber, now=now))
        return bool(due)

    def _emit(self, session: Session, *, subscriber: str, now: datetime) -> None:
        known = session.find(Absent, subscriber)
        if known is None or not known.gaps:
            return
        cause = Cause(new_id(), "resend", "platform", self._place.department, new_id())
        self._publish(UnitOfWork(session, cause, self._place, now), subscriber, known.gaps)
        session.save(Absent(subscriber, (), now))


def _is_due(known: Absent, now: datetime) -> bool:
    return known.told_at is None or now - known.told_at >= PAUSE
