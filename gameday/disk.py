"""A small disk for one city: a file with a filesystem, mounted at the city's home."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gameday.errors import GamedayError
from testbed.platform_testbed import HOME

MB = 1024 * 1024
BALLAST = "ballast"


@contextmanager
def small_disk(base: Path, size_mb: int) -> Iterator[None]:
    """Mount a filesystem of `size_mb` at the city's home; with 0, do nothing. Needs root."""
    if not size_mb:
        yield
        return
    home, image = base / HOME, base / "disk.img"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    with image.open("wb") as file:
        file.truncate(size_mb * MB)
    _call("mkfs.ext4", "-q", "-m", "0", str(image))
    _call("mount", "-o", "loop", str(image), str(home))
    try:
        yield
    finally:
        _call("umount", "--lazy", str(home))
        image.unlink()


def fill(home: Path, leave_mb: float) -> int:
    """Fill the disk with a ballast file until `leave_mb` are left; return the MB written."""
    free = shutil.disk_usage(home).free
    size = max(0, free - int(leave_mb * MB))
    with (home / BALLAST).open("wb") as file:
        for _ in range(size // MB):
            file.write(b"\0" * MB)
    return size // MB


def free_mb(home: Path) -> float:
    """Return the free space in MB."""
    return shutil.disk_usage(home).free / MB


def _call(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise GamedayError(
            f"{' '.join(command)}: {done.stderr.strip()}. This exercise mounts a small disk of its "
            "own: run it as root, or leave it out."
        )
