"""A movable clock, for drills and tests only: the system clock plus an offset."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from shared.clock.system import Clock, system_clock
from shared.errors import SettingsError

FILE = "LIANDONG_CLOCK_FILE"
ENVIRONMENT = "LIANDONG_ENV"
DRILL = "drill"


def clock_from_env(env: Mapping[str, str]) -> Clock:
    """Return the system clock, or in a drill the clock that the drill moves.

    Raises `SettingsError` if a clock file is set outside of a drill.
    """
    file = env.get(FILE, "")
    if file and env.get(ENVIRONMENT) != DRILL:
        raise SettingsError(
            f"{FILE} moves the time of a drill and is refused elsewhere: "
            f"unset it, or say {ENVIRONMENT}={DRILL}"
        )
    return OffsetClock(Path(file)) if file else system_clock


class OffsetClock:
    """A clock offset by the seconds in a file, which may be changed at any time.

    All processes of a city that read the same file move together. An empty or missing file means
    no offset; one that holds no number raises `ValueError`.
    """

    def __init__(self, file: Path, real: Clock = system_clock) -> None:
        self._file = file
        self._real = real
        self._known = (0, 0)
        self._offset = timedelta()

    def __call__(self) -> datetime:
        """Return the current time, aware, in UTC."""
        return self._real() + self._moved()

    def _moved(self) -> timedelta:
        try:
            found = self._file.stat()
        except FileNotFoundError:
            return timedelta()
        version = (found.st_mtime_ns, found.st_ino)
        if version != self._known:
            self._offset = timedelta(seconds=float(self._file.read_text() or "0"))
            self._known = version
        return self._offset


def set_offset(file: Path, by: timedelta) -> None:
    """Write an offset; the file is replaced atomically, so that no process reads half of it."""
    made = file.with_suffix(".new")
    made.write_text(f"{by.total_seconds()}\n")
    made.replace(file)
