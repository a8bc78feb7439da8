"""The audit log of privileged acts on key files, in their folder: hash-chained JSON lines."""

import fcntl
import getpass
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import orjson

from liandong.errors import LiandongError
from liandong.keys.hash_chain import START, ChainEntry, Checkpoint, chained_after, end_of

AUDIT_FILE = "audit.jsonl"


class BadAuditFile(LiandongError):
    """The audit log cannot be read or written; the text names the file and the line."""


def append_act(folder: Path, action: str, targets: Sequence[str], why: str, now: datetime) -> None:
    """Append an act of the user who runs this process; call it before the act.

    So no act is missing from the log, and an act that failed afterwards is in it too.
    """
    said = {
        "at": now.astimezone(UTC).isoformat(),
        "actor": getpass.getuser(),
        "action": action,
        "targets": list(targets),
        "why": why,
    }
    file = folder / AUDIT_FILE
    try:
        with file.open("a+b") as log:
            fcntl.flock(log, fcntl.LOCK_EX)
            log.seek(0)
            links = _links(file, log.read())
            link = chained_after(end_of(links[-1]) if links else START, said)
            log.write(_line(link))
            log.flush()
    except OSError as error:
        raise BadAuditFile(
            f"{file}: the act cannot be recorded, so it is not done: {error}"
        ) from error


def read_log(folder: Path) -> list[ChainEntry]:
    """Read all acts, oldest first; empty if there is no log."""
    file = folder / AUDIT_FILE
    if not file.exists():
        return []
    try:
        return _links(file, file.read_bytes())
    except OSError as error:
        raise BadAuditFile(f"{file}: {error}") from error


def checkpoint_of(links: Sequence[ChainEntry]) -> Checkpoint:
    """Return the checkpoint to store elsewhere, by which a truncated log is detected."""
    return end_of(links[-1]) if links else START


def _line(link: ChainEntry) -> bytes:
    told = {"sequence": link.sequence, "previous": link.previous, "hash": link.hash}
    return orjson.dumps({**told, "body": dict(link.body)}) + b"\n"


def _links(file: Path, content: bytes) -> list[ChainEntry]:
    return [_link(file, number, line) for number, line in enumerate(content.splitlines(), 1)]


def _link(file: Path, number: int, line: bytes) -> ChainEntry:
    try:
        read = orjson.loads(line)
        return ChainEntry(int(read["sequence"]), dict(read["body"]), read["previous"], read["hash"])
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError) as error:
        raise BadAuditFile(f"{file}, line {number}: is no act ({error!r})") from error
