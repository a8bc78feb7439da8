"""A department's database as a whole: consistent snapshot of all collections, and restore."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, cast

from bson.raw_bson import RawBSONDocument
from pymongo import DeleteOne, MongoClient, ReadPreference, ReplaceOne
from pymongo.client_session import ClientSession
from pymongo.collection import Collection
from pymongo.errors import PyMongoError
from pymongo.read_concern import ReadConcern

from shared.config.mongo_address import MongoAddress
from shared.operations.backups.files import RAW, DocumentHash, hash_of
from shared.operations.backups.manifest import BackupError
from shared.store.mongo.errors import check_monkey_patched

AT_A_TIME = 500
BYTES_AT_A_TIME = 8 * 1024 * 1024
Raw = Collection[Any]


class Database:
    """Database of one department; close it after use."""

    def __init__(self, address: MongoAddress, department: str) -> None:
        check_monkey_patched()
        self.department = department
        self._client: MongoClient[dict[str, Any]] = MongoClient(
            address.read(),
            tz_aware=True,
            serverSelectionTimeoutMS=5_000,
            appname="liandong.backup",
            **address.options(),
        )
        name = self._client.get_default_database("liandong").name
        self._database = self._client[f"{name}_{department}"]

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def names(self) -> list[str]:
        """List the collections."""
        found = self._database.list_collection_names()
        return sorted(name for name in found if not name.startswith("system."))

    def time(self) -> datetime:
        """Return the server's time."""
        told: datetime = self._client.admin.command("hello")["localTime"]
        return told.replace(tzinfo=UTC)

    @contextmanager
    def snapshot(self) -> Iterator["Snapshot"]:
        """Yield a snapshot of all collections: a read-only transaction that is then aborted.

        MongoDB aborts a transaction after `transactionLifetimeLimitSeconds`, by default a minute.
        """
        try:
            with self._client.start_session() as session:
                session.start_transaction(
                    ReadConcern("snapshot"), read_preference=ReadPreference.PRIMARY
                )
                yield Snapshot(self, session)
                session.abort_transaction()
        except PyMongoError as error:
            raise BackupError(
                f"the database of {self.department} could not be read as of one instant ({error}); "
                "a large one on MongoDB needs `mongodump --oplog` or a snapshot: docs/backup.md"
            ) from error

    def raw(self, collection: str) -> Raw:
        """Return a collection whose documents are raw BSON."""
        return cast(Raw, self._database.get_collection(collection, codec_options=cast(Any, RAW)))

    def hashes(self, collection: str) -> Iterator[DocumentHash]:
        """Yield key and hash of all documents of a collection, in key order."""
        for row in self.raw(collection).find().sort("_id", 1):
            yield hash_of(row)

    def is_empty(self, *, but: Sequence[str] = ()) -> bool:
        """Return whether no collection holds a document, except those in `but`."""
        return not any(self.raw(name).find_one() for name in self.names() if name not in but)

    def drop(self, collections: Iterable[str]) -> None:
        """Drop collections with their documents."""
        for name in collections:
            self._database.drop_collection(name)

    def insert(self, collection: str, rows: Iterable[RawBSONDocument]) -> Iterator[int]:
        """Insert new documents; yield the number after each batch."""
        for part in batches(rows):
            self.raw(collection).insert_many(part, ordered=False)
            yield len(part)

    def change(
        self, collection: str, rows: Iterable[RawBSONDocument], gone: Iterable[str]
    ) -> Iterator[int]:
        """Replace or insert documents and delete others; yield the number after each batch."""
        for part in batches(rows):
            replaced: list[Any] = [
                ReplaceOne({"_id": row["_id"]}, row, upsert=True) for row in part
            ]
            self.raw(collection).bulk_write(replaced, ordered=False)
            yield len(part)
        keys = list(gone)
        for first in range(0, len(keys), AT_A_TIME):
            deleted = [DeleteOne({"_id": key}) for key in keys[first : first + AT_A_TIME]]
            self.raw(collection).bulk_write(deleted, ordered=False)
            yield len(deleted)


class Snapshot:
    """All collections at one instant."""

    def __init__(self, database: Database, session: ClientSession) -> None:
        self._database = database
        self._session = session

    def read(self, collection: str) -> Iterator[RawBSONDocument]:
        """Yield all documents of a collection, in key order."""
        yield from self._database.raw(collection).find(session=self._session).sort("_id", 1)


def batches(rows: Iterable[RawBSONDocument]) -> Iterator[list[RawBSONDocument]]:
    """Split documents into batches limited in number and bytes."""
    part: list[RawBSONDocument] = []
    size = 0
    for row in rows:
        if part and (len(part) == AT_A_TIME or size + len(row.raw) > BYTES_AT_A_TIME):
            yield part
            part, size = [], 0
        part.append(row)
        size += len(row.raw)
    if part:
        yield part
