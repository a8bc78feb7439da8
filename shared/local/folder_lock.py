"""Lock of a folder by one running process; the kernel releases it when that process dies."""

import fcntl
import os
from pathlib import Path
from typing import Self

from shared.local.errors import AlreadyRunningError


class FolderLock:
    """Hold it while using a folder; a second process fails at once."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "lock"
        self._descriptor: int | None = None

    def acquire(self) -> Self:
        """Acquire the lock; raises AlreadyRunningError that names the process holding it."""
        if self._descriptor is not None:
            return self
        self._path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(descriptor, 20).decode().strip() or "unknown"
            os.close(descriptor)
            raise AlreadyRunningError(
                f"{self._path.parent} is already in use by the running process {holder}: "
                "use that one, or end it with Ctrl-C in its own window first."
            ) from None
        os.truncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        self._descriptor = descriptor
        return self

    def release(self) -> None:
        """Release the lock."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def is_held(self) -> bool:
        """Return whether any process holds the lock now."""
        if not self._path.exists():
            return False
        try:
            FolderLock(self._path.parent).acquire().release()
        except AlreadyRunningError:
            return True
        return False
