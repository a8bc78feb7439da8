"""Merkle trees over the bodies of a batch, structured and hashed as in RFC 9162.

A leaf is SHA-256(0x00 ‖ body), a node SHA-256(0x01 ‖ left ‖ right): no node can pass for a leaf.
An odd last node moves up unchanged. A proof is the leaf's index and the number of leaves, two
bytes each, then the sibling on every level that has one, from the leaf upward.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

MOST_LEAVES = 1024
STATEMENT = b"liandong-batch-v1\x00"
HASH_BYTES = 32
NEAR = 2  # levels: within this distance a new path would verify the neighbours no faster
_PLACE = struct.Struct(">HH")
_HEAD = _PLACE.size
_LONGEST_PROOF = _HEAD + HASH_BYTES * (MOST_LEAVES - 1).bit_length()


class BadProof(ValueError):
    """The proof is malformed, or does not belong to this tree."""


@dataclass(frozen=True, slots=True)
class Path:
    """The nodes from one leaf to the root; `left[i]` is the bytes of `siblings` above level i."""

    index: int
    siblings: bytes
    nodes: tuple[bytes, ...]
    left: tuple[int, ...]

    @property
    def root(self) -> bytes:
        """The root hash."""
        return self.nodes[-1]


def statement(root: bytes, count: int) -> bytes:
    """Return the bytes signed for a batch: a prefix, the number of leaves and the root."""
    return STATEMENT + count.to_bytes(2, "big") + root


def tree(bodies: Sequence[bytes]) -> tuple[bytes, list[bytes]]:
    """Return the root over 1 to `MOST_LEAVES` bodies and each body's proof."""
    *levels, [root] = _levels(bodies)
    count = len(bodies)
    ways = [b""]
    for below in reversed(levels):
        ways = [_sibling(below, place) + ways[place >> 1] for place in range(len(below))]
    return root, [_PLACE.pack(index, count) + way for index, way in enumerate(ways)]


def root_of(bodies: Sequence[bytes]) -> bytes:
    """Return the root over 1 to `MOST_LEAVES` bodies, without proofs."""
    return _levels(bodies)[-1][0]


def read_proof(proof: bytes) -> tuple[int, int, bytes]:
    """Split a proof into index, number of leaves and siblings; verifies its form only."""
    if not _HEAD <= len(proof) <= _LONGEST_PROOF:
        raise BadProof("the proof is too short or too long")
    index, count = _PLACE.unpack_from(proof)
    if not index < count <= MOST_LEAVES:
        raise BadProof(f"the proof speaks of leaf {index} of {count}")
    return index, count, proof[_HEAD:]


def verify_path(body: bytes, index: int, count: int, siblings: bytes) -> Path:
    """Compute the path from a body to the root by these siblings, or raise `BadProof`."""
    nodes, starts = _ascend(body, index, count, siblings, (count - 1).bit_length())
    if starts[-1] != len(siblings):
        raise BadProof("the proof has too few or too many siblings")
    return Path(index, siblings, tuple(nodes), _left(siblings, starts))


def join_verified(known: Path, body: bytes, index: int, count: int, siblings: bytes) -> Path:
    """Verify a body by computing its path only up to where it joins a verified path of the tree.

    Above that node the siblings must be identical. Neighbours in a batch join after two levels on
    average. Returns the path that is best to verify the next body against. Raises `BadProof`.
    """
    height = (index ^ known.index).bit_length()
    tail = known.siblings[len(known.siblings) - known.left[height] :]
    if height <= NEAR:
        node, start = _meet(body, index, count - 1, siblings, height)
        _check(node == known.nodes[height] and siblings[start:] == tail)
        return known
    nodes, starts = _ascend(body, index, count, siblings, height)
    _check(nodes[height] == known.nodes[height] and siblings[starts[height] :] == tail)
    above = height + 1
    left = _left(siblings, starts) + known.left[above:]
    return Path(index, siblings, (*nodes, *known.nodes[above:]), left)


def _check(joined: bool) -> None:
    if not joined:
        raise BadProof("the proof does not lead to the root")


def _meet(body: bytes, index: int, last: int, siblings: bytes, height: int) -> tuple[bytes, int]:
    """Return the last node of `_ascend` and its start; a fast version, as it runs per event."""
    node, start = sha256(b"\x00" + body).digest(), 0
    for _ in range(height):
        if index & 1:
            node = sha256(b"\x01" + siblings[start : start + HASH_BYTES] + node).digest()
            start += HASH_BYTES
        elif index < last:
            node = sha256(b"\x01" + node + siblings[start : start + HASH_BYTES]).digest()
            start += HASH_BYTES
        index >>= 1
        last >>= 1
    return node, start


def _ascend(
    body: bytes, index: int, count: int, siblings: bytes, height: int
) -> tuple[list[bytes], list[int]]:
    """Return the node on each level up to `height`, and the offset of its sibling in `siblings`."""
    node, last, start = sha256(b"\x00" + body).digest(), count - 1, 0
    nodes, starts = [node], [0]
    for _ in range(height):
        if index & 1:
            node = sha256(b"\x01" + siblings[start : start + HASH_BYTES] + node).digest()
            start += HASH_BYTES
        elif index < last:
            node = sha256(b"\x01" + node + siblings[start : start + HASH_BYTES]).digest()
            start += HASH_BYTES
        nodes.append(node)
        starts.append(start)
        index >>= 1
        last >>= 1
    return nodes, starts


def _left(siblings: bytes, starts: list[int]) -> tuple[int, ...]:
    return tuple(len(siblings) - start for start in starts)


def _levels(bodies: Sequence[bytes]) -> list[list[bytes]]:
    """Return the hashes of every level, from the leaves to the root."""
    if not 1 <= len(bodies) <= MOST_LEAVES:
        raise ValueError(f"a tree holds 1 to {MOST_LEAVES} bodies, not {len(bodies)}")
    levels = [[sha256(b"\x00" + body).digest() for body in bodies]]
    while len(levels[-1]) > 1:
        levels.append(_above(levels[-1]))
    return levels


def _above(level: list[bytes]) -> list[bytes]:
    pairs = [
        sha256(b"\x01" + left + right).digest()
        for left, right in zip(level[::2], level[1::2], strict=False)
    ]
    return [*pairs, level[-1]] if len(level) % 2 else pairs


def _sibling(level: list[bytes], place: int) -> bytes:
    beside = place ^ 1
    return level[beside] if beside < len(level) else b""
