"""Signing keys on disk: `<department>.key.pem` is secret, `trust.json` is public.

Files are replaced atomically, so a reader sees the old or the new content.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from liandong.errors import BadKeyFile
from liandong.keys.key_ring import KeyRing
from liandong.keys.signer import Signer, key_id_of
from liandong.keys.trust_list import (
    Entry,
    new_entry,
    read_entries,
    read_keys,
    replace_file,
    revoke_entry,
    with_end,
    write_entries,
)

KEY_SUFFIX = ".key.pem"
TRUST_FILE = "trust.json"

SLOWEST_CLOCK = timedelta(days=1)
"""An event that a clock behind the others dates before its publisher's first key is heard too."""


def load_signer(path: Path, department: str | None = None) -> Signer:
    """Read a private key; the department is taken from the file's name unless it is given."""
    owner = department or path.name.removesuffix(KEY_SUFFIX)
    try:
        private_key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise BadKeyFile(f"{path}: not a readable private key ({error})") from error
    if not isinstance(private_key, Ed25519PrivateKey):
        raise BadKeyFile(f"{path}: not an Ed25519 key")
    return Signer(key_id_of(owner, private_key.public_key()), private_key)


def load_key_ring(path: Path) -> KeyRing:
    """Read a trust list, or raise `BadKeyFile`; use `TrustList` to follow its changes."""
    return KeyRing(read_keys(path))


def make_keys(folder: Path, departments: Iterable[str], now: datetime) -> list[str]:
    """Create missing keys and list them as trusted; return the departments that got a new one.

    For development: the private keys of all departments are in one folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    trust = folder / TRUST_FILE
    entries = read_entries(trust) if trust.exists() else []
    known = {entry["key_id"] for entry in entries}
    made = []
    for department in departments:
        key_file = folder / f"{department}{KEY_SUFFIX}"
        if not key_file.exists():
            replace_file(key_file, _pem(Ed25519PrivateKey.generate()), secret=True)
            made.append(department)
        signer = load_signer(key_file)
        if signer.key_id not in known:
            known.add(signer.key_id)
            entries.append(new_entry(signer, department, _since(entries, department, now)))
    write_entries(trust, entries)
    return made


def rotate_key(folder: Path, department: str, overlap: timedelta, now: datetime) -> str:
    """Create a new key, end the department's old ones after `overlap`; return the new key's id.

    The new key is trusted before it signs. It is valid for all earlier events of its department
    too: an event that waits in the outbox, or is resent, is signed when it is sent.
    """
    trust, key_file = folder / TRUST_FILE, folder / f"{department}{KEY_SUFFIX}"
    entries = read_entries(trust)
    load_signer(key_file)  # raises for a wrong name before anything is written
    private_key = Ed25519PrivateKey.generate()
    signer = Signer(key_id_of(department, private_key.public_key()), private_key)
    end = now + overlap
    kept = [
        with_end(entry, end) if entry["department"] == department else entry for entry in entries
    ]
    kept.append(new_entry(signer, department, _since(entries, department, now)))
    write_entries(trust, kept)
    replace_file(key_file, _pem(private_key), secret=True)
    return signer.key_id


def revoke_key(folder: Path, key_id: str, why: str, now: datetime) -> str:
    """Revoke a key and return its owner; a second revocation keeps the first reason."""
    trust = folder / TRUST_FILE
    entries = read_entries(trust)
    department = revoke_entry(entries, key_id, why, now)
    if department is None:
        raise BadKeyFile(f"{trust}: no key {key_id}")
    write_entries(trust, entries)
    return department


def _since(entries: Iterable[Entry], department: str, now: datetime) -> datetime:
    """Return the start of the department's first key; for a first key, a day ago (slow clocks)."""
    starts = [
        datetime.fromisoformat(entry["valid_from"])
        for entry in entries
        if entry["department"] == department
    ]
    return min(starts, default=now - SLOWEST_CLOCK)


def _pem(private_key: Ed25519PrivateKey) -> bytes:
    return private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
