"""The note by which other commands find the platform that runs on this machine."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from shared.local.broker_files import write_private
from shared.local.lock import FolderLock

_NOTE = "platform.json"


@dataclass(frozen=True, slots=True)
class Running:
    """Addresses and process ids of a running platform; the AMQP address holds a password."""

    pid: int
    amqp_url: str
    mongo_url: str
    services: dict[str, str]
    pids: dict[str, int]


def write_note(home: Path, running: Running) -> None:
    """Leave the note, readable by the owner alone."""
    write_private(home / _NOTE, json.dumps(asdict(running), indent=2) + "\n")


def remove_note(home: Path) -> bool:
    """Remove the note and tell whether there was one."""
    there = (home / _NOTE).exists()
    (home / _NOTE).unlink(missing_ok=True)
    return there


def find_running(home: Path) -> Running | None:
    """Return the platform that runs in this folder, None when nothing runs there."""
    note = home / _NOTE
    if not note.exists() or not FolderLock(home).is_held():
        return None
    return Running(**json.loads(note.read_text()))
