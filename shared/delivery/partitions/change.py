"""Changes the number of inbox queues while events flow; every step is idempotent.

1. The plan is stored (`joining`).
2. The next generation is declared and bound to everything; the old one is still bound, too.
3. The old generation's exchange is deleted: this unbinds it from all publishers in one step.
4. That is stored (`draining`); the old queues are emptied before the new ones are consumed.
5. Once they are empty and have no consumers they are deleted, and the layout is stable again.

A change that was interrupted is resumed from the stored plan. It needs the operator's rights: a
department may declare and delete nothing on the broker.
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
    complete_change,
    drained,
    old_queues,
    plan_change,
    start_draining,
)
from shared.broker.topology import topologies
from shared.store.session import Session
from shared.store.store import Store

NOT_FOUND, FORBIDDEN = 404, 403


class InboxPartitions:
    """The inbox layout of one department, and the operations that change it."""

    def __init__(self, department: str, store: Store, broker: Broker) -> None:
        self.department = department
        self.store = store
        self._broker = broker

    def layout(self) -> InboxLayout:
        """Read the layout; the initial one if none was stored yet."""
        return self.store.read(InboxLayout, KEY) or InboxLayout()

    def backlog(self, queue: str) -> Backlog:
        """Query the backlog of a queue; that of a missing queue is empty."""
        with self._channel() as channel:
            return _backlog(channel, queue)

    def declare(self) -> None:
        """Declare the department's exchanges, queues and bindings by the current layout."""
        with self._channel() as channel:
            for part in topologies(self.department, self.layout()):
                declare(channel, part)

    def repartition(
        self, partitions: int, report: Callable[[str], None] = lambda _: None
    ) -> InboxLayout:
        """Replace this generation of the inbox by the next; resume a change that was interrupted.

        Return the layout: its old queues are still to be drained. `report` is called with each
        step. Raises `LayoutError` while a change to another number is under way.
        """
        layout = self._change(lambda current: plan_change(current, partitions))
        if layout.stage is not LayoutState.JOINING or layout.draining is None:
            return layout
        report(f"generation {layout.generation} joins with {layout.partitions} queues")
        with self._channel() as channel:
            for part in topologies(self.department, layout):
                declare(channel, part)
            report(f"generation {layout.draining} hears no more")
            channel.exchange_delete(inbox_of(self.department, layout.draining))
        return self._change(
            lambda current: start_draining(current) if current == layout else current
        )

    def delete_drained(self) -> InboxLayout:
        """Delete the old queues if they are drained and the broker permits; return the layout."""
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
            return layout  # left to the operator, who has the right
        return self._change(
            lambda current: complete_change(current) if current == layout else current
        )

    def _change(self, step: Callable[[InboxLayout], InboxLayout]) -> InboxLayout:
        def work(session: Session) -> InboxLayout:
            before = session.find(InboxLayout, KEY) or InboxLayout()
            after = step(before)
            if after != before:
                session.save(after)
            return after

        return self.store.transact(work)

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
