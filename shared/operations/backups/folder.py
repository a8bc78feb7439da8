"""Folder of all backups: a backup is complete once its folder has its final name."""

import os
import shutil
from pathlib import Path

import orjson

from shared.local.errors import AlreadyRunningError
from shared.local.folder_lock import FolderLock
from shared.messages.codec import from_bson, to_wire
from shared.operations.backups.manifest import FORMAT, BackupError, Manifest

MANIFEST = "manifest.json"
UNFINISHED = ".partial"


class BackupFolder:
    """Holds all backups; only their owner can read them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = FolderLock(path)

    def __enter__(self) -> "BackupFolder":
        """Lock the folder against concurrent creation or removal of backups."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            self._lock.acquire()
        except AlreadyRunningError as error:
            raise BackupError(f"another backup is at work in {self.path}: {error}") from error
        return self

    def __exit__(self, *_: object) -> None:
        self._lock.release()

    def backups(self) -> dict[str, Manifest]:
        """Read the manifests of all complete backups, by name."""
        found = sorted(self.path.glob(f"*/{MANIFEST}"))
        read = [self._read(file) for file in found if not file.parent.name.endswith(UNFINISHED)]
        return {manifest.name: manifest for manifest in read}

    def unfinished(self) -> list[Path]:
        """List the folders of backups whose creation or removal was interrupted."""
        return sorted(self.path.glob(f"*{UNFINISHED}"))

    def begin(self, name: str) -> Path:
        """Create the folder of a new backup."""
        growing = self.path / f"{name}{UNFINISHED}"
        if (self.path / name).exists() or growing.exists():
            raise BackupError(f"there is a backup {name} already: try again in a second")
        growing.mkdir(mode=0o700)
        return growing

    def finish(self, growing: Path, manifest: Manifest) -> Path:
        """Write the manifest, sync everything to disk, and rename the folder to its final name."""
        text = orjson.dumps(to_wire(manifest), option=orjson.OPT_INDENT_2)
        (growing / MANIFEST).write_bytes(text)
        for path in (*growing.rglob("*"), growing):
            _sync(path)
        whole = growing.rename(self.path / manifest.name)
        _sync(self.path)
        return whole

    def remove(self, path: Path) -> None:
        """Remove a backup; an interrupted removal leaves no valid backup."""
        dying = path if path.name.endswith(UNFINISHED) else path.with_name(path.name + UNFINISHED)
        if path != dying:
            path.rename(dying)
        shutil.rmtree(dying)

    def _read(self, path: Path) -> Manifest:
        try:
            manifest = from_bson(orjson.loads(path.read_bytes()), Manifest)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BackupError(f"{path} cannot be read ({error}): remove or mend it") from error
        if manifest.format != FORMAT:
            raise BackupError(f"{path} has format {manifest.format}: use the release that wrote it")
        return manifest


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
