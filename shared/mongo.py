"""A department's database: transactions over documents, on any MongoDB-wire replica set."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

from pymongo import (
    DeleteOne,
    InsertOne,
    MongoClient,
    ReadPreference,
    ReplaceOne,
    UpdateMany,
    socket_checker,
)
from pymongo.client_session import ClientSession
from pymongo.collection import Collection
from pymongo.errors import (
    BulkWriteError,
    ConnectionFailure,
    DuplicateKeyError,
    OperationFailure,
    PyMongoError,
    ServerSelectionTimeoutError,
)
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from shared.codec import from_bson, to_bson
from shared.document import document_meta
from shared.errors import StoreUnavailableError
from shared.ledgers import Outgoing
from shared.session import ABSENT, Session, Stored, Write
from shared.store import ContendedError, Row

T = TypeVar("T")
R = TypeVar("R")
REVISION = "_revision"
DUPLICATE_KEY = 11000
ATTEMPTS = 50


class _Transaction:
    """Reads inside a transaction."""

    def __init__(self, store: "MongoStore", session: ClientSession) -> None:
        self._store = store
        self._session = session

    def fetch(self, kind: type[Any], keys: Sequence[str]) -> dict[str, Stored]:
        return self._read(kind, {"_id": {"$in": list(keys)}})

    def select(self, kind: type[Any], wanted: Row) -> dict[str, Stored]:
        return self._read(kind, to_bson(wanted))

    def _read(self, kind: type[Any], query: Row) -> dict[str, Stored]:
        rows = self._store.collection(kind).find(query, session=self._session)
        return {row["_id"]: Stored(from_bson(row, kind), row[REVISION]) for row in rows}


class MongoStore:
    """Documents of one department in one database of a replica set.

    The database is `<name>_<department>`, where the url may give the name (default `liandong`).
    """

    def __init__(self, url: str, department: str) -> None:
        refuse_unpatched()
        self._client: MongoClient[Row] = MongoClient(
            url, tz_aware=True, serverSelectionTimeoutMS=5_000, appname=f"liandong.{department}"
        )
        name = self._client.get_default_database("liandong").name
        self._database = self._client[f"{name}_{department}"]

    def collection(self, kind: type[Any]) -> Collection[Row]:
        """Give the collection that documents of a class are kept in."""
        return self._database[document_meta(kind).collection]

    def close(self) -> None:
        """Let go of all connections."""
        self._client.close()

    def prepare(self, kinds: Iterable[type[Any]]) -> None:
        with _translated():
            existing = set(self._database.list_collection_names())
            for kind in kinds:
                self._prepare(kind, existing)

    def _prepare(self, kind: type[Any], existing: set[str]) -> None:
        meta = document_meta(kind)
        if meta.collection not in existing:
            self._create(meta.collection)
        for fields in meta.indexes:
            self._database[meta.collection].create_index([(name, 1) for name in fields])
        for fields in meta.unique:
            self._database[meta.collection].create_index(
                [(name, 1) for name in fields], unique=True
            )

    def _create(self, name: str) -> None:
        try:
            self._database.create_collection(name, check_exists=False)
        except OperationFailure as error:
            if error.code != 48:  # another process made it first
                raise

    def ping(self) -> None:
        with _translated():
            hello = self._client.admin.command("hello")
            if not hello.get("isWritablePrimary"):
                raise StoreUnavailableError

    def transact(self, work: Callable[[Session], R]) -> R:
        for _ in range(ATTEMPTS):
            try:
                return self._attempt(work)
            except _LostRaceError:
                continue
        raise ContendedError

    def _attempt(self, work: Callable[[Session], R]) -> R:
        def run(client_session: ClientSession) -> R:
            session = Session(_Transaction(self, client_session))
            try:
                result = work(session)
                self._write(session.writes(), client_session)
            except ServerSelectionTimeoutError as error:  # the driver would try for two minutes
                raise StoreUnavailableError from error
            return result

        with _translated(), self._client.start_session() as client_session:
            return client_session.with_transaction(
                run,
                read_concern=ReadConcern("snapshot"),
                write_concern=WriteConcern("majority", j=True),
                read_preference=ReadPreference.PRIMARY,
            )

    def _write(self, writes: list[Write], session: ClientSession) -> None:
        for kind in dict.fromkeys(write.kind for write in writes):
            operations = [_operation(write) for write in writes if write.kind is kind]
            result = self.collection(kind).bulk_write(operations, ordered=True, session=session)
            done = result.inserted_count + result.matched_count + result.deleted_count
            if done != len(operations):
                raise _LostRaceError

    def read(self, kind: type[T], key: str) -> T | None:
        with _translated():
            row = self.collection(kind).find_one({"_id": key})
        return from_bson(row, kind) if row else None

    def page(self, kind: type[T], wanted: Row, after: str, limit: int) -> list[T]:
        query = {**to_bson(wanted), "_id": {"$gt": after}}
        with _translated():
            rows = list(self.collection(kind).find(query).sort("_id", 1).limit(limit))
        return [from_bson(row, kind) for row in rows]

    def pending(self, after: tuple[str, int], limit: int) -> list[Outgoing]:
        subject, sequence = after
        behind = [
            {"subject": {"$gt": subject}},
            {"subject": subject, "sequence": {"$gt": sequence}},
        ]
        query: Row = {"sent_at": None, "$or": behind} if subject else {"sent_at": None}
        with _translated():
            found = self.collection(Outgoing).find(query)
            rows = list(found.sort([("subject", 1), ("sequence", 1)]).limit(limit))
        return [from_bson(row, Outgoing) for row in rows]

    def mark_sent(self, ids: Sequence[str], at: datetime) -> None:
        with _translated():
            mark = UpdateMany(
                {"_id": {"$in": list(ids)}, "sent_at": None}, {"$set": {"sent_at": at}}
            )
            self.collection(Outgoing).bulk_write([mark])

    def backlog(self) -> int:
        with _translated():
            return self.collection(Outgoing).count_documents({"sent_at": None})


class _LostRaceError(Exception):
    """Somebody else changed a document between our read and our write."""


def _operation(write: Write) -> InsertOne[Row] | ReplaceOne[Row] | DeleteOne:
    guard = {"_id": write.key, REVISION: write.revision}
    if write.document is None:
        return DeleteOne(guard)
    row = {"_id": write.key, REVISION: write.revision + 1, **to_bson(write.document)}
    return InsertOne(row) if write.revision == ABSENT else ReplaceOne(guard, row)


@contextmanager
def _translated() -> Iterator[None]:
    """Tell apart what may work later, a lost race, and what is a bug."""
    try:
        yield
    except BulkWriteError as error:
        faults = (error.details or {}).get("writeErrors", [])
        if any(fault.get("code") == DUPLICATE_KEY for fault in faults):
            raise _LostRaceError from error
        raise
    except DuplicateKeyError as error:
        raise _LostRaceError from error
    except (ConnectionFailure, ServerSelectionTimeoutError) as error:
        raise StoreUnavailableError from error
    except PyMongoError as error:
        if error.has_error_label("TransientTransactionError"):
            raise _LostRaceError from error
        raise


def refuse_unpatched() -> None:
    """Stop early where eventlet patched the world after pymongo had looked at it.

    No connection would ever work: pymongo would poll with a function that eventlet took away.
    """
    if "eventlet" not in sys.modules:
        return
    from eventlet.patcher import is_monkey_patched  # noqa: PLC0415  only where eventlet is used

    if is_monkey_patched("select") and getattr(socket_checker, "_HAVE_POLL", False):
        raise RuntimeError(
            "eventlet.monkey_patch() must run before pymongo is imported: start with `liandong run`"
        )
