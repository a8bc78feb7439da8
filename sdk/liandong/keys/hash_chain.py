"""A chain of hashes: each link holds the hash of the one before, so none can be changed alone."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import orjson

FIRST = "0" * 64
Body = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ChainEntry:
    """One link: its number from 1 on, what it says, and the hashes of both ends."""

    sequence: int
    body: Body
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Where a chain stood once, noted where nobody who writes the chain can change it."""

    sequence: int
    hash: str

    def __str__(self) -> str:
        return f"{self.sequence}:{self.hash}"

    @classmethod
    def of(cls, text: str) -> "Checkpoint":
        """Read what `str` wrote; `ValueError` if it is something else."""
        number, colon, digest = text.strip().partition(":")
        if not (colon and number.isdecimal() and len(digest) == len(FIRST)):
            raise ValueError(
                f"{text!r} is no checkpoint: it must look like 12:0123…, with 64 digits"
            )
        return cls(int(number), digest)


START = Checkpoint(0, FIRST)


def digest_of(said: Body) -> str:
    """Hash something that is said in JSON, whatever the order of its names."""
    return hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()


def chained_after(end: Checkpoint, body: Body) -> ChainEntry:
    """Make the next link."""
    number = end.sequence + 1
    return ChainEntry(number, body, end.hash, _hash(number, body, end.hash))


def end_of(link: ChainEntry) -> Checkpoint:
    """Tell where a chain stands after a link."""
    return Checkpoint(link.sequence, link.hash)


def verify_chain(links: Iterable[ChainEntry], noted: Checkpoint = START) -> list[str]:
    """Say what is wrong with a chain, in the order of its links; nothing if it is whole.

    A change or a gap is found by the chain itself. That links were cut off at the end is found only
    by `noted`, a checkpoint that was kept elsewhere.
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
