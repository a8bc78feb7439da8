"""The adversary of a chaos run: replays, reorders and corrupts messages, and abuses an account."""

import random
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
from pika.adapters.blocking_connection import BlockingChannel
from pymongo import MongoClient
from pymongo.errors import PyMongoError

from chaos.hostile_messages import HOSTILE, HostileMessage, messages_of
from chaos.message_tap import PublishTarget, TappedMessage, pop_messages
from liandong.amqp.topology import exchange_of
from liandong.envelope import CONTENT_TYPE, Envelope, encode, new_id
from liandong.messages.verify import Signer, load_signer
from shared.clock.system import system_clock
from testbed.adversary import Adversary, RawMessage, publish
from testbed.invalid_messages import CONTRACT_BREAKING, invalid_message

COPIES = 40
AROUND = 8
AHEAD = 60
SUBJECTS = 10
PUBLISHERS = ("water", "housing")
SEALED = "well.sealed.v1"


class CityAdversary(Adversary):
    """Attacks the departments of the chaos city with the keys of its publishers.

    `inboxes` maps each subscriber to the exchange or queue of its inbox; `hostile_url` is the
    broker's address with the credentials of the hostile department, empty if there is none.
    `invalid` maps the mark of each invalid message sent to its subscriber, kind and content.
    """

    def __init__(
        self,
        amqp_url: str,
        mongo_url: str,
        keys: Path,
        inboxes: Mapping[str, PublishTarget],
        hostile_url: str = "",
    ) -> None:
        super().__init__(amqp_url)
        self.invalid: dict[str, tuple[str, str, RawMessage]] = {}
        self.hostile: list[HostileMessage] = []
        self.copies = 0
        self.ahead = 0
        self._inboxes = inboxes
        self._mongo_url = mongo_url
        self._hostile_url = hostile_url
        names = (*PUBLISHERS, HOSTILE) if hostile_url else PUBLISHERS
        self._signers = {name: load_signer(keys / f"{name}.key.pem") for name in names}

    def replay(self, subscriber: str, seed: int) -> None:
        """Publish copies of old messages, shuffled, to their exchange or into the inbox."""
        dice = random.Random(seed)
        self.submit(lambda channel: self._replay(channel, subscriber, dice))

    def send_invalid(self, subscriber: str, kind: str, seed: int) -> None:
        """Publish an invalid message among copies of valid ones."""
        mark, subject = f"poison-{seed:08x}", f"W-{seed % SUBJECTS}"
        message = invalid_sealing(kind, mark, subject, self._signers, system_clock())
        self.submit(lambda channel: self._send_invalid(channel, subscriber, kind, mark, message))

    def attack(self, variant: str, seed: int) -> None:
        """Publish messages of a hostile department to its own exchange."""
        messages = messages_of(variant, seed, self._signers[HOSTILE], system_clock())
        self.submit(lambda channel: self._attack(channel, messages), self._hostile_url)

    def run_ahead(self, publisher: str, since: datetime, seed: int) -> None:
        """Publish up to 60 events written to the outbox since then, shuffled, before the relay."""
        with suppress(PyMongoError):
            events = self._written(publisher, since)
            random.Random(seed).shuffle(events)
            self.submit(lambda channel: self._run_ahead(channel, publisher, events))

    def _replay(self, channel: BlockingChannel, subscriber: str, dice: random.Random) -> None:
        twice = 2 * pop_messages(channel, COPIES)
        for tapped in dice.sample(twice, len(twice)):
            usual, own = PublishTarget(tapped.exchange), tapped.exchange == exchange_of(subscriber)
            targets = [usual] if own else [usual, self._inboxes[subscriber]]  # not its own events
            dice.choice(targets).publish(channel, tapped.routing_key, tapped.message)
            self.copies += 1

    def _send_invalid(
        self, channel: BlockingChannel, subscriber: str, kind: str, mark: str, message: RawMessage
    ) -> None:
        old = pop_messages(channel, 2 * AROUND)
        valid = [tapped for tapped in old if tapped.exchange != exchange_of(subscriber)]
        content_type = valid[0].message.content_type if valid else CONTENT_TYPE
        spoiled = RawMessage(message.body, message.headers, message.subject, content_type)
        middle = TappedMessage("", SEALED, spoiled)
        for tapped in (*valid[:AROUND], middle, *valid[AROUND:]):
            self._inboxes[subscriber].publish(channel, tapped.routing_key, tapped.message)
            if tapped is middle:
                self.invalid[mark] = (subscriber, kind, message)
        self.copies += len(valid)

    def _attack(self, channel: BlockingChannel, messages: Sequence[HostileMessage]) -> None:
        for message in messages:
            raw = RawMessage(message.body, message.headers, message.subject)
            publish(channel, exchange_of(HOSTILE), message.key, raw)
        self.hostile += messages

    def _run_ahead(
        self, channel: BlockingChannel, publisher: str, events: Sequence[dict[str, Any]]
    ) -> None:
        for event in events:
            signed = self._signers[publisher].headers(event["body"])
            message = RawMessage(event["body"], signed, event["subject"])
            publish(channel, exchange_of(publisher), event["routing_key"], message)
        self.ahead += len(events)

    def _written(self, publisher: str, since: datetime) -> list[dict[str, Any]]:
        client = MongoClient[dict[str, Any]](self._mongo_url, timeoutMS=2_000)
        with client:
            database = client.get_default_database().name
            rows = client[f"{database}_{publisher}"]["outbox"].find({"at": {"$gte": since}})
            return list(rows.limit(AHEAD))


def invalid_sealing(
    kind: str, mark: str, subject: str, signers: Mapping[str, Signer], now: datetime
) -> RawMessage:
    """Return an invalid message that claims to be an event of the water bureau about a subject.

    One that breaks its contract is about a separate subject, since its signature is valid.
    """
    if kind == CONTRACT_BREAKING:
        subject = f"contract-{mark}"
    data = {"well_code": subject, "number": 1_000_000, "note": mark}
    made = new_id()
    event = Envelope(
        id=made,
        source="//140700.liandong.cn/water",
        type=f"cn.liandong.water.{SEALED}",
        subject=subject,
        time=now,
        dataschema=f"urn:liandong:contract:water.{SEALED}",
        data=data,
        sequence=1_000_000,
        correlationid=made,
        causationid=None,
        actor="rogue",
        classification="public",
    )
    breaking = {**data, "number": "many"}
    own, other = signers["water"], signers["housing"]
    return invalid_message(kind, orjson.loads(encode(event)), breaking, own, other)
