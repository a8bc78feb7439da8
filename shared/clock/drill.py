"""A clock that can be moved, for drills and tests only: the time of this machine and an offset."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from shared.clock.system import Clock, system_clock
from shared.errors import SettingsError

FILE = "LIANDONG_CLOCK_FILE"
ENVIRONMENT = "LIANDONG_ENV"
DRILL = "drill"


def clock_from_env(env: Mapping[str, str]) -> Clock:
    """Give this machine's time, or in a drill the one that the drill moves.

    `SettingsError` where time would be moved that is no drill's.
    """
    file = env.get(FILE, "")
    if file and env.get(ENVIRONMENT) != DRILL:
        raise SettingsError(
            f"{FILE} moves the time of a drill and is refused elsewhere: "
            f"unset it, or say {ENVIRONMENT}={DRILL}"
        )
    return OffsetClock(Path(file)) if file else system_clock


class OffsetClock:
    """Tells the time plus the seconds that a file holds, which may be changed while it runs.

    All processes of a city that read the same file move together. An empty or missing file moves
    nothing; one that holds no number is a mistake, and raises.
    """

    def __init__(self, file: Path, real: Clock = system_clock) -> None:
        self._file = file
        self._real = real
        self._known = (0, 0)
        self._offset = timedelta()

    def __call__(self) -> datetime:
        """Tell the time."""
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
    """Write an offset; the file is replaced at once, so that nobody reads half of it."""
    made = file.with_suffix(".new")
    made.write_text(f"{by.total_seconds()}\n")
    made.replace(file)
