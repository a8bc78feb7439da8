"""Ids of failed messages: one token that is safe in a URL, a shell and a document key.

A parked event is identified by its position (publisher, subject, sequence), never by its lane: when
another event has become the head of the lane, the id does not refer to that one.
"""

import base64
import binascii
from dataclasses import dataclass
from enum import StrEnum

from shared.errors import NotFoundError


class FailureKind(StrEnum):
    """The failure: an event failed, an earlier event is missing, or the message is invalid."""

    LANE = "lane"
    GAP = "gap"
    QUARANTINE = "quarantine"


LETTERS = {FailureKind.LANE: "L", FailureKind.GAP: "G", FailureKind.QUARANTINE: "Q"}
_KINDS = {letter: kind for kind, letter in LETTERS.items()}


@dataclass(frozen=True, slots=True)
class Target:
    """A decoded id: `key` is the position of the event, or the key of the quarantined message."""

    kind: FailureKind
    key: str

    @property
    def lane(self) -> str:
        """Id of the event's lane."""
        return self.key.rpartition("|")[0]

    @property
    def sequence(self) -> int:
        """Sequence number of the event."""
        return int(self.key.rpartition("|")[2])


def id_of(kind: FailureKind, key: str) -> str:
    """Encode the id of a failed message."""
    told = key.encode()
    if kind is FailureKind.QUARANTINE:
        return f"{LETTERS[kind]}_{key}"
    return f"{LETTERS[kind]}_{base64.urlsafe_b64encode(told).decode().rstrip('=')}"


def target_of(name: str) -> Target:
    """Decode an id; raises `NotFoundError` if it is malformed."""
    letter, _, rest = name.partition("_")
    kind = _KINDS.get(letter)
    if kind is FailureKind.QUARANTINE and rest:
        return Target(kind, rest)
    if kind is not None and (key := _decoded(rest)) and key.rpartition("|")[2].isdecimal():
        return Target(kind, key)
    raise NotFoundError("失败消息", name)


def _decoded(text: str) -> str:
    try:
        padded = text + "=" * (-len(text) % 4)
        return base64.b64decode(padded, altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        return ""
