"""What a backup says of itself: written last, so that a backup without it is none."""

from datetime import datetime

from shared.store.document import document

FORMAT = 1


class BackupError(Exception):
    """A backup cannot be made or used; the text says what to do."""


@document("backup_files", title="备份文件", key="name")
class FilePart:
    """A file of the backup, below its folder."""

    name: str
    sha256: str
    size: int


@document("backup_collections", title="备份集合", key="name")
class CollectionPart:
    """A collection at the instant of the backup, and what of it this backup holds itself."""

    name: str
    documents: int
    written: int
    gone: int


@document("backup_newest", title="最新发件", key="id")
class Newest:
    """The event that the department wrote last, and how many there were."""

    id: str
    subject: str
    sequence: int
    at: datetime
    events: int


@document("backup_departments", title="备份部门", key="department")
class DepartmentPart:
    """One department as of `at`, by its database's clock: all that was answered before is in."""

    department: str
    at: datetime
    collections: tuple[CollectionPart, ...]
    newest: Newest | None
    expanded: tuple[str, ...] = ()
    contracted: tuple[str, ...] = ()


@document("backups", title="备份", key="name")
class Manifest:
    """A whole backup; `since` names the one before it where this holds only what changed.

    `broker` tells where `broker.json` comes from; `keys` whether secret keys are in it.
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
        """Give what it holds of a department."""
        return next((part for part in self.departments if part.department == department), None)

    @property
    def size(self) -> int:
        """Tell how many bytes its files take."""
        return sum(file.size for file in self.files)
