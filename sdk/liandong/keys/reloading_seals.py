"""Sealing keys that follow their files: rotation and revocation need no restart."""

import time
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from liandong.files.reload import WatchedFile
from liandong.keys.sealing_key_files import load_opening_keys, read_recipients
from liandong.keys.sealing_keys import RecipientKey, Recipients


class RecipientList(Recipients):
    """Public keys that are read again when their file has changed, within a second.

    A file that cannot be read leaves the old list in force and is told in the log.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._file = WatchedFile(path, read_recipients, clock)
        super().__init__(self._file.first)

    def keys(self) -> tuple[RecipientKey, ...]:
        """List all keys as the file has them now."""
        if (news := self._file.changed_content()) is not None:
            self.replace(news)
        return super().keys()


class OpeningKeyFile:
    """Private keys that are read again when their file has changed.

    A file that cannot be read leaves the old keys in use and is told in the log.
    """

    def __init__(
        self,
        path: Path,
        department: str | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._file = WatchedFile(path, lambda path: load_opening_keys(path, department), clock)
        self._latest = self._file.first

    def find(self, key_id: str) -> X25519PrivateKey | None:
        """Return a private key as the file has it now, or None."""
        self._latest = self._file.changed_content() or self._latest
        found = self._latest.find(key_id)
        if found is None:  # others may seal for a new key sooner than we look
            self._latest = self._file.changed_content(at_once=True) or self._latest
            found = self._latest.find(key_id)
        return found
