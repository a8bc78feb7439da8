"""Restore a department: all files are verified first, and the database is unusable until the end.

From first to last write the database is marked as being restored: services do not start on it, and
running the command again starts over.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from shared.clock.system import Clock
from shared.config.mongo_address import MongoAddress
from shared.messages.codec import from_bson
from shared.operations.backups.database import Database
from shared.operations.backups.files import documents_in, hashes_in
from shared.operations.backups.manifest import BackupError, DepartmentPart, Manifest
from shared.operations.backups.verify import verify
from shared.operations.document_types import document_types_of
from shared.operations.migrations.guard import release
from shared.operations.migrations.schema import KEY, Schema, SchemaState
from shared.store.document import document_meta
from shared.store.mongo.store import MongoStore
from shared.store.outbox import RELAY, Lease
from shared.store.session import Session

SCHEMA = document_meta(Schema).collection
REPORT_EVERY = 20_000
Say = Callable[[str], None]


class Restore:
    """Restores one department's database to the instant of the last backup in a chain."""

    def __init__(
        self,
        address: MongoAddress,
        department: str,
        backups: Path,
        chain: Sequence[Manifest],
        say: Say,
    ) -> None:
        self._address = address
        self._department = department
        self._backups = backups
        self._chain = chain
        self._say = say

    def verify(self) -> None:
        """Verify every file of the department; raises `BackupError` that names the damaged ones."""
        for manifest in self._chain:
            self._say(f"verifying {manifest.name}")
            if found := verify(self._backups, manifest, self._say, self._department):
                raise BackupError(f"the backup is damaged, nothing was written: {'; '.join(found)}")

    def run(self, clock: Clock, *, replace_existing: bool = False) -> DepartmentPart:
        """Rewrite the database; `replace_existing` permits the deletion of existing data."""
        part = self._chain[-1].part(self._department)
        if part is None:
            raise BackupError(f"{self._chain[-1].name} holds nothing of {self._department}")
        self.verify()
        store = MongoStore(self._address, self._department)
        database = Database(self._address, self._department)
        try:
            self._refuse(store, database, replace_existing=replace_existing)
            self._mark(store, Schema(KEY, release(), clock(), SchemaState.RESTORING, since=part.at))
            database.drop(name for name in database.names() if name != SCHEMA)
            store.prepare(document_types_of(self._department))
            for collection in part.collections:
                if collection.name != SCHEMA:
                    self._fill(database, collection.name)
                    self._compare(database, collection.name)
            self._mark(store, self._schema(part, clock))
        finally:
            database.close()
            store.close()
        return part

    def _refuse(self, store: MongoStore, database: Database, *, replace_existing: bool) -> None:
        store.prepare((Schema, Lease))
        schema, lease = store.read(Schema, KEY), store.read(Lease, RELAY)
        if lease is not None and lease.until > store.server_time():
            raise BackupError(
                f"{self._department} is at work ({lease.holder}): stop its processes, "
                "wait six seconds, and try again"
            )
        half = schema is not None and schema.state is SchemaState.RESTORING
        if not (replace_existing or half or database.is_empty(but=(SCHEMA,))):
            raise BackupError(
                f"the database of {self._department} is not empty; "
                "`--replace` removes what is there for good"
            )

    def _fill(self, database: Database, name: str) -> None:
        written = told = 0
        for count in self._written(database, name):
            written += count
            if written // REPORT_EVERY > told:
                told = written // REPORT_EVERY
                self._say(f"{self._department}/{name}: {written} written")

    def _written(self, database: Database, name: str) -> Iterator[int]:
        for number, manifest in enumerate(self._chain):
            begin = self._backups / manifest.name / self._department
            path = begin / f"{name}.bson.gz"
            if not path.exists():
                continue
            if number == 0:
                yield from database.insert(name, documents_in(path))
            else:
                gone = [mark.key for mark in hashes_in(begin / f"{name}.gone.gz")]
                yield from database.change(name, documents_in(path), gone)

    def _compare(self, database: Database, name: str) -> None:
        """Compare every restored document with the backup, byte for byte."""
        wanted = hashes_in(self._last(name, "keys"))
        count = 0
        for mark in database.hashes(name):
            if mark != next(wanted, None):
                raise BackupError(f"{self._department}/{name}: {mark.key} came back other")
            count += 1
        if (missing := next(wanted, None)) is not None:
            raise BackupError(f"{self._department}/{name}: {missing.key} did not come back")
        self._say(f"{self._department}/{name}: {count} documents are as they were")

    def _last(self, name: str, what: str) -> Path:
        return self._backups / self._chain[-1].name / self._department / f"{name}.{what}.gz"

    def _schema(self, part: DepartmentPart, clock: Clock) -> Schema:
        """Return the backup's schema, marked as restored: others may have received later events."""
        rows: list[Any] = []
        for manifest in self._chain:
            path = self._backups / manifest.name / self._department / f"{SCHEMA}.bson.gz"
            rows += documents_in(path) if path.exists() else ()
        kept = from_bson(dict(rows[-1]), Schema) if rows else Schema(KEY, release(), clock())
        return replace(kept, state=SchemaState.RESTORED, since=part.at, at=clock())

    @staticmethod
    def _mark(store: MongoStore, schema: Schema) -> None:
        def work(session: Session) -> None:
            session.save(schema)

        store.transact(work)
