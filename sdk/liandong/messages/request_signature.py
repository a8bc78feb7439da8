"""Signed HTTP requests between departments: a signature in the `Authorization` header.

Contains both signing and verification. The signed bytes begin with `GET`, so they can be mistaken
neither for an event nor for a batch.
"""

import base64
import binascii
from datetime import datetime, timedelta

from liandong.envelope.validation import read_instant, written_instant
from liandong.errors import BadSignature, Malformed
from liandong.keys.key_ring import KeyRing, check_claim
from liandong.keys.signer import KEY_ID_HEADER, SIGNATURE_HEADER, Signing

SCHEME = "Liandong"
FRESH = timedelta(minutes=5)


def path_of(digest: str) -> str:
    """Return the path at which every department serves the content with this hash."""
    return f"/v1/blobs/{digest}"


def authorization(digest: str, publisher: str, signer: Signing, now: datetime) -> str:
    """Return the `Authorization` header to request the content with this hash from `publisher`."""
    return authorization_of(path_of(digest), publisher, signer, now)


def authorization_of(path: str, asked: str, signer: Signing, now: datetime) -> str:
    """Return the `Authorization` header to request a path from the department `asked`."""
    told = written_instant(now, "time")
    headers = signer.headers(_statement(path, asked, told))
    key_id, signature = headers[KEY_ID_HEADER], headers[SIGNATURE_HEADER]
    if not isinstance(key_id, str) or not isinstance(signature, bytes):
        raise TypeError("a signer gives the key's id as text and the signature as bytes")
    return f"{SCHEME} {key_id}:{told}:{base64.b64encode(signature).decode()}"


def verify_requester(header: str, digest: str, publisher: str, ring: KeyRing, now: datetime) -> str:
    """Return the department or partner that requests this content, or raise `BadSignature`."""
    return asker_of(header, path_of(digest), publisher, ring, now)


def asker_of(header: str, path: str, asked: str, ring: KeyRing, now: datetime) -> str:
    """Return the department or partner that requests a path, or raise `BadSignature`.

    The signature must name `asked` and be at most `FRESH` away from `now`.
    """
    key_id, told, signature = _parts(header)
    at = _instant(told)
    if abs(now - at) > FRESH:
        minutes = int(FRESH.total_seconds() // 60)
        raise BadSignature(f"signed at {told}: more than {minutes} minutes from {now.isoformat()}")
    key = ring.authenticate(key_id, _statement(path, asked, told), signature)
    check_claim(key, key.department, at)
    return key.department


def _statement(path: str, asked: str, told: str) -> bytes:
    return f"GET\n{path}\n{told}\n{asked}".encode()


def _parts(header: str) -> tuple[str, str, bytes]:
    scheme, _, credentials = header.partition(" ")
    key_id, first, rest = credentials.partition(":")
    told, last, signature = rest.rpartition(":")
    if scheme.lower() != SCHEME.lower() or not (first and last):
        raise BadSignature(f"the header must look like {SCHEME} <key id>:<instant>:<base64>")
    try:
        return key_id, told, base64.b64decode(signature, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadSignature("the signature is not base64") from error


def _instant(told: str) -> datetime:
    try:
        return read_instant(told, "time")
    except Malformed as error:
        raise BadSignature(error.reason) from error
