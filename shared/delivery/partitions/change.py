"""Changing the number of inbox queues while events flow: each step may be done again.

1. The plan is written down (`joining`).
2. The next generation is made and hears everything; the old one still does.
3. The old generation's exchange is deleted: in one step it hears no more, of any publisher.
4. That is written down (`draining`); its queues are emptied before the new ones are read.
5. Once nobody holds anything of them they are deleted, and the layout is at rest.

Who dies in between finds the plan and goes on: nothing depends on a step having been done once.
It needs the operator's rights: a department makes and deletes nothing on the broker.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import ChannelClosedByBroker

from liandong.amqp.address import Broker
from liandong.amqp.connection import connect
from liandong.amqp.topology import declare, inbox_of
from shared.broker.inbox_layout import (
    KEY,
    Backlog,
    InboxLayout,
    LayoutState,
    begin,
    cut,
    drained,
    finish,
    old_queues,
)
from shared.broker.topology import topologies
from shared.store.session import Session
from shared.store.store import Store

NOT_FOUND, FORBIDDEN = 404, 403


class InboxPartitions:
    """The inbox of one department: how it is laid out, and how that is changed."""

    def __init__(self, department: str, store: Store, broker: Broker) -> None:
        self.department = department
        self.store = store
        self._broker = broker

    def layout(self) -> InboxLayout:
        """Read the layout; the first one if none was ever written."""
        return self.store.read(InboxLayout, KEY) or InboxLayout()

    def backlog(self, queue: str) -> Backlog:
        """Ask the broker what waits in a queue; nothing does in one that does not exist."""
        with self._channel() as channel:
            return _backlog(channel, queue)

    def declare(self) -> None:
        """Make what the department needs, as its inbox is laid out now."""
        with self._channel() as channel:
            for part in topologies(self.department, self.layout()):
                declare(channel, part)

    def move(self, partitions: int, say: Callable[[str], None] = lambda _: None) -> InboxLayout:
        """Let the next generation hear in place of this one; go on with a move that was broken off.

        `LayoutError` when another move is under way. What was heard before is read first.
        """
        layout = self._change(lambda current: begin(current, partitions))
        if layout.stage is not LayoutState.JOINING or layout.draining is None:
            return layout
        say(f"generation {layout.generation} joins with {layout.partitions} queues")
        with self._channel() as channel:
            for part in topologies(self.department, layout):
                declare(channel, part)
            say(f"generation {layout.draining} hears no more")
            channel.exchange_delete(inbox_of(self.department, layout.draining))
        return self._change(lambda current: cut(current) if current == layout else current)

    def clear(self) -> InboxLayout:
        """Delete the old queues if nobody can miss them and it is allowed; tell the layout."""
        layout = self.layout()
        if not drained(self.department, layout, self.backlog):
            return layout
        try:
            with self._channel() as channel:
                for queue in old_queues(self.department, layout):
                    channel.queue_delete(queue)
        except ChannelClosedByBroker as closed:
            if closed.reply_code != FORBIDDEN:
                raise
            return layout  # whoever has the right to delete them will
        return self._change(lambda current: finish(current) if current == layout else current)

    def _change(self, step: Callable[[InboxLayout], InboxLayout]) -> InboxLayout:
        def take(session: Session) -> InboxLayout:
            before = session.find(InboxLayout, KEY) or InboxLayout()
            after = step(before)
            if after != before:
                session.save(after)
            return after

        return self.store.transact(take)

    @contextmanager
    def _channel(self) -> Iterator[BlockingChannel]:
        with connect(self._broker, name=f"{self.department} layout") as connection:
            yield connection.channel()


def _backlog(channel: BlockingChannel, queue: str) -> Backlog:
    try:
        told = channel.queue_declare(queue, passive=True).method
    except ChannelClosedByBroker as closed:
        if closed.reply_code == NOT_FOUND:
            return Backlog(0, 0)
        raise
    return Backlog(told.message_count, told.consumer_count)
