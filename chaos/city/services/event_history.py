"""A subscriber's history of each subject: a count, a running hash and the event numbers."""

import hashlib
from pathlib import Path
from typing import ClassVar

CHAPTER = 200


class _Process:
    attempts: ClassVar[Path] = Path()


def count_attempts_in(folder: Path) -> None:
    """Set the folder in which this process counts attempts; a second call replaces the first."""
    _Process.attempts = folder


def digest_of(before: str, number: int, note: str) -> str:
    """Return the running hash after one more event; `before` is the hash of the earlier ones."""
    return hashlib.sha256(f"{before}|{number}|{note}".encode()).hexdigest()[:24]


def chapter_key(subject: str, heard: int) -> str:
    """Return the key of the chapter for the next number; a chapter has 200, so it stays small."""
    return f"{subject}|{heard // CHAPTER:06d}"


def stumble(name: str, times: int) -> None:
    """Raise `RuntimeError` at the first `times` calls with a name.

    Attempts are counted in a file, since a process may be killed between two attempts.
    """
    if not times:
        return
    file = _Process.attempts / name
    with file.open("ab") as tried:
        tried.write(b".")
    if file.stat().st_size <= times:
        raise RuntimeError(f"stumbled over {name}")
