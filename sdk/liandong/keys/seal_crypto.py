"""The cryptography of a seal: content encrypted once, its key wrapped for each recipient.

HPKE (RFC 9180) wraps the secret; ChaCha20-Poly1305 encrypts the content under a key that HKDF
derives from the secret. The commitment binds all recipients to the same secret, and so to the same
content: without it a sender could craft an event that two recipients decrypt differently.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import constant_time, hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from liandong.errors import CannotOpen
from liandong.keys.sealing_keys import RecipientKey

FORM = "liandong-seal-v1"
SECRET_BYTES = 32
_NONCE = bytes(12)  # constant, since each key encrypts once


@dataclass(frozen=True, slots=True)
class SealedBox:
    """Encrypted content, its commitment, and the wrapped secret by key id."""

    content: bytes
    commitment: bytes
    keys: dict[str, bytes]


def seal_bytes(content: bytes, binding: bytes, recipients: Iterable[RecipientKey]) -> SealedBox:
    """Encrypt content for these keys; decryption requires the same `binding`."""
    secret = os.urandom(SECRET_BYTES)
    encrypted, commitment = encrypt(secret, content, binding)
    suite = _suite()
    wrapped = {
        key.key_id: suite.encrypt(secret, key.public_key, info=binding) for key in recipients
    }
    return SealedBox(encrypted, commitment, wrapped)


def encrypt(secret: bytes, content: bytes, binding: bytes) -> tuple[bytes, bytes]:
    """Encrypt under a single-use secret; return the ciphertext and the commitment."""
    key, commitment = _derived(secret)
    return ChaCha20Poly1305(key).encrypt(_NONCE, content, binding), commitment


def open_bytes(
    box: SealedBox, binding: bytes, wrapped: bytes, private_key: X25519PrivateKey
) -> bytes:
    """Decrypt content with a recipient's key and its `wrapped` secret, or raise `CannotOpen`."""
    try:
        secret = _suite().decrypt(wrapped, private_key, info=binding)
        key, commitment = _derived(secret)
        if not constant_time.bytes_eq(commitment, box.commitment):
            raise CannotOpen("it does not hold the content that its commitment names")
        return ChaCha20Poly1305(key).decrypt(_NONCE, box.content, binding)
    except (InvalidTag, ValueError) as error:
        reason = "it was changed, or belongs to another event"
        raise CannotOpen(reason) from error


def _derived(secret: bytes) -> tuple[bytes, bytes]:
    hkdf = HKDF(hashes.SHA256(), 2 * SECRET_BYTES, salt=None, info=FORM.encode())
    both = hkdf.derive(secret)
    return both[:SECRET_BYTES], both[SECRET_BYTES:]


def _suite() -> Suite:
    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
