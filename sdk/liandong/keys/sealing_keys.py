"""Sealing keys (X25519): the public keys of all recipients, the private keys of one department."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from liandong.errors import BadKeyFile, NoRecipientKey

MARK = "-seal-"
"""What stands in the name of a key between its owner and its fingerprint."""


@dataclass(frozen=True, slots=True)
class RecipientKey:
    """A public key, its owner, and the period in which events are sealed for it.

    Once it is revoked no event is sealed for it; those sealed before can still be opened.
    """

    key_id: str
    department: str
    public_key: X25519PublicKey
    valid_from: datetime
    valid_until: datetime | None = None
    revoked_at: datetime | None = None
    revoked_why: str | None = None

    def usable(self, at: datetime) -> bool:
        """Return whether events may be sealed for it at `at`; `valid_until` itself is excluded."""
        begun = self.revoked_at is None and self.valid_from <= at
        return begun and (self.valid_until is None or at < self.valid_until)


class Recipients:
    """The public keys of all recipients of sealed events; thread-safe."""

    def __init__(self, keys: Iterable[RecipientKey]) -> None:
        self._keys = _unique(keys)

    def replace(self, keys: Iterable[RecipientKey]) -> None:
        """Replace the keys."""
        self._keys = _unique(keys)

    def of(self, departments: Iterable[str], at: datetime) -> Iterator[RecipientKey]:
        """Yield the keys of these departments in use at `at`; raises `NoRecipientKey`.

        During a rotation that is the old and the new key, so that the owner can open with either.
        """
        keys = self.keys()
        for department in dict.fromkeys(departments):
            usable = [key for key in keys if key.department == department and key.usable(at)]
            if not usable:
                raise NoRecipientKey(department)
            yield from usable

    def keys(self) -> tuple[RecipientKey, ...]:
        """Return all keys."""
        return self._keys


class PrivateKeyProvider(Protocol):
    """A source of private keys: `OpeningKeys`, or an `OpeningKeyFile` that reloads its file."""

    def find(self, key_id: str) -> X25519PrivateKey | None:
        """Return a private key, or None."""


class OpeningKeys:
    """All private keys of one department; old ones too, as sealed events are stored for ever."""

    def __init__(self, keys: Iterable[X25519PrivateKey], department: str) -> None:
        self._keys = keys_by_id(keys, department)

    def find(self, key_id: str) -> X25519PrivateKey | None:
        """Return a private key, or None."""
        return self._keys.get(key_id)


def keys_by_id(keys: Iterable[X25519PrivateKey], department: str) -> dict[str, X25519PrivateKey]:
    """Return a department's private keys by id, in the given order."""
    return {sealing_key_id(department, key.public_key()): key for key in keys}


def sealing_key_id(department: str, public_key: X25519PublicKey) -> str:
    """Return the id of a key: its owner, its use and its fingerprint."""
    digest = hashlib.sha256(public_key.public_bytes_raw()).hexdigest()
    return f"{department}{MARK}{digest[:12]}"


def _unique(keys: Iterable[RecipientKey]) -> tuple[RecipientKey, ...]:
    listed = tuple(keys)
    seen: set[str] = set()
    for key in listed:
        if key.key_id in seen:
            raise BadKeyFile(f"key {key.key_id} is listed twice")
        seen.add(key.key_id)
    return listed
