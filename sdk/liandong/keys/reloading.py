"""Signing and trusted keys that reload their files: rotation and revocation need no restart."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from liandong.files.reload import WatchedFile
from liandong.keys.key_ring import KeyRing
from liandong.keys.key_verifier import KeyVerifier
from liandong.keys.signer import Headers, Signer
from liandong.keys.signing_key_files import load_signer
from liandong.keys.trust_list import read_keys


class TrustList(KeyRing):
    """A key ring that reloads its file within a second of a change.

    If the file cannot be read, the old list stays in force and an error is logged.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._file = WatchedFile(path, read_keys, clock)
        super().__init__(self._file.first)

    def find(self, key_id: str) -> KeyVerifier | None:
        """Return a key of the current list, or None; an unknown id triggers a check of the file."""
        self._follow(at_once=False)
        holder = super().find(key_id)
        if holder is None:  # a new key may sign before the next check of the file
            self._follow(at_once=True)
            holder = super().find(key_id)
        return holder

    def _follow(self, *, at_once: bool) -> None:
        keys = self._file.changed_content(at_once=at_once)
        if keys is not None:
            self.replace(keys)


class SigningKey:
    """A department's private key, reloaded within a second of a change of its file.

    If the file cannot be read, the old key stays in use and an error is logged.
    """

    def __init__(
        self,
        path: Path,
        department: str | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._file = WatchedFile(path, lambda path: load_signer(path, department), clock)
        self._signer = self._file.first

    @property
    def current(self) -> Signer:
        """The current key."""
        self._signer = self._file.changed_content() or self._signer
        return self._signer

    @property
    def key_id(self) -> str:
        """The id of the current key."""
        return self.current.key_id

    def sign(self, body: bytes) -> bytes:
        """Return the 64-byte signature of exactly these bytes."""
        return self.current.sign(body)

    def headers(self, body: bytes) -> Headers:
        """Sign one body; return its AMQP headers."""
        return self.current.headers(body)

    def headers_of(self, bodies: Sequence[bytes]) -> list[Headers]:
        """Sign a batch; return the AMQP headers of each body."""
        return self.current.headers_of(bodies)
