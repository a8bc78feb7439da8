"""Accounts for every hostile message: refused with a reason, applied, waiting or duplicate."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from liandong.envelope import decode
from liandong.errors import Malformed
from shared.delivery.inbox.event import lane_of, position_key
from shared.delivery.records import Applied, Lane, ParkedEvent, QuarantinedMessage
from shared.store.document import key_of
from shared.store.store import Store

OURS = ("unreadable", "unwritable")
"""Kinds of refusal that are faults of the receiver: no message may cause them."""


class Sent(NamedTuple):
    """A sent message without its bytes; `place` and `id` are empty if it does not decode."""

    kind: str
    digest: bytes
    place: str
    id: str
    size: int


def sent(kind: str, body: bytes) -> Sent:
    """Summarise a message as its digest, position and size."""
    digest = hashlib.sha256(body).digest()
    try:
        event = decode(body)
    except Malformed:
        return Sent(kind, digest, "", "", len(body))
    return Sent(kind, digest, position_key(lane_of(event), event.sequence), event.id, len(body))


class Account:
    """Reads the records of a store and decides the outcome of each sent message."""

    def __init__(self, store: Store) -> None:
        self.refused: dict[bytes, tuple[str, str]] = {}
        self.bytes_kept = 0
        for kept in every(store, QuarantinedMessage):
            digest = bytes.fromhex(kept.sha256) or hashlib.sha256(kept.body).digest()
            self.refused[digest] = kept.kind, kept.reason
            self.bytes_kept += len(kept.body)
        self.waiting: dict[str, str] = {}
        for parked in every(store, ParkedEvent):
            self.waiting[parked.id] = parked.event_id
            self.bytes_kept += len(parked.body)
        self.applied = {mark.id: mark.event_id for mark in every(store, Applied)}
        self.lanes = list(every(store, Lane))

    def sort(self, messages: Iterable[Sent]) -> tuple[Counter[str], list[Sent]]:
        """Count the messages by outcome, and return those without any outcome."""
        counts: Counter[str] = Counter()
        lost: list[Sent] = []
        seen: set[object] = set()
        for message in messages:
            fate, key = self._fate(message)
            if not fate:
                lost.append(message)
            counts["duplicate" if key in seen else fate] += 1
            seen.add(key)
        return counts, lost

    def faults_of_ours(self) -> list[str]:
        """Return the reasons of refusals that a fault of the receiver caused."""
        return [reason for kind, reason in self.refused.values() if kind in OURS or not reason]

    def _fate(self, message: Sent) -> tuple[str, object]:
        """Return outcome and key of a message; equal position and id mean the same event."""
        if message.digest in self.refused:
            return "refused", message.digest
        if message.id and self.applied.get(message.place) == message.id:
            return "applied", message.place
        if message.id and self.waiting.get(message.place) == message.id:
            return "waiting", message.place
        return "", message.digest


def every(store: Store, kind: type[Any]) -> Iterator[Any]:
    """Read all documents of a kind, page by page."""
    after = ""
    while page := store.page(kind, {}, after, 500):
        yield from page
        after = key_of(page[-1])
