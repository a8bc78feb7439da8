"""Sealing keys on disk: `<department>.seal.pem` is secret, `sealing.json` is public.

The secret file holds all keys that its owner ever had, newest first: events that were sealed for
an old key are stored, and may be redelivered.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from liandong.errors import BadKeyFile
from liandong.keys.sealing_keys import OpeningKeys, RecipientKey, keys_by_id
from liandong.keys.trust_list import (
    Entry,
    entry_of,
    key_of,
    read_objects,
    replace_file,
    revoke_entry,
    with_end,
    write_entries,
)

SEAL_SUFFIX = ".seal.pem"
SEALING_FILE = "sealing.json"
_BEGIN = b"-----BEGIN"


def load_opening_keys(path: Path, department: str | None = None) -> OpeningKeys:
    """Read private keys; the department is taken from the file's name unless it is given."""
    return OpeningKeys(_private_keys(path), department or path.name.removesuffix(SEAL_SUFFIX))


def read_recipients(path: Path) -> list[RecipientKey]:
    """Read the public keys of the list, or raise `BadKeyFile`."""
    return [_recipient(entry, path) for entry in read_objects(path)]


def make_sealing_keys(folder: Path, departments: Iterable[str], now: datetime) -> list[str]:
    """Create and list missing keys; return the departments that got a new one.

    For development: the private keys of all departments are in one folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    entries = _entries(folder)
    known = {entry["key_id"] for entry in entries}
    made = []
    for department in departments:
        secret = folder / f"{department}{SEAL_SUFFIX}"
        if not secret.exists():
            _write(secret, [X25519PrivateKey.generate()])
            made.append(department)
        for key_id, key in keys_by_id(_private_keys(secret)[:1], department).items():
            if key_id not in known:
                entries.append(_entry(key_id, department, key, now))
    write_entries(folder / SEALING_FILE, entries)
    return made


def rotate_sealing_key(folder: Path, department: str, overlap: timedelta, now: datetime) -> str:
    """Create a new key, end the department's old ones after `overlap`; return the new key's id.

    The private key is written before the public one, so the owner can open every event that is
    sealed for it. Old private keys stay in the file.
    """
    secret = folder / f"{department}{SEAL_SUFFIX}"
    entries, old = _entries(folder), _private_keys(secret)
    new = X25519PrivateKey.generate()
    [key_id] = keys_by_id([new], department)
    end = now + overlap
    kept = [
        with_end(entry, end) if entry["department"] == department else entry for entry in entries
    ]
    _write(secret, [new, *old])
    write_entries(folder / SEALING_FILE, [*kept, _entry(key_id, department, new, now)])
    return key_id


def revoke_sealing_key(folder: Path, key_id: str, why: str, now: datetime) -> str | None:
    """Revoke a key, so that no event is sealed for it; return its owner, None if it is unknown."""
    entries = _entries(folder)
    department = revoke_entry(entries, key_id, why, now)
    if department is not None:
        write_entries(folder / SEALING_FILE, entries)
    return department


def _entries(folder: Path) -> list[Entry]:
    path = folder / SEALING_FILE
    if not path.exists():
        return []
    read_recipients(path)  # raises for an invalid entry before anything is written
    return read_objects(path)


def _entry(key_id: str, department: str, key: X25519PrivateKey, since: datetime) -> Entry:
    return entry_of(key_id, department, key.public_key().public_bytes_raw(), since)


def _recipient(entry: Mapping[str, Any], path: Path) -> RecipientKey:
    return key_of(entry, path, RecipientKey, X25519PublicKey.from_public_bytes)


def _private_keys(path: Path) -> list[X25519PrivateKey]:
    try:
        parts = path.read_bytes().split(_BEGIN)[1:]
        keys = [load_pem_private_key(_BEGIN + part, password=None) for part in parts]
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise BadKeyFile(f"{path}: not a readable private key ({error})") from error
    found = [key for key in keys if isinstance(key, X25519PrivateKey)]
    if not found or len(found) < len(keys):
        raise BadKeyFile(f"{path}: must hold X25519 keys, the newest first")
    return found


def _write(path: Path, keys: Iterable[X25519PrivateKey]) -> None:
    pems = [key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) for key in keys]
    replace_file(path, b"".join(pems), secret=True)
