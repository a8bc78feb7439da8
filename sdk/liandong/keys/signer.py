"""Signing: one body alone, or a whole batch by one signature."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from liandong.keys.merkle import MOST_LEAVES, statement, tree

KEY_ID_HEADER = "liandong-key-id"
SIGNATURE_HEADER = "liandong-signature"
PROOF_HEADER = "liandong-proof"

Headers = dict[str, str | bytes]


class Signing(Protocol):
    """What can sign for a department: a `Signer`, or a `SigningKey` that follows its file."""

    def headers(self, body: bytes) -> Headers:
        """Sign one body."""

    def headers_of(self, bodies: Sequence[bytes]) -> list[Headers]:
        """Sign a batch."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs for one department."""

    key_id: str
    private_key: Ed25519PrivateKey

    def sign(self, body: bytes) -> bytes:
        """Sign exactly these bytes: 64 bytes come back."""
        return self.private_key.sign(body)

    def headers(self, body: bytes) -> Headers:
        """Sign one body, in the form that travels as AMQP headers."""
        return {KEY_ID_HEADER: self.key_id, SIGNATURE_HEADER: self.sign(body)}

    def headers_of(self, bodies: Sequence[bytes]) -> list[Headers]:
        """Sign a batch of any size, one signature for every 1,024; each body verifies alone."""
        headers: list[Headers] = []
        for start in range(0, len(bodies), MOST_LEAVES):
            headers += self._headers_of(bodies[start : start + MOST_LEAVES])
        return headers

    def _headers_of(self, bodies: Sequence[bytes]) -> list[Headers]:
        root, proofs = tree(bodies)
        signature, key_id = self.sign(statement(root, len(bodies))), self.key_id
        return [
            {KEY_ID_HEADER: key_id, SIGNATURE_HEADER: signature, PROOF_HEADER: proof}
            for proof in proofs
        ]


def key_id_of(department: str, public_key: Ed25519PublicKey) -> str:
    """Name a key after its owner and its fingerprint, so that the private key alone tells it."""
    return f"{department}-{hashlib.sha256(public_key.public_bytes_raw()).hexdigest()[:12]}"
