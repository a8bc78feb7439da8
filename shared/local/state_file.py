"""State file through which other commands find the platform running on this machine."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from shared.local.folder_lock import FolderLock
from shared.local.private_files import write_private

_NOTE = "platform.json"


@dataclass(frozen=True, slots=True)
class PlatformState:
    """Addresses and process ids of a running platform; AMQP addresses contain passwords.

    `amqp_urls` has one per department and partner; `amqp_url` is the operator's.
    """

    pid: int
    amqp_url: str
    mongo_url: str
    services: dict[str, str]
    pids: dict[str, int]
    amqp_urls: dict[str, str] = field(default_factory=dict)


def write_state(home: Path, running: PlatformState) -> None:
    """Write the state file, readable only by its owner."""
    write_private(home / _NOTE, json.dumps(asdict(running), indent=2) + "\n")


def remove_state(home: Path) -> bool:
    """Remove the state file and return whether there was one."""
    there = (home / _NOTE).exists()
    (home / _NOTE).unlink(missing_ok=True)
    return there


def read_state(home: Path) -> PlatformState | None:
    """Return the platform that runs in this folder, None if none does."""
    note = home / _NOTE
    if not note.exists() or not FolderLock(home).is_held():
        return None
    return PlatformState(**json.loads(note.read_text()))
