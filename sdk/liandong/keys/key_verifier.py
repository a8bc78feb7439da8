"""A trusted key and the cache of batches that it signed."""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from liandong.errors import BadSignature
from liandong.keys.merkle import (
    STATEMENT,
    BadProof,
    Path,
    join_verified,
    read_proof,
    statement,
    verify_path,
)

REMEMBERED_BATCHES = 64  # for each key


@dataclass(frozen=True, slots=True)
class TrustedKey:
    """A public key, its owner, and the period of event times for which it is valid.

    Once it is revoked, all its signatures are refused, whatever time an event claims.
    """

    key_id: str
    department: str
    public_key: Ed25519PublicKey
    valid_from: datetime
    valid_until: datetime | None = None
    revoked_at: datetime | None = None
    revoked_why: str | None = None

    def covers(self, instant: datetime) -> bool:
        """Return whether the key was in use at `instant`; `valid_until` itself is excluded."""
        return self.valid_from <= instant and (
            self.valid_until is None or instant < self.valid_until
        )


class KeyVerifier:
    """A key with a cache of the last batches that it verified.

    The cache is dropped when the key's entry changes, holds successes only, and is bounded per key,
    so that no department can evict another's batches.
    """

    def __init__(self, key: TrustedKey) -> None:
        self.key = key
        self._verified: OrderedDict[tuple[bytes, int], Path] = OrderedDict()
        self._last: tuple[bytes, int, Path | None] = (b"", 0, None)  # batches arrive in a row
        self._last_root = (b"", 0, b"")
        self._lock = threading.Lock()

    @property
    def remembered(self) -> int:
        """The number of cached batches."""
        return len(self._verified)

    def refuse_revoked(self) -> None:
        """Raise `BadSignature` if the key is revoked, regardless of time."""
        key = self.key
        if key.revoked_at is not None:
            why = key.revoked_why or "no reason given"
            raise BadSignature(
                f"key {key.key_id} was revoked at {key.revoked_at.isoformat()}: {why}"
            )

    def verify_alone(self, body: bytes, signature: bytes) -> None:
        """Verify a signature over the body itself; a batch's statement is refused as a body."""
        if body.startswith(STATEMENT):
            raise BadSignature("the body is the statement of a batch, not a message")
        self._verify(signature, body)

    def verify_in_batch(self, body: bytes, signature: bytes, proof: bytes) -> None:
        """Verify the proof from the body to the root, and the root's signature if it is new."""
        try:
            index, count, siblings = read_proof(proof)
            known = self._known(signature, count)
            if known is None:
                path = verify_path(body, index, count, siblings)
                self._verify(signature, statement(path.root, count))
            else:
                path = join_verified(known, body, index, count, siblings)
        except BadProof as error:
            raise BadSignature(f"wrong proof for key {self.key.key_id}: {error}") from None
        if path is not known:
            self._remember(signature, count, path)

    def verify_root(self, root: bytes, count: int, signature: bytes) -> None:
        """Verify a signature over a Merkle root; the last valid one is cached."""
        if self._last_root != (root, count, signature):
            self._verify(signature, statement(root, count))
            self._last_root = (root, count, signature)

    def _verify(self, signature: bytes, statement: bytes) -> None:
        try:
            self.key.public_key.verify(signature, statement)
        except InvalidSignature:
            raise BadSignature(f"wrong signature for key {self.key.key_id}") from None

    def _known(self, signature: bytes, count: int) -> Path | None:
        signed, leaves, path = self._last
        if leaves == count and signed == signature:
            return path
        with self._lock:
            found = self._verified.get((signature, count))
            if found is not None:
                self._verified.move_to_end((signature, count))
                self._last = (signature, count, found)
            return found

    def _remember(self, signature: bytes, count: int, path: Path) -> None:
        with self._lock:
            self._verified[signature, count] = path
            self._verified.move_to_end((signature, count))
            self._last = (signature, count, path)
            if len(self._verified) > REMEMBERED_BATCHES:
                self._verified.popitem(last=False)
