"""Signatures: Ed25519 over the body bytes, checked before anything is parsed."""

import base64
import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from liandong.envelope import Envelope, decode
from liandong.errors import BadKeyFile, BadSignature

KEY_ID_HEADER = "liandong-key-id"
SIGNATURE_HEADER = "liandong-signature"
TRUST_FILE = "trust.json"
KEY_SUFFIX = ".key.pem"


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs for one department."""

    key_id: str
    private_key: Ed25519PrivateKey

    def sign(self, body: bytes) -> bytes:
        """Sign exactly these bytes: 64 bytes come back."""
        return self.private_key.sign(body)

    def headers(self, body: bytes) -> dict[str, str | bytes]:
        """Sign, in the form that travels as AMQP headers."""
        return {KEY_ID_HEADER: self.key_id, SIGNATURE_HEADER: self.sign(body)}


@dataclass(frozen=True, slots=True)
class TrustedKey:
    """A public key, whose it is, and from when until when its owner signed with it."""

    key_id: str
    department: str
    public_key: Ed25519PublicKey
    valid_from: datetime
    valid_until: datetime | None = None

    def covers(self, instant: datetime) -> bool:
        """Tell whether the key was in use then; the end itself lies outside."""
        return self.valid_from <= instant and (
            self.valid_until is None or instant < self.valid_until
        )


class KeyRing:
    """The public keys of everybody whose messages are believed."""

    def __init__(self, keys: Iterable[TrustedKey]) -> None:
        self._keys: dict[str, TrustedKey] = {}
        for key in keys:
            if key.key_id in self._keys:
                raise BadKeyFile(f"key {key.key_id} is listed twice")
            self._keys[key.key_id] = key

    def __len__(self) -> int:
        return len(self._keys)

    def authenticate(self, key_id: str, body: bytes, signature: bytes) -> TrustedKey:
        """Return the key that signed these bytes, or raise `BadSignature`; nothing is parsed."""
        key = self._keys.get(key_id)
        if key is None:
            raise BadSignature(f"unknown key {key_id}")
        try:
            key.public_key.verify(signature, body)
        except InvalidSignature:
            raise BadSignature(f"wrong signature for key {key_id}") from None
        return key

    def verify(
        self, key_id: str, department: str, body: bytes, signature: bytes, at: datetime
    ) -> None:
        """Raise `BadSignature` unless `department` signed these bytes with a key in use `at`."""
        _check_claim(self.authenticate(key_id, body, signature), department, at)


def open_message(body: bytes, headers: Mapping[str, Any] | None, ring: KeyRing) -> Envelope:
    """Verify, then parse, then compare what the body says with whose key it is.

    The key must have been in use at the envelope's own time, so that an old event still
    verifies when it is replayed. Take a stolen key off the trust list; ending it is not enough.
    Raises `BadSignature` or `Malformed`.
    """
    key = ring.authenticate(_key_id(headers or {}), body, _signature(headers or {}))
    envelope = decode(body)
    _check_claim(key, envelope.department, envelope.time)
    return envelope


def key_id_of(department: str, public_key: Ed25519PublicKey) -> str:
    """Name a key after its owner and its fingerprint, so that the private key alone tells it."""
    return f"{department}-{hashlib.sha256(public_key.public_bytes_raw()).hexdigest()[:12]}"


def load_signer(path: Path, department: str | None = None) -> Signer:
    """Read a private key; the file's name tells the department unless it is given."""
    owner = department or path.name.removesuffix(KEY_SUFFIX)
    try:
        private_key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise BadKeyFile(f"{path}: not a readable private key ({error})") from error
    if not isinstance(private_key, Ed25519PrivateKey):
        raise BadKeyFile(f"{path}: not an Ed25519 key")
    return Signer(key_id_of(owner, private_key.public_key()), private_key)


def load_key_ring(path: Path) -> KeyRing:
    """Read a trust list."""
    return KeyRing(_trusted(entry, path) for entry in _entries(path))


def make_keys(folder: Path, departments: Iterable[str], now: datetime) -> list[str]:
    """Make the keys that are missing and list them as trusted; say whose are new.

    For development: the private keys of all departments lie in one folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    trust = folder / TRUST_FILE
    entries = _entries(trust) if trust.exists() else []
    known = {entry["key_id"] for entry in entries}
    made = []
    for department in departments:
        key_file = folder / f"{department}{KEY_SUFFIX}"
        if not key_file.exists():
            _write_private_key(key_file)
            made.append(department)
        signer = load_signer(key_file)
        if signer.key_id not in known:
            known.add(signer.key_id)
            entries.append(_entry(signer, department, now))
    _replace(trust, orjson.dumps(entries, option=orjson.OPT_INDENT_2))
    return made


def _check_claim(key: TrustedKey, department: str, at: datetime) -> None:
    if key.department != department:
        raise BadSignature(f"key {key.key_id} belongs to {key.department}, not to {department}")
    if not key.covers(at):
        raise BadSignature(f"key {key.key_id} was not valid at {at.isoformat()}")


def _key_id(headers: Mapping[str, Any]) -> str:
    value = headers.get(KEY_ID_HEADER)
    if not isinstance(value, str):
        raise BadSignature(f"header {KEY_ID_HEADER} is missing or no text")
    return value


def _signature(headers: Mapping[str, Any]) -> bytes:
    value = headers.get(SIGNATURE_HEADER)
    if isinstance(value, str):  # an AMQP long string whose bytes happen to be UTF-8
        value = value.encode()
    if not isinstance(value, bytes):
        raise BadSignature(f"header {SIGNATURE_HEADER} is missing or no bytes")
    return value


def _entries(path: Path) -> list[dict[str, Any]]:
    try:
        entries = orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError) as error:
        raise BadKeyFile(f"{path}: not a readable trust list ({error})") from error
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise BadKeyFile(f"{path}: must be a JSON array of objects")
    return entries


def _trusted(entry: Mapping[str, Any], path: Path) -> TrustedKey:
    try:
        until = entry.get("valid_until")
        return TrustedKey(
            key_id=entry["key_id"],
            department=entry["department"],
            public_key=Ed25519PublicKey.from_public_bytes(base64.b64decode(entry["public_key"])),
            valid_from=_instant(entry["valid_from"]),
            valid_until=None if until is None else _instant(until),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadKeyFile(f"{path}: key {entry.get('key_id')}: {error!r}") from error


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"{text} has no time zone")
    return instant


def _entry(signer: Signer, department: str, now: datetime) -> dict[str, Any]:
    raw = signer.private_key.public_key().public_bytes_raw()
    return {
        "key_id": signer.key_id,
        "department": department,
        "public_key": base64.b64encode(raw).decode(),
        "valid_from": now.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "valid_until": None,
    }


def _write_private_key(path: Path) -> None:
    pem = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)


def _replace(path: Path, content: bytes) -> None:
    draft = path.with_suffix(f".{os.getpid()}.tmp")
    draft.write_bytes(content + b"\n")
    draft.replace(path)
