"""Publishing: many messages in flight, each one's fate known."""

import logging
import struct
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import takewhile

from pika import BasicProperties, DeliveryMode
from pika.channel import Channel
from pika.exceptions import AMQPError, ChannelClosedByBroker
from pika.frame import Method
from pika.spec import Basic

from liandong.connection import parameters_of
from liandong.envelope import CONTENT_TYPE, Envelope, encode
from liandong.link import Link
from liandong.signing import Signer
from liandong.topology import SUBJECT_HEADER, exchange_of

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OutMessage:
    """A message ready to go: signed bytes, and where they go."""

    exchange: str
    routing_key: str
    subject: str
    body: bytes
    headers: Mapping[str, str | bytes]


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The broker has taken charge of the message, on disk."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """The broker does not take it, or it cannot be sent; trying again may not help."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may have arrived or not: send it again. Receivers tell a second copy by the event's id."""

    reason: str


Outcome = Confirmed | Rejected | Unknown
CONFIRMED = Confirmed()
_UNSENDABLE = (AMQPError, struct.error, TypeError, ValueError)
_REFUSED = Rejected("the broker refused it: a queue is full or cannot store it")


def outgoing(envelope: Envelope, signer: Signer) -> OutMessage:
    """Encode and sign an envelope, addressed to its department's exchange."""
    body = encode(envelope)
    return OutMessage(
        exchange_of(envelope.department),
        envelope.routing_key,
        envelope.subject,
        body,
        signer.headers(body),
    )


class _Batch:
    """Messages on their way; only the link's thread touches it until it is done."""

    def __init__(self, messages: Sequence[OutMessage]) -> None:
        self.messages = messages
        self.outcomes: list[Outcome | None] = [None] * len(messages)
        self.next = 0
        self.in_flight: OrderedDict[int, int] = OrderedDict()  # delivery tag → index
        self.settled = 0
        self.started = False
        self.done = threading.Event()

    def settle(self, index: int, outcome: Outcome) -> None:
        """Record what became of one message, the first time that it is told."""
        if self.outcomes[index] is None:
            self.outcomes[index] = outcome
        self.settled += 1

    def abandon(self, reason: str) -> None:
        """Give up on all that nothing is known of."""
        lost = Unknown(reason)
        self.outcomes = [outcome or lost for outcome in self.outcomes]
        self.done.set()


