"""The publisher: many messages in flight, with the outcome of each."""

import logging
import threading
from collections.abc import Callable, Sequence
from functools import partial

from pika.channel import Channel

from liandong.amqp.address import Broker
from liandong.amqp.channel_thread import ChannelThread
from liandong.amqp.connection import parameters_of
from liandong.messages.outgoing import Outcome, OutMessage
from liandong.publishing.channel_publisher import ConfirmingChannel
from liandong.publishing.confirm_window import MOST, Window
from liandong.publishing.ticket import Ticket
from liandong.publishing.ticket_queue import TicketQueue

MOST_TICKETS = 4
log = logging.getLogger(__name__)


class Publisher:
    """Publishes batches over one connection, at most `window` messages ahead of the confirms.

    A separate thread does the I/O, so heartbeats are sent while nothing is published. It connects
    at the first batch and, after the connection was lost, at the next one. Create it after a fork.

    Messages are sent in the order of submission. When the broker refuses one, later ones of the
    same subject may be confirmed already: the caller checks the outcomes and resends the refused
    one, and receivers restore the order by `sequence` and `previous`.
    """

    def __init__(
        self,
        broker: Broker,
        department: str,
        *,
        window: int = MOST,
        confirm_timeout_s: float = 30,
        heartbeat: int = 30,
    ) -> None:
        self._name = f"{department} publisher"
        parameters_of(broker, name=self._name, heartbeat=heartbeat)  # raises for a wrong address
        self._broker = broker
        self._window = Window(window)
        self._confirm_timeout_s = confirm_timeout_s
        self._heartbeat = heartbeat
        self._turn = threading.Lock()
        self._queue = TicketQueue()
        self._link: ChannelThread | None = None
        self._flow: ConfirmingChannel | None = None
        self._thread: threading.Thread | None = None

    @property
    def connected(self) -> bool:
        """Whether a channel is open now."""
        return self._flow is not None

    @property
    def window(self) -> int:
        """The current limit of messages in flight."""
        return self._window.size

    def publish_batch(self, messages: Sequence[OutMessage]) -> list[Outcome]:
        """Send in order and return each message's outcome, in order, once all are known.

        If no connection can be opened, all are `Unconfirmed` and the reason includes the remedy.
        Errors of the broker are never raised.
        """
        return self.submit(messages).wait()

    def submit(
        self, messages: Sequence[OutMessage], over: Callable[[], None] | None = None
    ) -> Ticket:
        """Queue a batch behind earlier ones and return; blocks while `MOST_TICKETS` are open.

        When the connection is lost, all open tickets end, their unknown outcomes `Unconfirmed`.
        Until one of them was waited for, later submissions end the same way: they would overtake
        the lost messages. So wait for all open tickets before sending again.

        `over` is called once all outcomes are known, usually on the I/O thread: it must be quick
        and must not block.
        """
        ticket = Ticket(messages, self._await, over)
        if messages:
            with self._turn:
                self._make_room(MOST_TICKETS)
                self._post(ticket)
        return ticket

    def reopen(self) -> None:
        """Drop the connection; the next ticket opens another. Messages in flight are `Unconfirmed`.

        RabbitMQ 3.10 may still refuse messages on a channel after a full queue has room again.
        """
        if (link := self._link) is not None:
            link.call_soon(partial(link.abort, ConnectionError("reopened")))

    def close(self) -> None:
        """Close the connection after the open batches; the publisher cannot be used again."""
        with self._turn:
            self._make_room(1)
            self._queue.close()
            link = self._link
        if link is not None:
            link.close()
        if self._thread is not None:
            self._thread.join()

    def __enter__(self) -> "Publisher":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _make_room(self, most: int) -> None:
        """Wait until fewer than `most` tickets are open."""
        while oldest := self._queue.oldest_of(most):
            self._wait_with_timeout(oldest)

    def _post(self, ticket: Ticket) -> None:
        if not self._queue.append(ticket):
            return
        link = self._link
        if self._thread is None:
            self._thread = threading.Thread(target=self._serve, name=self._name, daemon=True)
            self._thread.start()
        if link is not None:
            link.call_soon(self._send_pending)

    def _await(self, ticket: Ticket) -> None:
        self._wait_with_timeout(ticket)
        self._queue.acknowledge(ticket)

    def _wait_with_timeout(self, ticket: Ticket) -> None:
        """Wait until the ticket ends; after `confirm_timeout_s` without progress, abort."""
        seen = self._queue.settled_total
        while not ticket.wait_done(self._confirm_timeout_s):
            link = self._link
            if self._queue.settled_total == seen and link is not None:
                link.call_soon(partial(link.abort, TimeoutError("no confirm in time")))
            seen = self._queue.settled_total

    def _serve(self) -> None:
        """Open a connection whenever a ticket is queued; the main function of the I/O thread."""
        queue = self._queue
        while True:
            with queue.changed:
                queue.changed.wait_for(lambda: len(queue) or queue.closed)
                if queue.closed:
                    return
                link = ChannelThread(
                    self._broker, name=self._name, heartbeat=self._heartbeat, opened=self._open
                )
                self._link = link
            reason = link.run()
            with queue.changed:
                flow, self._flow, self._link = self._flow, None, None
                if flow is None:
                    self._abandon(str(link.explain(reason)))
                else:
                    self._on_connection_lost(flow, reason)

    def _on_connection_lost(self, flow: ConfirmingChannel, reason: BaseException) -> None:
        """End all tickets if a message was in flight; else the next connection sends them."""
        log.info("publisher.lost", extra={"publisher": self._name, "reason": str(reason)})
        if not flow.idle:
            flow.reject_for(reason)
            self._abandon(f"the connection was lost: {reason}")

    def _abandon(self, reason: str) -> None:
        if len(self._queue):
            log.warning("publisher.unknown", extra={"publisher": self._name, "reason": reason})
        self._queue.abandon(reason)

    def _open(self, _link: ChannelThread, channel: Channel) -> None:
        flow = ConfirmingChannel(channel, self._window, self._queue)
        channel.add_on_return_callback(flow.on_return)
        channel.confirm_delivery(flow.on_confirm, callback=lambda _: self._ready(flow))

    def _ready(self, flow: ConfirmingChannel) -> None:
        self._flow = flow
        flow.send_pending()

    def _send_pending(self) -> None:
        if self._flow is not None:
            self._flow.send_pending()
