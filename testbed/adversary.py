"""An adversary with a broker account, who publishes arbitrary bytes and headers."""

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any

from pika import BasicProperties
from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import AMQPError

from liandong.amqp.connection import connect
from liandong.amqp.topology import SUBJECT_HEADER
from liandong.envelope import CONTENT_TYPE
from liandong.errors import BrokerUnavailable

DEADLINE_S = 90.0
RETRY_S = 0.5
Attack = Callable[[BlockingChannel], None]


@dataclass(frozen=True, slots=True)
class RawMessage:
    """Bytes with their headers; a `subject` is added to the headers when it is published."""

    body: bytes
    headers: Mapping[str, Any]
    subject: str = ""
    content_type: str = CONTENT_TYPE


def publish(channel: BlockingChannel, exchange: str, key: str, message: RawMessage) -> None:
    """Publish a message; on a channel with confirms, return once the broker confirms it."""
    subject = {SUBJECT_HEADER: message.subject} if message.subject else {}
    properties = BasicProperties(
        message.content_type, delivery_mode=2, headers={**message.headers, **subject}
    )
    channel.basic_publish(exchange, key, message.body, properties)


def publish_all(
    amqp_url: str, exchange: str, key: str, messages: Sequence[RawMessage], pause_s: float = 0.0
) -> None:
    """Publish messages on a separate connection, with a pause after each."""

    def attack(channel: BlockingChannel) -> None:
        for message in messages:
            publish(channel, exchange, key, message)
            time.sleep(pause_s)

    run_attack(amqp_url, attack)


def run_attack(amqp_url: str, attack: Attack) -> None:
    """Run an attack on a new channel with confirms; raises `BrokerUnavailable` or `AMQPError`."""
    connection = connect(amqp_url, name="adversary")
    channel = connection.channel()
    channel.confirm_delivery()
    attack(channel)
    connection.close()


class Adversary:
    """Runs attacks sequentially on its own thread, retrying each until it succeeds.

    `failed` lists the errors of attacks that did not succeed within 90 seconds.
    """

    def __init__(self, amqp_url: str) -> None:
        self.failed: list[str] = []
        self._amqp_url = amqp_url
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="adversary")
        self._attacks: list[Future[None]] = []

    def submit(self, attack: Attack, amqp_url: str = "") -> None:
        """Queue an attack; `amqp_url` replaces the adversary's own address and credentials."""
        url = amqp_url or self._amqp_url
        self._attacks.append(self._thread.submit(self._until_done, attack, url))

    def finish(self) -> None:
        """Wait up to 90 seconds for all attacks, then accept no more."""
        wait(self._attacks, timeout=DEADLINE_S)
        self._thread.shutdown(cancel_futures=True)

    def _until_done(self, attack: Attack, amqp_url: str) -> None:
        end = time.monotonic() + DEADLINE_S
        while True:
            try:
                run_attack(amqp_url, attack)
                return
            except (AMQPError, BrokerUnavailable) as error:
                if time.monotonic() > end:
                    self.failed.append(repr(error))
                    return
                time.sleep(RETRY_S)
