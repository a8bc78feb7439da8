"""Process sessions, read from /proc; empty results on systems without it."""

from collections.abc import Iterator
from pathlib import Path

_PROC = Path("/proc")
_ZOMBIE = "Z"


def session_members(session: int) -> list[int]:
    """List the live processes of a session, which a process shares with its descendants."""
    return [pid for pid, state, owner in _stats() if owner == session and state != _ZOMBIE]


def _stats() -> Iterator[tuple[int, str, int]]:
    """Yield process id, state and session id of every process."""
    for folder in _PROC.glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text("utf-8", "replace")
        except OSError:
            continue
        state, _parent, _group, session = stat[stat.rindex(")") + 2 :].split()[:4]
        yield int(folder.name), state, int(session)
