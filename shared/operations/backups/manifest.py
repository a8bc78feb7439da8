"""Manifest of a backup: written last, so that a backup without one is incomplete."""

from datetime import datetime

from shared.store.document import document

FORMAT = 1


class BackupError(Exception):
    """A backup cannot be created or used; the text says what to do."""


@document("backup_files", title="备份文件", key="name")
class FilePart:
    """A file of the backup; the name is relative to its folder."""

    name: str
    sha256: str
    size: int


@document("backup_collections", title="备份集合", key="name")
class CollectionPart:
    """A collection at the instant of the backup, with the changes stored in this backup."""

    name: str
    documents: int
    written: int
    gone: int


@document("backup_newest", title="最新发件", key="id")
class Newest:
    """The event that the department wrote last, and the number of its events."""

    id: str
    subject: str
    sequence: int
    at: datetime
    events: int


@document("backup_departments", title="备份部门", key="department")
class DepartmentPart:
    """One department at `at`, by its database's clock: includes all acts answered before."""

    department: str
    at: datetime
    collections: tuple[CollectionPart, ...]
    newest: Newest | None
    expanded: tuple[str, ...] = ()
    contracted: tuple[str, ...] = ()


@document("backups", title="备份", key="name")
class Manifest:
    """A complete backup; `since` names the base of an incremental one.

    `broker` is the origin of `broker.json`; `keys` tells whether secret keys are included.
    """

    name: str
    at: datetime
    release: str
    departments: tuple[DepartmentPart, ...]
    files: tuple[FilePart, ...]
    broker: str
    since: str = ""
    keys: bool = False
    format: int = FORMAT

    def part(self, department: str) -> DepartmentPart | None:
        """Return the part of a department, None if it is not included."""
        return next((part for part in self.departments if part.department == department), None)

    @property
    def size(self) -> int:
        """Total size of the files in bytes."""
        return sum(file.size for file in self.files)
