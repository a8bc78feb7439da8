"""The processes of a department that consume its inbox, and each one's share of the queues.

RabbitMQ gives every queue to the consumer that came first, so the first process would consume all
of them. Here each consumes only its share. If two processes claim a queue for a moment, the broker
still delivers to only one (single active consumer).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from shared.store.document import document
from shared.store.session import Session
from shared.store.store import Store

MEMBER_S = 8.0


@document("readers", title="收件进程", key="id")
class InboxConsumer:
    """A process that consumes the inbox; its membership expires at `until`, in server time."""

    id: str
    until: datetime


class ConsumerGroup:
    """The processes of one department; a membership not renewed for `MEMBER_S` seconds expires."""

    def __init__(self, store: Store, me: str, *, seconds: float = MEMBER_S) -> None:
        self._store = store
        self._me = me
        self._seconds = seconds

    def assign(self, queues: Sequence[str]) -> tuple[str, ...]:
        """Renew this process's membership; return its share of the queues.

        A single queue is assigned to all processes: the broker picks the first, the others are on
        standby.
        """
        if len(queues) < 2:
            return tuple(queues)
        now = self._store.server_time()
        present = self._store.transact(lambda session: self._renew(session, now))
        return assign_queues(queues, present, self._me)

    def leave(self) -> None:
        """End this process's membership, so that others need not wait until it expires."""

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
    """Assign the queues round-robin to all present processes, in order of name."""
    readers = sorted({me, *present})
    return tuple(queues[readers.index(me) :: len(readers)])
