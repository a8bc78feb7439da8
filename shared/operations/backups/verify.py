"""Verify the files of a backup against its manifest."""

from collections.abc import Callable
from pathlib import Path

from shared.operations.backups.files import digest_of
from shared.operations.backups.manifest import Manifest

TELL_BYTES = 256 * 1024 * 1024


def verify(
    backups: Path, manifest: Manifest, say: Callable[[str], None], department: str = ""
) -> list[str]:
    """List missing or modified files; empty if the backup is intact.

    With a department, only its files are checked.
    """
    begin = f"{department}/" if department else ""
    found, passed = [], 0
    for file in (part for part in manifest.files if part.name.startswith(begin)):
        path = backups / manifest.name / file.name
        if not path.is_file():
            found.append(f"{manifest.name}/{file.name} is missing")
        elif digest_of(path) != file.sha256:
            found.append(f"{manifest.name}/{file.name} is not what was written")
        if (passed + file.size) // TELL_BYTES > passed // TELL_BYTES:
            say(f"{manifest.name}: {(passed + file.size) // (1024 * 1024)} MiB checked")
        passed += file.size
    return found