class Publisher:
    """Publishes batches over one connection, `window` messages ahead of the confirms.

    A thread of its own does the I/O, so heartbeats flow while nothing is published. It connects
    at the first batch and, when the connection was lost, at the next one. Make it after a fork.
    """

    def __init__(
        self,
        url: str,
        department: str,
        *,
        window: int = 1000,
        confirm_timeout_s: float = 30,
        heartbeat: int = 30,
    ) -> None:
        self._name = f"{department} publisher"
        parameters_of(url, name=self._name, heartbeat=heartbeat)  # a wrong URL shows here
        self._url = url
        self._window = window
        self._confirm_timeout_s = confirm_timeout_s
        self._heartbeat = heartbeat
        self._turn = threading.Lock()
        self._news = threading.Condition()
        self._batch: _Batch | None = None
        self._link: Link | None = None
        self._channel: Channel | None = None
        self._next_tag = 1
        self._closed = False
        self._thread: threading.Thread | None = None

    @property
    def connected(self) -> bool:
        """Tell whether a channel is open now."""
        return self._channel is not None

    def publish_batch(self, messages: Sequence[OutMessage]) -> list[Outcome]:
        """Send in order and return each message's outcome, in order, once all are known.

        Without a connection, and none to be had, all are `Unknown` and the reason says what a
        person can do. Never raises for the broker's sake; batches of several threads take turns.
        """
        if not messages:
            return []
        with self._turn:
            batch = _Batch(messages)
            self._post(batch)
            self._await(batch)
        return [outcome for outcome in batch.outcomes if outcome is not None]

    def close(self) -> None:
        """Close the connection after the batch in hand; the publisher cannot be used again."""
        with self._turn, self._news:
            self._closed = True
            link = self._link
            self._news.notify()
        if link is not None:
            link.close()
        if self._thread is not None:
            self._thread.join()

    def __enter__(self) -> "Publisher":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _post(self, batch: _Batch) -> None:
        with self._news:
            if self._closed:
                batch.abandon("the publisher is closed")
                return
            self._batch = batch
            link = self._link
            self._news.notify()
        if self._thread is None:
            self._thread = threading.Thread(target=self._serve, name=self._name, daemon=True)
            self._thread.start()
        if link is not None:
            link.call(self._begin)

    def _await(self, batch: _Batch) -> None:
        """Wait until the batch is done; when nothing moves for too long, drop the connection."""
        seen = 0
        while not batch.done.wait(self._confirm_timeout_s):
            link = self._link
            if batch.settled == seen and link is not None:
                link.call(partial(link.fail, TimeoutError("no confirm in time")))
            seen = batch.settled

    def _serve(self) -> None:
        """Open a link whenever there is a batch and none is open; the thread's whole life."""
        while True:
            with self._news:
                self._news.wait_for(lambda: self._batch is not None or self._closed)
                if self._closed:
                    return
                link = Link(
                    self._url, name=self._name, heartbeat=self._heartbeat, opened=self._open
                )
                self._link = link
            reason = link.run()
            with self._news:
                was_open = self._channel is not None
                self._link = self._channel = None
                if was_open:
                    self._lose(self._batch, reason)
                elif self._batch is not None:
                    self._abandon(self._batch, str(link.explain(reason)))

    def _lose(self, batch: _Batch | None, reason: BaseException) -> None:
        """End the batch that was under way; one that came too late goes over the next link."""
        log.info("publisher.lost", extra={"publisher": self._name, "reason": str(reason)})
        if batch is not None and batch.started:
            self._blame(batch, reason)
            self._abandon(batch, f"the connection was lost: {reason}")

    def _abandon(self, batch: _Batch, reason: str) -> None:
        log.warning("publisher.unknown", extra={"publisher": self._name, "reason": reason})
        self._batch = None
        batch.abandon(reason)

    def _blame(self, batch: _Batch, reason: BaseException) -> None:
        """Reject what the broker closed the channel for: an exchange missing or forbidden."""
        if not isinstance(reason, ChannelClosedByBroker):
            return
        for index in batch.in_flight.values():
            if f"'{batch.messages[index].exchange}'" in reason.reply_text:
                batch.settle(index, Rejected(reason.reply_text))

    def _open(self, _link: Link, channel: Channel) -> None:
        channel.add_on_return_callback(self._on_return)
        channel.confirm_delivery(self._on_confirm, callback=lambda _: self._ready(channel))

    def _ready(self, channel: Channel) -> None:
        self._channel = channel
        self._next_tag = 1
        self._begin()

    def _begin(self) -> None:
        batch = self._batch
        if self._channel is not None and batch is not None and not batch.started:
            batch.started = True
            self._fill(batch, self._channel)

    def _fill(self, batch: _Batch, channel: Channel) -> None:
        """Publish until the window is full."""
        while batch.next < len(batch.messages) and len(batch.in_flight) < self._window:
            if not channel.is_open:
                return
            index, batch.next = batch.next, batch.next + 1
            try:
                _publish(channel, batch.messages[index])
            except _UNSENDABLE as error:
                batch.settle(index, Rejected(f"cannot be sent: {error!r}"))
                continue
            batch.in_flight[self._next_tag] = index
            self._next_tag += 1
        self._finish(batch)

    def _finish(self, batch: _Batch) -> None:
        if batch.settled == len(batch.messages):
            self._batch = None
            batch.done.set()

    def _on_confirm(self, frame: Method[Basic.Ack | Basic.Nack]) -> None:
        batch, channel = self._batch, self._channel
        if batch is None or channel is None:
            return
        outcome = CONFIRMED if isinstance(frame.method, Basic.Ack) else _REFUSED
        for tag in _confirmed(batch.in_flight, frame.method):
            batch.settle(batch.in_flight.pop(tag), outcome)
        if len(batch.in_flight) <= self._window // 2:
            self._fill(batch, channel)

    def _on_return(
        self, _channel: Channel, method: Basic.Return, _properties: BasicProperties, body: bytes
    ) -> None:
        """Note a message that no queue takes; its confirm follows."""
        batch = self._batch
        if batch is None:
            return
        for index in batch.in_flight.values():
            message = batch.messages[index]
            if batch.outcomes[index] is None and _is_same(message, method, body):
                batch.outcomes[index] = Rejected(f"unroutable: {method.reply_text}")
                return


def _publish(channel: Channel, message: OutMessage) -> None:
    properties = BasicProperties(
        content_type=CONTENT_TYPE,
        delivery_mode=DeliveryMode.Persistent.value,
        headers={**message.headers, SUBJECT_HEADER: message.subject},
    )
    channel.basic_publish(
        message.exchange, message.routing_key, message.body, properties, mandatory=True
    )


def _confirmed(in_flight: Mapping[int, int], method: Basic.Ack | Basic.Nack) -> list[int]:
    """List the tags that a confirm settles."""
    last = method.delivery_tag
    if not method.multiple:
        return [last] if last in in_flight else []
    return list(takewhile(lambda tag: tag <= last, in_flight))


def _is_same(message: OutMessage, method: Basic.Return, body: bytes) -> bool:
    return (
        message.body == body
        and message.exchange == method.exchange
        and message.routing_key == method.routing_key
    )
