"""Create a backup: each department at one instant, and the broker's definitions."""

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bson.raw_bson import RawBSONDocument

from shared.config.mongo_address import MongoAddress
from shared.operations.backups.database import Database, Snapshot
from shared.operations.backups.diff import ChangeKind, diff
from shared.operations.backups.files import (
    BackupWriter,
    DocumentHash,
    digest_of,
    hash_of,
    hashes_in,
)
from shared.operations.backups.folder import BackupFolder
from shared.operations.backups.manifest import (
    CollectionPart,
    DepartmentPart,
    FilePart,
    Manifest,
    Newest,
)
from shared.operations.migrations.guard import release
from shared.operations.migrations.schema import Schema
from shared.store.document import document_meta
from shared.store.outbox import OutboxEvent

REPORT_EVERY = 20_000
BROKER, KEYS = "broker.json", "keys"
OUTBOX = document_meta(OutboxEvent).collection
SCHEMA = document_meta(Schema).collection
Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class BackupRequest:
    """Content of a new backup; `since` is the base of an incremental one.

    `broker` is the text of the broker's definitions, `source` their origin. `keys` names a folder
    of secret keys to include, if any.
    """

    address: MongoAddress
    departments: Sequence[str]
    broker: str
    source: str
    since: Manifest | None = None
    keys: Path | None = None


def create(folder: BackupFolder, order: BackupRequest, now: datetime, report: Report) -> Manifest:
    """Create a backup; if killed at any moment, it leaves nothing that counts as a backup."""
    name = f"{now:%Y%m%dT%H%M%S}{now.microsecond // 1000:03}Z"
    growing = folder.begin(name)
    parts, files = [], []
    for department in order.departments:
        made = _DepartmentBackup(growing, folder.path, department, order.since, report)
        database = Database(order.address, department)
        parts.append(made.write(database))
        files += made.files
        database.close()
    files += _copy_extras(growing, order)
    manifest = Manifest(
        name,
        now,
        release(),
        tuple(parts),
        tuple(files),
        order.source,
        since=order.since.name if order.since else "",
        keys=order.keys is not None,
    )
    folder.finish(growing, manifest)
    return manifest


@dataclass(slots=True)
class _DepartmentBackup:
    """One department's part of an unfinished backup."""

    growing: Path
    backups: Path
    department: str
    since: Manifest | None
    report: Report
    files: list[FilePart] = field(default_factory=list)
    _newest: Newest | None = None
    _schema: Schema | None = None

    def write(self, database: Database) -> DepartmentPart:
        at = database.time()
        with database.snapshot() as instant:
            list(instant.read(SCHEMA))  # the first read fixes the snapshot's instant
            names = database.names()
            collections = [self._collection(instant, name) for name in names]
        (self.growing / self.department).mkdir(mode=0o700, exist_ok=True)
        return DepartmentPart(self.department, at, tuple(collections), self._newest)

    def _collection(self, instant: Snapshot, name: str) -> CollectionPart:
        count = dict.fromkeys(ChangeKind, 0)
        begin = f"{self.department}/{name}"
        changed = BackupWriter(self.growing, f"{begin}.bson.gz")
        keys = BackupWriter(self.growing, f"{begin}.keys.gz")
        gone = BackupWriter(self.growing, f"{begin}.gone.gz")
        with changed, keys, gone:
            for fate, mark, row in diff(self._before(name), self._now(instant, name)):
                count[fate] += 1
                if fate is ChangeKind.GONE:
                    gone.write_hash(mark)
                    continue
                keys.write_hash(mark)
                if fate is ChangeKind.WRITTEN:
                    changed.write(row.raw)
        self.files += [file.part() for file in (changed, keys, gone)]
        there = count[ChangeKind.SAME] + count[ChangeKind.WRITTEN]
        self.report(f"{begin}: {there} documents, {count[ChangeKind.WRITTEN]} written")
        return CollectionPart(name, there, count[ChangeKind.WRITTEN], count[ChangeKind.GONE])

    def _before(self, name: str) -> Iterable[DocumentHash]:
        if self.since is None:
            return ()
        path = self.backups / self.since.name / self.department / f"{name}.keys.gz"
        return hashes_in(path) if path.exists() else ()

    def _now(self, instant: Snapshot, name: str) -> Iterator[tuple[DocumentHash, RawBSONDocument]]:
        for seen, row in enumerate(instant.read(name), 1):
            if name == OUTBOX:
                self._record_last(row, seen)
            if seen % REPORT_EVERY == 0:
                self.report(f"{self.department}/{name}: {seen} read")
            yield hash_of(row), row

    def _record_last(self, row: RawBSONDocument, seen: int) -> None:
        """Record the last written event: ids sort by time."""
        self._newest = Newest(row["_id"], row["subject"], row["sequence"], row["at"], seen)


def _copy_extras(growing: Path, order: BackupRequest) -> list[FilePart]:
    (growing / BROKER).write_text(order.broker, encoding="utf-8")
    if order.keys is not None:
        shutil.copytree(order.keys, growing / KEYS)
        (growing / KEYS).chmod(0o700)
    paths = [growing / BROKER, *(growing / KEYS).rglob("*")]
    return [
        FilePart(str(path.relative_to(growing)), digest_of(path), path.stat().st_size)
        for path in paths
        if path.is_file()
    ]
