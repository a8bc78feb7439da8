"""The messages in flight on one channel; used only by the connection's thread."""

import struct
import time

from pika import BasicProperties
from pika.channel import Channel
from pika.exceptions import AMQPError, ChannelClosedByBroker
from pika.frame import Method
from pika.spec import Basic

from liandong.amqp.topology import SUBJECT_HEADER
from liandong.messages.outgoing import CONFIRMED, REFUSED, OutMessage, Rejected
from liandong.publishing.confirm_window import Window
from liandong.publishing.publish_frames import CHUNK_BYTES, publish_frames, write_raw
from liandong.publishing.ticket import Ticket
from liandong.publishing.ticket_queue import TicketQueue

REFILL_THRESHOLD = 64  # messages: refilling only with this much room saves socket writes
_UNSENDABLE = (AMQPError, struct.error, TypeError, ValueError)


class ConfirmingChannel:
    """Sends the tickets of a queue in order, a window ahead of the confirms, and settles them."""

    def __init__(self, channel: Channel, window: Window, line: TicketQueue) -> None:
        self._channel = channel
        self._window = window
        self._line = line
        self._largest_frame: int = channel.connection.params.frame_max
        self._in_flight: dict[int, tuple[Ticket, int]] = {}  # by delivery tag
        self._oldest = 1
        self._next_tag = 1
        self._returned = 0
        window.restart()

    @property
    def idle(self) -> bool:
        """Whether no message is in flight and no ticket was sent in part."""
        return not self._in_flight and not any(ticket.next for ticket in self._line.unsent)

    def send_pending(self) -> None:
        """Send until the window is full or the queue is empty, in few large socket writes."""
        if not self._channel.is_open:
            return
        first = self._next_tag
        while pieces := self._next_pieces():
            write_raw(self._channel, pieces)
        if self._next_tag > first:
            self._window.sent(self._next_tag - 1, len(self._in_flight), time.monotonic())

    def on_confirm(self, frame: Method[Basic.Ack | Basic.Nack]) -> None:
        """Settle the confirmed or refused messages, and refill the window."""
        method = frame.method
        outcome = CONFIRMED if isinstance(method, Basic.Ack) else REFUSED
        last = method.delivery_tag
        settled = 0
        for tag in range(self._oldest, last + 1) if method.multiple else (last,):
            found = self._in_flight.pop(tag, None)
            if found is not None:
                found[0].settle(found[1], outcome)
                settled += 1
        if method.multiple:
            self._oldest = last + 1
        self._window.confirmed(last, time.monotonic())
        self._line.settled(settled)
        if len(self._in_flight) <= max(
            self._window.size - REFILL_THRESHOLD, self._window.size // 2
        ):
            self.send_pending()

    def on_return(
        self, _channel: Channel, method: Basic.Return, _properties: BasicProperties, body: bytes
    ) -> None:
        """Record an unroutable message; its confirm follows. Returns arrive in order of sending."""
        for tag in range(max(self._oldest, self._returned + 1), self._next_tag):
            found = self._in_flight.get(tag)
            if found is None:
                continue
            ticket, index = found
            if _is_same(ticket.messages[index], method, body):
                ticket.outcomes[index] = Rejected(f"unroutable: {method.reply_text}")
                self._returned = tag
                return

    def reject_for(self, reason: BaseException) -> None:
        """Reject messages to the exchange for which the broker closed the channel."""
        if not isinstance(reason, ChannelClosedByBroker):
            return
        for ticket, index in self._in_flight.values():
            if f"'{ticket.messages[index].exchange}'" in reason.reply_text:
                ticket.settle(index, Rejected(reason.reply_text))

    def _next_pieces(self) -> list[bytes]:
        """Marshal the next messages, about one socket write; empty if the window is full."""
        unsent, in_flight, most = self._line.unsent, self._in_flight, self._window.size
        pieces: list[bytes] = []
        size = 0
        while unsent and len(in_flight) < most and size < CHUNK_BYTES:
            ticket = unsent[0]
            if ticket.next == len(ticket.messages):
                unsent.popleft()
                continue
            index, ticket.next = ticket.next, ticket.next + 1
            try:
                frames = self._marshalled(ticket.messages[index])
            except _UNSENDABLE as error:
                ticket.settle(index, Rejected(f"cannot be sent: {error!r}"))
                self._line.settled(1)
                continue
            in_flight[self._next_tag] = (ticket, index)
            self._next_tag += 1
            pieces.append(frames)
            size += len(frames)
        return pieces

    def _marshalled(self, message: OutMessage) -> bytes:
        return publish_frames(
            self._channel.channel_number,
            message.exchange,
            message.routing_key,
            {**message.headers, SUBJECT_HEADER: message.subject},
            message.body,
            self._largest_frame,
        )


def _is_same(message: OutMessage, method: Basic.Return, body: bytes) -> bool:
    return (
        message.body == body
        and message.exchange == method.exchange
        and message.routing_key == method.routing_key
    )
