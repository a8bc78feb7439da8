"""Resends events to one subscriber alone, and only those that it may receive."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, partial

import structlog

from shared.broker.topology import bound_topics_of
from shared.delivery.resend.absences import Absences, add_absent
from shared.delivery.resend.gap import Gap
from shared.delivery.resend.messages import resent_topic
from shared.delivery.resend.pauses import RequestPauses
from shared.delivery.resend.portion import Portion, finish
from shared.delivery.resend.records import Resend
from shared.delivery.resend.turns import ResendTurns
from shared.errors import RetryableError
from shared.handling.sequence import SequenceState
from shared.store.outbox import OutboxEvent
from shared.store.session import Session
from shared.store.store import Store

SUBJECTS = 100
AT_A_TIME = 100
POLL_S = 2.0
log = structlog.get_logger()

Send = Callable[[Sequence[OutboxEvent], str], bool]
TopicsFor = Callable[[str], frozenset[str]]


class Resender:
    """Answers requests in portions, subscribers in turn, so that new events never wait long.

    An answered request is blocked for as long as the answer took, within the bounds of
    `RequestPauses`.
    `absences` informs subscribers of events that do not exist; without it they are not informed.
    """

    def __init__(
        self,
        department: str,
        store: Store,
        send: Send,
        topics_for: TopicsFor | None = None,
        *,
        absences: Absences | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._send = send
        self._topics_for = topics_for or partial(subscribed_topics, department)
        self._absences = absences
        self._clock = clock
        self._poll_at = 0.0
        self._pauses = RequestPauses(clock)
        self._turns = ResendTurns(store, self._pauses)

    def poll(self) -> bool:
        """Send a portion, at most every `POLL_S` seconds when idle; return whether more is left.

        Resent events that the broker does not confirm wait for the next poll, so that new events
        are not held up.
        """
        if self._clock() < self._poll_at:
            return False
        self._poll_at = self._clock() + POLL_S
        try:
            more = self.step()
            if self._absences is not None:
                self._absences.publish_answers()
        except NotSentError as error:
            log.warning("relay.not_resent", subscriber=str(error))
            return False
        if more:
            self._poll_at = 0.0
        return more

    def step(self) -> bool:
        """Send one portion to one subscriber; return whether more may be left."""
        waiting = self._turns.subscribers()
        for who in waiting:
            if rows := self._turns.requests_of(who):
                self._turns.begin(who)
                return self._send_portion(who, rows) or len(waiting) > 1
        return False

    def _send_portion(self, who: str, rows: Sequence[Resend]) -> bool:
        portion = Portion(self._topics_for(who))
        done: list[tuple[Resend, Resend | None]] = []
        for asked in rows:
            if portion.is_full:
                break
            self._pauses.begin(asked.id)
            done.append((asked, self._gather(asked, portion)))
        if portion.wanted and not self._send(portion.wanted, resent_topic(who)):
            raise NotSentError(who)
        self._record(done, portion)
        self._turns.end(who, done[-1][0].id)
        return len(done) < len(rows) or any(rest is not None for _, rest in done)

    def _gather(self, asked: Resend, portion: Portion) -> Resend | None:
        """Read for one request until the portion is full; return the rest of it, if any."""
        if not asked.subject:
            return self._gather_all(asked, portion)
        line = self._store.read(SequenceState, asked.subject)
        rest = self._read_line(asked, line, asked.after, portion) if line else None
        if rest is None:
            return None
        return replace(asked, after=rest, found=asked.found or portion.holds(asked))

    def _gather_all(self, asked: Resend, portion: Portion) -> Resend | None:
        begun = self._store.read(SequenceState, asked.cursor) if asked.reached else None
        rest = self._read_line(asked, begun, asked.reached, portion) if begun else None
        if rest is not None:
            return replace(asked, reached=rest)
        cursor = asked.cursor
        lines = self._store.page(SequenceState, {}, cursor, SUBJECTS)
        for line in lines:
            if portion.is_full:
                return replace(asked, cursor=cursor, reached=0)
            cursor = line.subject
            rest = self._read_line(asked, line, 0, portion)
            if rest is not None:
                return replace(asked, cursor=cursor, reached=rest)
        return replace(asked, cursor=cursor, reached=0) if len(lines) == SUBJECTS else None

    def _read_line(
        self, asked: Resend, line: SequenceState, after: int, portion: Portion
    ) -> int | None:
        """Read on in one subject; return the number that was reached, None at the end.

        Where numbers are missing, such as between two eras, the next one is looked up.
        """
        last = min(line.last, asked.before - 1)
        while not portion.is_full:
            reached = after + AT_A_TIME
            rows = self._store.outbox.subject_events(
                line.subject, after, min(asked.before, reached + 1)
            )
            portion.add(rows)
            if reached >= last:
                return None
            if len(rows) < AT_A_TIME:
                following = self._store.outbox.next_number(line.subject, reached, asked.before)
                if following is None:
                    return None
                reached = following - 1
            after = reached
        return after

    def _record(self, done: Sequence[tuple[Resend, Resend | None]], portion: Portion) -> None:
        """Store the progress of each request; preserve requests queued behind it meanwhile."""

        def work(session: Session) -> None:
            known = session.load(Resend, [asked.id for asked, _ in done])
            absent = []
            for asked, rest in done:
                now = known.get(asked.id)
                if now is None or replace(now, again=asked.again) != asked:
                    continue
                if rest is not None:
                    session.save(replace(rest, again=now.again))
                    continue
                if asked.number and not asked.found and not portion.holds(asked):
                    absent.append(Gap(asked.subject, 0, asked.before, asked.number))
                finish(session, now)
            add_absent(session, done[0][0].subscriber, absent)

        self._store.transact(work)
        for asked, rest in done:
            if rest is None:
                self._pauses.end(asked.id)


class NotSentError(RetryableError):
    """The broker did not confirm resent events; their request stays open."""


@cache
def subscribed_topics(publisher: str, subscriber: str) -> frozenset[str]:
    """Return the topics of a publisher that a subscriber binds, by the contracts."""
    return frozenset(topic for whose, topic in bound_topics_of(subscriber) if whose == publisher)
