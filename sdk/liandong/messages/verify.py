"""Verification of messages (Ed25519) before they are parsed; re-exports the API of `keys`."""

from collections.abc import Mapping
from typing import Any

from liandong.envelope import Envelope, decode
from liandong.errors import BadSignature
from liandong.keys.key_ring import KeyRing, check_claim
from liandong.keys.key_verifier import TrustedKey
from liandong.keys.reloading import SigningKey, TrustList
from liandong.keys.signer import (
    KEY_ID_HEADER,
    PROOF_HEADER,
    SIGNATURE_HEADER,
    Signer,
    Signing,
    key_id_of,
)
from liandong.keys.signing_key_files import (
    KEY_SUFFIX,
    TRUST_FILE,
    load_key_ring,
    load_signer,
    make_keys,
    revoke_key,
    rotate_key,
)
from liandong.messages.bundle import BundledHeaders

__all__ = [
    "KEY_ID_HEADER",
    "KEY_SUFFIX",
    "PROOF_HEADER",
    "SIGNATURE_HEADER",
    "TRUST_FILE",
    "KeyRing",
    "Signer",
    "Signing",
    "SigningKey",
    "TrustList",
    "TrustedKey",
    "key_id_of",
    "load_key_ring",
    "load_signer",
    "make_keys",
    "open_message",
    "revoke_key",
    "rotate_key",
    "signed_by",
]


def open_message(body: bytes, headers: Mapping[str, Any] | None, ring: KeyRing) -> Envelope:
    """Verify the signature, parse the body, then check that the key belongs to its publisher.

    The key must have been in use at the envelope's own time, so that an old event still
    verifies when it is replayed. Revoke a stolen key; ending it is not enough.
    Raises `BadSignature` or `Malformed`.
    """
    key = _authenticated(body, headers, ring)
    envelope = decode(body)
    check_claim(key, envelope.department, envelope.time)
    return envelope


def signed_by(body: bytes, headers: Mapping[str, Any] | None, ring: KeyRing) -> str | None:
    """Return the owner of the trusted key that signed a message, or None; parses no body."""
    try:
        return _authenticated(body, headers, ring).department
    except BadSignature:
        return None


def _authenticated(body: bytes, headers: Mapping[str, Any] | None, ring: KeyRing) -> TrustedKey:
    if isinstance(headers, BundledHeaders):
        key_id, signature = _signed(headers.bundle.common)
        return ring.authenticate_root(key_id, headers.bundle.root, headers.bundle.count, signature)
    given = headers or {}
    key_id, signature = _signed(given)
    proof = _bytes(given[PROOF_HEADER], PROOF_HEADER) if PROOF_HEADER in given else None
    return ring.authenticate(key_id, body, signature, proof)


def _signed(headers: Mapping[str, Any]) -> tuple[str, bytes]:
    key_id = headers.get(KEY_ID_HEADER)
    if not isinstance(key_id, str):
        raise BadSignature(f"header {KEY_ID_HEADER} is missing or no text")
    return key_id, _bytes(headers.get(SIGNATURE_HEADER), SIGNATURE_HEADER)


def _bytes(value: object, name: str) -> bytes:
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):  # an AMQP long string whose bytes happen to be UTF-8
        return value.encode()
    raise BadSignature(f"header {name} is missing or no bytes")
