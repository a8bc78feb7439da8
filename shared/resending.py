"""Sending events again, to one subscriber alone, and only what it may hear."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, partial

import structlog

from shared.eras import next_era
from shared.errors import RetryError
from shared.ledgers import Numbering, Outgoing, Resend
from shared.resend import resent_topic
from shared.session import Session
from shared.store import Store
from shared.topology import heard_by

REQUESTS = 20
SUBJECTS = 100
AT_A_TIME = 500
LOOK_S = 2.0
log = structlog.get_logger()

Send = Callable[[Sequence[Outgoing], str], bool]
HeardBy = Callable[[str], frozenset[str]]


class Resender:
    """Answers requests a step at a time, so that what is new never waits for long."""

    def __init__(
        self, department: str, store: Store, send: Send, heard_by: HeardBy | None = None
    ) -> None:
        self._store = store
        self._send = send
        self._heard_by = heard_by or partial(topics_heard, department)
        self._look_again_at = 0.0

    def look(self) -> bool:
        """See now and then whether a subscriber asked for events again; tell if more is to send.

        What is new must not wait for what is asked for again: what is not confirmed waits.
        """
        if time.monotonic() < self._look_again_at:
            return False
        self._look_again_at = time.monotonic() + LOOK_S
        try:
            more = self.step()
        except NotSentError as error:
            log.warning("relay.not_resent", subscriber=str(error))
            return False
        if more:
            self._look_again_at = 0.0
        return more

    def step(self) -> bool:
        """Send some of what was asked for; tell whether more is left."""
        asked = self._store.page(Resend, {}, "", REQUESTS)
        unfinished = [self._answer(one) for one in asked]
        return any(unfinished) or len(asked) == REQUESTS

    def _answer(self, asked: Resend) -> bool:
        if asked.subject:
            line = self._store.read(Numbering, asked.subject)
            rest = self._send_line(asked, line, asked.after) if line else None
            self._note(asked, replace(asked, after=rest) if rest is not None else None)
            return rest is not None
        return self._send_all(asked)

    def _send_all(self, asked: Resend) -> bool:
        """Send the events of the next subjects; `cursor` keeps how far it has come."""
        lines = self._store.page(Numbering, {}, asked.cursor, SUBJECTS)
        for line in lines:
            after: int | None = 0
            while after is not None:
                after = self._send_line(asked, line, after)
        reached = lines[-1].subject if lines else asked.cursor
        more = len(lines) == SUBJECTS
        self._note(asked, replace(asked, cursor=reached) if more else None)
        return more

    def _send_line(self, asked: Resend, line: Numbering, after: int) -> int | None:
        """Send one part of a subject's events; tell where the next begins, None at the end.

        An era of numbers may end early, where the record was lost: then the next one begins.
        """
        before = min(asked.before, after + AT_A_TIME + 1)
        rows = self._store.outbox.line(line.subject, after, before)
        wanted = [row for row in rows if row.routing_key in self._heard_by(asked.subscriber)]
        if wanted and not self._send(wanted, resent_topic(asked.subscriber)):
            raise NotSentError(asked.subscriber)
        reached = after + AT_A_TIME if len(rows) == AT_A_TIME else next_era(after)
        return reached if reached < min(line.last, asked.before - 1) else None

    def _note(self, asked: Resend, following: Resend | None) -> None:
        """Write down how far it has come, unless more was asked for meanwhile."""

        def work(session: Session) -> None:
            known = session.find(Resend, asked.id)
            if known is None or known != asked:
                return
            if following is None:
                session.remove(known)
            else:
                session.save(following)

        self._store.transact(work)


class NotSentError(RetryError):
    """The broker did not confirm what was sent again; it stays asked for."""


@cache
def topics_heard(publisher: str, subscriber: str) -> frozenset[str]:
    """Tell from the contracts which topics of a publisher a subscriber hears."""
    return frozenset(topic for whose, topic in heard_by(subscriber) if whose == publisher)
