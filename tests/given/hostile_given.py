"""Fuzzer: an authorised department that publishes every kind of bad message under its valid key.

Every signature is valid; the content is wrong. The same seed makes the same messages, except for
signatures and seals.
"""

import json
import random
from collections.abc import Iterator, Sequence
from copy import deepcopy

from hostile_changes_given import CHANGES, IDS, UNHEARD, Event

from liandong.amqp.delivery import Delivery
from liandong.messages.verify import Signer
from shared.contracts.example_event import CITY, MOMENT, example_event
from shared.messages.declare import meta_of
from shared.messages.namespace import source_of

OWN_SUBJECTS = 200
STUCK_SUBJECTS = 20
COPIES = 0.05  # share of messages that repeat an earlier one byte for byte
KEPT = 500
WAITING = ("gaps", "contents that nobody has")


def _torn(dice: random.Random, body: bytes) -> bytes:
    """Return bytes that are no event: truncated, doubled, in another encoding or of megabytes."""
    return dice.choice(
        (
            body[: dice.randrange(len(body))],
            body + body,
            dice.randbytes(dice.randrange(300)),
            body.decode().encode("utf-16"),
            b'{"id": "' + b"x" * 2_000_000 if dice.random() < 0.01 else b"[]",
            body.replace(b'"id"', b'"id": 1, "id"', 1),
        )
    )


class HostileDepartment:
    """Makes validly signed messages of an authorised department.

    `wanted` are the events that it may publish; `victims` are ids of other departments' cases,
    clues and events. A share of the messages are copies, and a third concern a single subject.
    """

    def __init__(
        self, name: str, signer: Signer, seed: int, wanted: Sequence[type], victims: Sequence[str]
    ) -> None:
        self._name = name
        self._signer = signer
        self._dice = random.Random(seed)
        self._bases = [(example_event(cls), meta_of(cls).subject) for cls in wanted]
        self._victims = list(victims)
        self._sent: list[Delivery] = []
        self._next: dict[str, int] = {}

    def messages(self, count: int) -> Iterator[tuple[str, Delivery]]:
        """Yield `count` messages, each with the name of its kind."""
        for _ in range(count):
            if self._sent and self._dice.random() < COPIES:
                yield "copies", self._dice.choice(self._sent)
                continue
            kind = self._dice.choice(list(CHANGES))
            delivery = self._delivery(kind)
            if len(self._sent) < KEPT:
                self._sent.append(delivery)
            else:
                self._sent[self._dice.randrange(KEPT)] = delivery
            yield kind, delivery

    def _delivery(self, kind: str) -> Delivery:
        event = self._event(kind)
        CHANGES[kind](self._dice, event)
        body = json.dumps(event).encode()  # allows NaN, huge numbers and lone surrogates
        if kind == "torn bytes":
            body = _torn(self._dice, body)
        key = str(event.get("type"))[:200]
        headers = self._signer.headers(body)
        return Delivery(
            "coordination.inbox.1", body, headers, 1, False, f"{self._name}.events", key
        )

    def _event(self, kind: str) -> Event:
        """Make an event that conforms to its contract, about an own subject or a victim."""
        dice = self._dice
        base, subject = dice.choice(self._bases)
        event = deepcopy(base)
        about = self._subject(kind)
        event["subject"] = event["data"][subject] = about
        event["id"] = f"{IDS}{dice.getrandbits(48):012x}"
        event["source"] = source_of(CITY, self._name)
        event["time"] = MOMENT.isoformat()
        number = self._next.get(about, 0) + 1
        event["sequence"] = self._next[about] = number
        if number > 1:
            event["previous"] = f"{UNHEARD}={number - 1}"
        if dice.random() < 0.3 and self._victims:
            event["causationid"] = dice.choice(self._victims)
        return event

    def _subject(self, kind: str) -> str:
        """Choose a subject; kinds that must wait mostly get subjects that no other kind uses."""
        dice = self._dice
        if kind in WAITING and dice.random() < 0.95:
            return f"H-waits-{dice.randrange(STUCK_SUBJECTS)}"
        if dice.random() < 0.33:
            return "H-flood"
        if dice.random() < 0.5 and self._victims:
            return dice.choice(self._victims)
        return f"H-{dice.randrange(OWN_SUBJECTS)}"
