"""The trust list as a file: a JSON array with one object for each key."""

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
    """Read the list as it is written, every entry checked; a broken one raises `BadKeyFile`."""
    entries = read_objects(path)
    for entry in entries:
        trusted(entry, path)
    return entries


def read_keys(path: Path) -> list[TrustedKey]:
    """Read the keys of the list, or raise `BadKeyFile`."""
    return [trusted(entry, path) for entry in read_objects(path)]


def trusted(entry: Mapping[str, Any], path: Path) -> TrustedKey:
    """Turn one entry into a key."""
    return key_of(entry, path, TrustedKey, Ed25519PublicKey.from_public_bytes)


def key_of(
    entry: Mapping[str, Any], path: Path, make: Callable[..., K], load: Callable[[bytes], Any]
) -> K:
    """Make a public key of one entry, or raise `BadKeyFile`; `load` reads its 32 bytes."""
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
    """Replace the list."""
    replace_file(path, orjson.dumps(entries, option=orjson.OPT_INDENT_2) + b"\n")


def new_entry(signer: Signer, department: str, since: datetime) -> Entry:
    """Describe a key that is trusted from now on, for events since then."""
    raw = signer.private_key.public_key().public_bytes_raw()
    return entry_of(signer.key_id, department, raw, since)


def entry_of(key_id: str, department: str, public_key: bytes, since: datetime) -> Entry:
    """Describe a public key of 32 bytes that is valid since then, without end."""
    return {
        "key_id": key_id,
        "department": department,
        "public_key": base64.b64encode(public_key).decode(),
        "valid_from": written(since),
        "valid_until": None,
    }


def with_end(entry: Entry, end: datetime) -> Entry:
    """End a key then, unless it ends sooner."""
    until = entry.get("valid_until")
    sooner = until is not None and datetime.fromisoformat(until) <= end
    return entry if sooner else {**entry, "valid_until": written(end)}


def revoke_entry(entries: Sequence[Entry], key_id: str, why: str, now: datetime) -> str | None:
    """Revoke a key of a list and tell whose it was, None if it is not there.

    The first reason stays.
    """
    for entry in entries:
        if entry["key_id"] == key_id:
            if entry.get("revoked_at") is None:
                entry.update(revoked_at=written(now), revoked_why=why)
            return str(entry["department"])
    return None


def written(instant: datetime) -> str:
    """Write an instant as it stands in the list."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def replace_file(path: Path, content: bytes, *, secret: bool = False) -> None:
    """Write a file so that a reader finds the old content or the new, also after a crash."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    mode = 0o600 if secret else 0o644
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def read_objects(path: Path) -> list[Entry]:
    """Read a list of keys as it is written: objects whose content is not looked at."""
    try:
        entries = orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError) as error:
        raise BadKeyFile(f"{path}: not a readable trust list ({error})") from error
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise BadKeyFile(f"{path}: must be a JSON array of objects")
    return entries


def parse_optional_instant(text: str | None) -> datetime | None:
    """Read an instant that may be missing."""
    return None if text is None else instant_of(text)


def instant_of(text: str) -> datetime:
    """Read an instant; `ValueError` if it has no time zone."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"{text} has no time zone")
    return instant
