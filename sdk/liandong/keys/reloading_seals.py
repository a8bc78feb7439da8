"""Sealing keys that reload their files: rotation and revocation need no restart."""

import time
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from liandong.files.reload import WatchedFile
from liandong.keys.sealing_key_files import load_opening_keys, read_recipients
from liandong.keys.sealing_keys import RecipientKey, Recipients


class RecipientList(Recipients):
    """Public sealing keys, reloaded within a second of a change of their file.

    If the file cannot be read, the old list stays in force and an error is logged.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._file = WatchedFile(path, read_recipients, clock)
        super().__init__(self._file.first)

    def keys(self) -> tuple[RecipientKey, ...]:
        """Return all keys of the current list."""
        if (news := self._file.changed_content()) is not None:
            self.replace(news)
        return super().keys()


class OpeningKeyFile:
    """Private sealing keys, reloaded within a second of a change of their file.

    If the file cannot be read, the old keys stay in use and an error is logged.
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
        """Return a private key, or None; an unknown id triggers a check of the file."""
        self._latest = self._file.changed_content() or self._latest
        found = self._latest.find(key_id)
        if found is None:  # others may seal for a new key before the next check
            self._latest = self._file.changed_content(at_once=True) or self._latest
            found = self._latest.find(key_id)
        return found
