"""A hash chain: each entry contains the hash of the previous one, so changes are detected."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import orjson

FIRST = "0" * 64
Body = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ChainEntry:
    """One entry: its number from 1 on, its body, the previous entry's hash and its own."""

    sequence: int
    body: Body
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The end of a chain at some time, stored where the chain's writers cannot change it."""

    sequence: int
    hash: str

    def __str__(self) -> str:
        return f"{self.sequence}:{self.hash}"

    @classmethod
    def of(cls, text: str) -> "Checkpoint":
        """Parse the result of `str(checkpoint)`, or raise `ValueError`."""
        number, colon, digest = text.strip().partition(":")
        if not (colon and number.isdecimal() and len(digest) == len(FIRST)):
            raise ValueError(
                f"{text!r} is no checkpoint: it must look like 12:0123…, with 64 digits"
            )
        return cls(int(number), digest)


START = Checkpoint(0, FIRST)


def digest_of(said: Body) -> str:
    """Return the SHA-256 of a JSON object, independent of the order of its names."""
    return hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()


def chained_after(end: Checkpoint, body: Body) -> ChainEntry:
    """Return the entry that follows `end`."""
    number = end.sequence + 1
    return ChainEntry(number, body, end.hash, _hash(number, body, end.hash))


def end_of(link: ChainEntry) -> Checkpoint:
    """Return the checkpoint after an entry."""
    return Checkpoint(link.sequence, link.hash)


def verify_chain(links: Iterable[ChainEntry], noted: Checkpoint = START) -> list[str]:
    """Return the errors of a chain, in order; empty if it is intact.

    Changes and gaps are detected by the chain itself. A truncated end is detected only by `noted`,
    a checkpoint that was stored elsewhere.
    """
    found: list[str] = []
    end, seen = START, noted.sequence == 0
    for link in links:
        if link.sequence != end.sequence + 1:
            found.append(f"{end.sequence + 1}: missing, {link.sequence} follows")
        elif link.previous != end.hash:
            found.append(f"{link.sequence}: does not follow from {end.sequence}")
        if link.hash != _hash(link.sequence, link.body, link.previous):
            found.append(f"{link.sequence}: was changed")
        end = end_of(link)
        if link.sequence == noted.sequence:
            seen = True
            if link.hash != noted.hash:
                found.append(f"{link.sequence}: is not the one that was noted elsewhere")
    if not seen:
        found.append(
            f"{end.sequence + 1} to {noted.sequence}: cut off, by what was noted elsewhere"
        )
    return found


def _hash(number: int, body: Body, previous: str) -> str:
    return digest_of({"sequence": number, "previous": previous, "body": dict(body)})
