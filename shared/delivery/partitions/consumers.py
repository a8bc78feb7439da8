"""Which processes of a department read its inbox now, and which queues are each one's share.

RabbitMQ gives every queue to the consumer that came first, so the first process would read all of
them. Here each reads its share only. Should two believe for a moment that a queue is theirs, the
broker still lets only one read it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from shared.store.document import document
from shared.store.session import Session
from shared.store.store import Store

MEMBER_S = 8.0


@document("readers", title="收件进程", key="id")
class InboxConsumer:
    """A process that reads the inbox; `until` is the server's time."""

    id: str
    until: datetime


class ConsumerGroup:
    """The processes of one department; one that is not heard of for `MEMBER_S` is gone."""

    def __init__(self, store: Store, me: str, *, seconds: float = MEMBER_S) -> None:
        self._store = store
        self._me = me
        self._seconds = seconds

    def assign(self, queues: Sequence[str]) -> tuple[str, ...]:
        """Say that this process reads, and tell which of the queues are for it.

        One queue alone is for all of them: whoever came first has it, the others stand by.
        """
        if len(queues) < 2:
            return tuple(queues)
        now = self._store.server_time()
        present = self._store.transact(lambda session: self._renew(session, now))
        return assign_queues(queues, present, self._me)

    def leave(self) -> None:
        """Say that this process reads no more, so that the others need not wait to find out."""

        def remove(session: Session) -> None:
            if (known := session.find(InboxConsumer, self._me)) is not None:
                session.remove(known)

        self._store.transact(remove)

    def _renew(self, session: Session, now: datetime) -> list[str]:
        known = {consumer.id: consumer for consumer in session.select(InboxConsumer)}
        for consumer in known.values():
            if consumer.until <= now and consumer.id != self._me:
                session.remove(consumer)
        session.save(InboxConsumer(self._me, now + timedelta(seconds=self._seconds)))
        return [self._me, *(consumer.id for consumer in known.values() if consumer.until > now)]


def assign_queues(queues: Sequence[str], present: Sequence[str], me: str) -> tuple[str, ...]:
    """Deal the queues out in turn to all who are present, in order of name."""
    readers = sorted({me, *present})
    return tuple(queues[readers.index(me) :: len(readers)])
