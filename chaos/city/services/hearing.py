"""What a hearer keeps of a subject: how much it heard, a running hash, and the numbers in order."""

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
    """Chain one more event to the hash of all that were heard before it."""
    return hashlib.sha256(f"{before}|{number}|{note}".encode()).hexdigest()[:24]


def chapter_key(subject: str, heard: int) -> str:
    """Name the list that the next number belongs to: lists are short, so documents stay small."""
    return f"{subject}|{heard // CHAPTER:06d}"


def stumble(name: str, times: int) -> None:
    """Raise the first `times` times that it is called with a name.

    What was tried is counted in a file, as a process may be killed between two attempts.
    """
    if not times:
        return
    file = _Process.attempts / name
    with file.open("ab") as tried:
        tried.write(b".")
    if file.stat().st_size <= times:
        raise RuntimeError(f"stumbled over {name}")
