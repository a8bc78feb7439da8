"""The rogue: says again what was said, says early what is not said yet, and says what is bad.

It also speaks as an authorised department, with that one's credentials and key.
"""

import random
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import AMQPError
from pymongo import MongoClient
from pymongo.errors import PyMongoError

from chaos.hostile import HOSTILE, Message, messages_of
from chaos.poison import Poison, brew
from chaos.tap import Door, Heard, say, take
from liandong.amqp.connection import connect
from liandong.amqp.topology import SUBJECT_HEADER, exchange_of
from liandong.envelope import CONTENT_TYPE
from liandong.errors import BrokerUnavailable
from liandong.messages.verify import load_signer
from shared.clock.system import system_clock

COPIES = 40
AROUND = 8
AHEAD = 60
SUBJECTS = 10
VOICES = ("water", "housing")
_PATIENCE_S = 90.0
Misdeed = Callable[[BlockingChannel], None]


class Rogue:
    """Does one misdeed after the other on a thread of its own, each until the broker has it.

    `doors` tells where each subscriber can be reached alone; `hostile_url` is the broker's address
    with the credentials of the hostile department, empty where there is none.
    """

    def __init__(
        self,
        amqp_url: str,
        mongo_url: str,
        keys: Path,
        doors: Mapping[str, Door],
        hostile_url: str = "",
    ) -> None:
        self._doors = doors
        self.poison: dict[str, tuple[str, Poison]] = {}
        self.copies = 0
        self.ahead = 0
        self.failed: list[str] = []
        self._amqp_url = amqp_url
        self._mongo_url = mongo_url
        self._hostile_url = hostile_url
        self.hostile: list[Message] = []
        names = (*VOICES, HOSTILE) if hostile_url else VOICES
        self._signers = {name: load_signer(keys / f"{name}.key.pem") for name in names}
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="rogue")
        self._misdeeds: list[Future[None]] = []

    def repeat(self, subscriber: str, seed: int) -> None:
        """Publish copies of old messages, shuffled, at their exchange or into the inbox."""
        dice = random.Random(seed)
        self._begin(lambda channel: self._repeat(channel, subscriber, dice))

    def spoil(self, subscriber: str, variant: str, seed: int) -> None:
        """Publish a bad message among copies of good ones."""
        mark, subject = f"poison-{seed:08x}", f"W-{seed % SUBJECTS}"
        bad = brew(variant, mark, subject, self._signers, system_clock())
        self._begin(lambda channel: self._spoil(channel, subscriber, bad))

    def attack(self, variant: str, seed: int) -> None:
        """Publish messages of a hostile department at its own exchange."""
        signer = self._signers[HOSTILE]
        messages = messages_of(variant, seed, signer, system_clock())
        self._begin(lambda channel: self._attack(channel, messages), self._hostile_url)

    def run_ahead(self, publisher: str, since: datetime, seed: int) -> None:
        """Publish in disorder what was written since then and is not published yet."""
        with suppress(PyMongoError):
            events = self._written(publisher, since)
            random.Random(seed).shuffle(events)
            self._begin(lambda channel: self._run_ahead(channel, publisher, events))

    def finish(self) -> None:
        """Wait until all misdeeds are done, and do no more."""
        wait(self._misdeeds, timeout=_PATIENCE_S)
        self._thread.shutdown(cancel_futures=True)

    def _begin(self, misdeed: Misdeed, amqp_url: str = "") -> None:
        url = amqp_url or self._amqp_url
        self._misdeeds.append(self._thread.submit(self._until_done, misdeed, url))

    def _until_done(self, misdeed: Misdeed, amqp_url: str) -> None:
        end = time.monotonic() + _PATIENCE_S
        while True:
            try:
                connection = connect(amqp_url, name="rogue")
                channel = connection.channel()
                channel.confirm_delivery()
                misdeed(channel)
                connection.close()
                return
            except (AMQPError, BrokerUnavailable) as error:
                if time.monotonic() > end:
                    self.failed.append(repr(error))
                    return
                time.sleep(0.5)

    def _repeat(self, channel: BlockingChannel, subscriber: str, dice: random.Random) -> None:
        twice = 2 * take(channel, COPIES)
        for heard in dice.sample(twice, len(twice)):
            usual, own = Door(heard.exchange), heard.exchange == exchange_of(subscriber)
            doors = [usual] if own else [usual, self._doors[subscriber]]  # nobody hears itself
            say(channel, dice.choice(doors), heard)
            self.copies += 1

    def _spoil(self, channel: BlockingChannel, subscriber: str, bad: Poison) -> None:
        old = take(channel, 2 * AROUND)
        good = [heard for heard in old if heard.exchange != exchange_of(subscriber)]
        headers = {**bad.headers, SUBJECT_HEADER: bad.subject}
        kind = good[0].content_type if good else CONTENT_TYPE
        middle = Heard("", "well.sealed.v1", bad.body, headers, kind)
        for heard in (*good[:AROUND], middle, *good[AROUND:]):
            say(channel, self._doors[subscriber], heard)
            if heard is middle:
                self.poison[bad.mark] = (subscriber, bad)
        self.copies += len(good)

    def _attack(self, channel: BlockingChannel, messages: Sequence[Message]) -> None:
        for message in messages:
            headers = {**message.headers, SUBJECT_HEADER: message.subject}
            say(channel, Door(exchange_of(HOSTILE)), Heard("", message.key, message.body, headers))
        self.hostile += messages

    def _run_ahead(
        self, channel: BlockingChannel, publisher: str, events: Sequence[dict[str, Any]]
    ) -> None:
        for event in events:
            signed = self._signers[publisher].headers(event["body"])
            headers = {**signed, SUBJECT_HEADER: event["subject"]}
            heard = Heard("", event["routing_key"], event["body"], headers)
            say(channel, Door(exchange_of(publisher)), heard)
        self.ahead += len(events)

    def _written(self, publisher: str, since: datetime) -> list[dict[str, Any]]:
        client = MongoClient[dict[str, Any]](self._mongo_url, timeoutMS=2_000)
        with client:
            outbox = client.get_default_database().name
            rows = client[f"{outbox}_{publisher}"]["outbox"].find({"at": {"$gte": since}})
            return list(rows.limit(AHEAD))
