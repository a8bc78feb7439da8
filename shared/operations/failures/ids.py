"""Names of failed messages: one token that fits a URL, a shell and the key of a document.

A waiting event is named by its place (publisher, subject, sequence), never by its lane: when
another event has come to the head of the lane meanwhile, the name does not mean that one.
"""

import base64
import binascii
from dataclasses import dataclass
from enum import StrEnum

from shared.errors import NotFoundError


class FailureKind(StrEnum):
    """What went wrong: an event failed, an earlier event is missing, or it is no valid message."""

    LANE = "lane"
    GAP = "gap"
    QUARANTINE = "quarantine"


LETTERS = {FailureKind.LANE: "L", FailureKind.GAP: "G", FailureKind.QUARANTINE: "Q"}
_KINDS = {letter: kind for kind, letter in LETTERS.items()}


@dataclass(frozen=True, slots=True)
class Target:
    """What a name means: `key` is the place of the event, or the key of the quarantined message."""

    kind: FailureKind
    key: str

    @property
    def lane(self) -> str:
        """The lane that the event waits in."""
        return self.key.rpartition("|")[0]

    @property
    def sequence(self) -> int:
        """The number of the event in its lane."""
        return int(self.key.rpartition("|")[2])


def id_of(kind: FailureKind, key: str) -> str:
    """Name a failed message."""
    told = key.encode()
    if kind is FailureKind.QUARANTINE:
        return f"{LETTERS[kind]}_{key}"
    return f"{LETTERS[kind]}_{base64.urlsafe_b64encode(told).decode().rstrip('=')}"


def target_of(name: str) -> Target:
    """Read a name; `NotFoundError` if it cannot be one."""
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
