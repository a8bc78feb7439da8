"""Signing of single bodies, and of whole batches with one signature."""

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
    """A signing key of a department: a `Signer`, or a `SigningKey` that reloads its file."""

    def headers(self, body: bytes) -> Headers:
        """Sign one body; return its AMQP headers."""

    def headers_of(self, bodies: Sequence[bytes]) -> list[Headers]:
        """Sign a batch; return the AMQP headers of each body."""


@dataclass(frozen=True, slots=True)
class Signer:
    """A department's Ed25519 private key."""

    key_id: str
    private_key: Ed25519PrivateKey

    def sign(self, body: bytes) -> bytes:
        """Return the 64-byte signature of exactly these bytes."""
        return self.private_key.sign(body)

    def headers(self, body: bytes) -> Headers:
        """Sign one body; return its AMQP headers."""
        return {KEY_ID_HEADER: self.key_id, SIGNATURE_HEADER: self.sign(body)}

    def headers_of(self, bodies: Sequence[bytes]) -> list[Headers]:
        """Sign a batch with one signature per 1,024 bodies; each body can be verified alone."""
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
    """Return the id of a key: owner and fingerprint, both derivable from the private key file."""
    return f"{department}-{hashlib.sha256(public_key.public_bytes_raw()).hexdigest()[:12]}"
