"""The trust list as a file: a JSON array with one object per key."""

import base64
import os
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from liandong.errors import BadKeyFile
from liandong.keys.key_verifier import TrustedKey
from liandong.keys.signer import Signer

Entry = dict[str, Any]
K = TypeVar("K")


def read_entries(path: Path) -> list[Entry]:
    """Read the entries of the list; an invalid one raises `BadKeyFile`."""
    entries = read_objects(path)
    for entry in entries:
        trusted(entry, path)
    return entries


def read_keys(path: Path) -> list[TrustedKey]:
    """Read the keys of the list, or raise `BadKeyFile`."""
    return [trusted(entry, path) for entry in read_objects(path)]


def trusted(entry: Mapping[str, Any], path: Path) -> TrustedKey:
    """Convert one entry to a key, or raise `BadKeyFile`."""
    return key_of(entry, path, TrustedKey, Ed25519PublicKey.from_public_bytes)


def key_of(
    entry: Mapping[str, Any], path: Path, make: Callable[..., K], load: Callable[[bytes], Any]
) -> K:
    """Convert one entry to a key by `make`, or raise `BadKeyFile`; `load` parses its 32 bytes."""
    try:
        return make(
            key_id=entry["key_id"],
            department=entry["department"],
            public_key=load(base64.b64decode(entry["public_key"])),
            valid_from=instant_of(entry["valid_from"]),
            valid_until=parse_optional_instant(entry.get("valid_until")),
            revoked_at=parse_optional_instant(entry.get("revoked_at")),
            revoked_why=entry.get("revoked_why"),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadKeyFile(f"{path}: key {entry.get('key_id')}: {error!r}") from error


def write_entries(path: Path, entries: Sequence[Entry]) -> None:
    """Replace the list atomically."""
    replace_file(path, orjson.dumps(entries, option=orjson.OPT_INDENT_2) + b"\n")


def new_entry(signer: Signer, department: str, since: datetime) -> Entry:
    """Return the entry of a key that is trusted for events from `since` on."""
    raw = signer.private_key.public_key().public_bytes_raw()
    return entry_of(signer.key_id, department, raw, since)


def entry_of(key_id: str, department: str, public_key: bytes, since: datetime) -> Entry:
    """Return the entry of a public key (32 bytes) that is valid from `since` on, without end."""
    return {
        "key_id": key_id,
        "department": department,
        "public_key": base64.b64encode(public_key).decode(),
        "valid_from": written(since),
        "valid_until": None,
    }


def with_end(entry: Entry, end: datetime) -> Entry:
    """Return the entry with `valid_until` set to `end`, unless it ends sooner."""
    until = entry.get("valid_until")
    sooner = until is not None and datetime.fromisoformat(until) <= end
    return entry if sooner else {**entry, "valid_until": written(end)}


def revoke_entry(entries: Sequence[Entry], key_id: str, why: str, now: datetime) -> str | None:
    """Revoke a key in place; return its owner, or None if it is not listed.

    A second revocation keeps the first reason.
    """
    for entry in entries:
        if entry["key_id"] == key_id:
            if entry.get("revoked_at") is None:
                entry.update(revoked_at=written(now), revoked_why=why)
            return str(entry["department"])
    return None


def written(instant: datetime) -> str:
    """Format an instant for the list: RFC 3339 in UTC with `Z`."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def replace_file(path: Path, content: bytes, *, secret: bool = False) -> None:
    """Replace a file atomically and durably; a `secret` file has mode 0600."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    mode = 0o600 if secret else 0o644
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def read_objects(path: Path) -> list[Entry]:
    """Read a list of keys as JSON objects whose content is not checked."""
    try:
        entries = orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError) as error:
        raise BadKeyFile(f"{path}: not a readable trust list ({error})") from error
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise BadKeyFile(f"{path}: must be a JSON array of objects")
    return entries


def parse_optional_instant(text: str | None) -> datetime | None:
    """Parse an instant that may be None."""
    return None if text is None else instant_of(text)


def instant_of(text: str) -> datetime:
    """Parse an instant; `ValueError` if it has no time zone."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"{text} has no time zone")
    return instant
