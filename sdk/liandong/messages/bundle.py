"""Bundles: several events of one topic in one message, under one signature.

The body is a JSON array of the events, each on one line: a CloudEvents JSON batch. The signature
covers the Merkle root of the events, so that each can be extracted with its own proof and verified
alone at any time, like an event that was published alone.
"""

from binascii import crc32
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from liandong.amqp.delivery import Delivery
from liandong.keys.merkle import MOST_LEAVES, root_of, statement, tree
from liandong.keys.signer import PROOF_HEADER, Headers, Signing
from liandong.messages.outgoing import OutMessage

BUNDLE_HEADER = "liandong-bundle"
MOST_EVENTS = 64
MOST_BYTES = 48 * 1024  # a smaller body fits into one AMQP frame
SLOTS = 64
_OPEN, _BETWEEN, _CLOSE = b"[", b",\n", b"]"


@dataclass(frozen=True, slots=True)
class OutgoingEvent:
    """An event to publish: its topic (routing key), its subject and its encoded bytes."""

    topic: str
    subject: str
    body: bytes


class Bundle:
    """The events of one message, and the Merkle root that its signature covers."""

    __slots__ = ("_bodies", "_proofs", "common", "count", "root")

    def __init__(self, bodies: Sequence[bytes], headers: Mapping[str, Any]) -> None:
        self.common = {name: value for name, value in headers.items() if name != BUNDLE_HEADER}
        self.count = len(bodies)
        self.root = root_of(bodies)
        self._bodies = bodies
        self._proofs: list[bytes] | None = None

    def proof(self, index: int) -> bytes:
        """Return the proof of one event; all proofs are computed at the first call."""
        if self._proofs is None:
            self._proofs = tree(self._bodies)[1]
        return self._proofs[index]


class BundledHeaders(Mapping[str, Any]):
    """The headers of a bundled event, with its own proof, as if it had been published alone.

    A valid signature over `bundle.root` covers the event.
    """

    __slots__ = ("_index", "bundle")

    def __init__(self, bundle: Bundle, index: int) -> None:
        self.bundle = bundle
        self._index = index

    def __getitem__(self, name: str) -> Any:
        if name == PROOF_HEADER:
            return self.bundle.proof(self._index)
        return self.bundle.common[name]

    def __iter__(self) -> Iterator[str]:
        return iter((*self.bundle.common, PROOF_HEADER))

    def __len__(self) -> int:
        return len(self.bundle.common) + 1


@lru_cache(100_000)
def slot_of(subject: str) -> str:
    """Return the slot of a subject, by which inboxes are partitioned where events are bundled."""
    return f"slot-{crc32(subject.encode()) % SLOTS}"


def group_events(events: Sequence[OutgoingEvent]) -> list[list[int]]:
    """Group events by topic and slot; return indices, in an order that keeps each subject's order.

    An event joins the open group of its topic and slot unless a later group already has an event
    of its subject.
    """
    groups: list[list[int]] = []
    sizes: list[int] = []
    open_groups: dict[tuple[str, str], int] = {}
    latest: dict[str, int] = {}
    for index, event in enumerate(events):
        place = event.topic, slot_of(event.subject)
        at = open_groups.get(place, -1)
        size = len(event.body) + len(_BETWEEN)
        fits = at >= 0 and len(groups[at]) < MOST_EVENTS and sizes[at] + size <= MOST_BYTES
        if not fits or at < latest.get(event.subject, -1):
            at = open_groups[place] = len(groups)
            groups.append([])
            sizes.append(0)
        groups[at].append(index)
        sizes[at] += size
        latest[event.subject] = at
    return groups


def make_bundles(
    exchange: str, events: Sequence[OutgoingEvent], signer: Signing
) -> list[tuple[OutMessage, list[int]]]:
    """Return signed messages, each with the indices of its events.

    An event alone in its group, or whose bytes contain a line break, becomes a plain message.
    """
    groups = [part for group in group_events(events) for part in _splittable(events, group)]
    alone = [group[0] for group in groups if len(group) == 1]
    signed = dict(
        zip(alone, signer.headers_of([events[index].body for index in alone]), strict=True)
    )
    made = []
    for group in groups:
        first = events[group[0]]
        if len(group) == 1:
            body, headers = first.body, signed[group[0]]
        else:
            body, headers = _packed([events[index].body for index in group], signer)
        message = OutMessage(exchange, first.topic, slot_of(first.subject), body, headers)
        made.append((message, group))
    return made


def size_of(delivery: Delivery) -> int:
    """Return the number of events by the delivery's header, which is not verified; else 1."""
    told = delivery.headers.get(BUNDLE_HEADER)
    if isinstance(told, str) and told.isascii() and told.isdigit() and len(told) < 5:
        return min(max(int(told), 1), MOST_LEAVES)
    return 1


def unpack(delivery: Delivery) -> list[Delivery]:
    """Return the events of a bundle as deliveries, each with its own proof; verifies nothing.

    A delivery that is no bundle, or a malformed one, is returned unchanged.
    """
    count = size_of(delivery)
    if count == 1:
        return [delivery]
    body = delivery.body
    if not (body.startswith(_OPEN) and body.endswith(_CLOSE)):
        return [delivery]
    bodies = body[len(_OPEN) : -len(_CLOSE)].split(_BETWEEN)
    if len(bodies) != count:
        return [delivery]
    bundle = Bundle(bodies, delivery.headers)
    return [
        replace(delivery, body=body, headers=BundledHeaders(bundle, index))
        for index, body in enumerate(bodies)
    ]


def _packed(bodies: Sequence[bytes], signer: Signing) -> tuple[bytes, Headers]:
    """Join bodies into one and sign the Merkle root over them."""
    signed = signer.headers(statement(root_of(bodies), len(bodies)))
    body = _OPEN + _BETWEEN.join(bodies) + _CLOSE
    return body, {**signed, BUNDLE_HEADER: str(len(bodies))}


def _splittable(events: Sequence[OutgoingEvent], group: list[int]) -> list[list[int]]:
    """Split off events with a line break in their bytes, which a reader would take for two."""
    parts: list[list[int]] = [[]]
    for index in group:
        if b"\n" in events[index].body:
            parts += [[index], []]
        else:
            parts[-1].append(index)
    return [part for part in parts if part]
