"""A department's database: transactions over documents, on any MongoDB-wire replica set."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar
from zlib import crc32

from pymongo import ReadPreference
from pymongo.client_session import ClientSession
from pymongo.collection import Collection
from pymongo.database import Database
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from shared.config.mongo_address import MongoAddress
from shared.errors import StoreUnavailableError
from shared.messages.codec import from_bson, to_bson
from shared.observability import store_metrics
from shared.store.document import document_meta
from shared.store.grouping import Group, GroupKey, KeyRange, aggregation_pipeline
from shared.store.mongo.client import ReloadingClient
from shared.store.mongo.errors import WriteConflictError, fail_fast, translate_errors
from shared.store.mongo.metrics import measure_transaction
from shared.store.mongo.ordered import TimeOrderedScan
from shared.store.mongo.outbox import MongoOutbox
from shared.store.mongo.reads import TransactionReader
from shared.store.mongo.schema import ensure_collections
from shared.store.mongo.tally import count_by
from shared.store.mongo.writes import WriteCommand, check_size, check_written, commands_of
from shared.store.outbox import Lease
from shared.store.pulse import Pulse
from shared.store.session import Session
from shared.store.store import LARGEST_BYTES, ContendedError, GroupCount, PagePosition, Row
from shared.store.unreadable import documents_of

T = TypeVar("T")
R = TypeVar("R")
ATTEMPTS = 50
PULSE_OPTIONS = {"socketTimeoutMS": 10_000, "maxPoolSize": 1}
PULSES = 16  # number of rows: process names change, so rows are shared by hash
TRANSACTION = ReadConcern("snapshot"), WriteConcern("majority", j=True), ReadPreference.PRIMARY
LONG_AGO = datetime(1970, 1, 2, tzinfo=UTC)


class MongoStore:
    """Documents of one department in one database of a replica set.

    The database is `<name>_<department>`; the name is that in the url, by default `liandong`.
    """

    def __init__(self, address: str | MongoAddress, department: str) -> None:
        where = MongoAddress(address) if isinstance(address, str) else address
        self._department = department
        self._live = ReloadingClient(where, f"liandong.{department}")
        name = self._live.get().get_default_database("liandong").name
        self._name = f"{name}_{department}"
        self.outbox = MongoOutbox(self)
        self._pulse = ReloadingClient(where, f"liandong.{department}.pulse", PULSE_OPTIONS)
        self._page_hints: dict[str, datetime] = {}  # guesses of where the first pages of lists end

    def translate_errors(self) -> AbstractContextManager[None]:
        """Translate the driver's errors into ours."""
        return translate_errors()

    def collection(self, kind: type[Any], session: ClientSession | None = None) -> Collection[Row]:
        """Return the collection of a document class, for use in a session."""
        return self.raw_collection(document_meta(kind).collection, session)

    def raw_collection(
        self, collection: str, session: ClientSession | None = None
    ) -> Collection[Row]:
        """Return a collection by name, for documents whose class may no longer exist."""
        return self._database(session)[collection]

    def close(self) -> None:
        """Close all connections."""
        self._live.close()
        self._pulse.close()

    def prepare(self, kinds: Iterable[type[Any]]) -> None:
        with translate_errors():
            ensure_collections(self._database(), kinds)

    def ping(self) -> None:
        with self.translate_errors():
            if not self._live.get().admin.command("hello").get("isWritablePrimary"):
                raise StoreUnavailableError

    def server_time(self) -> datetime:
        with translate_errors():
            told: datetime = self._live.get().admin.command("hello")["localTime"]
        return told.replace(tzinfo=UTC)  # the driver decodes command responses without a time zone

    def pulse(self, name: str) -> None:
        place = {"_id": str(crc32(name.encode()) % PULSES)}
        with translate_errors():
            rows = self._pulse.get()[self._name][document_meta(Pulse).collection]
            rows.replace_one(place, {"name": name, "at": datetime.now(UTC)}, upsert=True)

    def touch(self) -> None:
        self.transact(lambda session: session.find(Lease, ""))

    def transact(self, work: Callable[[Session], R], most: int = LARGEST_BYTES) -> R:
        with measure_transaction(self._department):
            for _ in range(ATTEMPTS):
                try:
                    with translate_errors(), self._live.get().start_session() as client_session:
                        attempt = partial(self._attempt, work, most)
                        return client_session.with_transaction(attempt, *TRANSACTION)
                except WriteConflictError:
                    store_metrics.STORE_RETRIES.labels(self._department).inc()
            raise ContendedError

    def _attempt(self, work: Callable[[Session], R], most: int, client_session: ClientSession) -> R:
        with fail_fast():
            session = Session(TransactionReader(self.collection, client_session))
            result = work(session)
            commands = commands_of(session.writes())
            check_size(commands, most)
            for command in commands:
                self._run(command, client_session)
        return result

    def run_in_transaction(self, run: Callable[[ClientSession], R]) -> R:
        """Run a function in one transaction of the driver; it may run more than once."""

        def once(client_session: ClientSession) -> R:
            with fail_fast():
                return run(client_session)

        with translate_errors(), self._live.get().start_session() as client_session:
            return client_session.with_transaction(once, *TRANSACTION)

    def _run(self, command: WriteCommand, session: ClientSession) -> None:
        answer = self._database(session).command(command.text, session=session)
        check_written(answer, command.touches)

    def _database(self, session: ClientSession | None = None) -> Database[Row]:
        """Return the database by the client that began the session: no other may use it."""
        client = self._live.get() if session is None else session.client
        return client[self._name]

    def read(self, kind: type[T], key: str) -> T | None:
        with self.translate_errors():
            row = self.collection(kind).find_one({"_id": key})
        return documents_of([row], kind)[0] if row else None

    def page(self, kind: type[T], wanted: Row, after: str, limit: int) -> list[T]:
        query = {**to_bson(wanted), "_id": {"$gt": after}}
        with self.translate_errors():
            rows = list(self.collection(kind).find(query).sort("_id", 1).limit(limit))
        return documents_of(rows, kind)

    def page_by_time(
        self,
        kind: type[T],
        field: str,
        wanted: Row,
        after: PagePosition | None,
        until: datetime,
        limit: int,
    ) -> list[T]:
        place = f"{kind.__name__} {field} {sorted(wanted)}"
        found = TimeOrderedScan(self.collection(kind), field, to_bson(wanted))
        with self.translate_errors():
            guess = self._page_hints.get(place, datetime.now(UTC))
            rows, hint = found.page(after, LONG_AGO, until, limit, guess)
        if not after:
            self._page_hints[place] = hint
        return documents_of(rows, kind)

    def group(self, kind: type[Any], part: KeyRange, alike: GroupKey) -> list[Group]:
        with self.translate_errors():
            rows = list(self.collection(kind).aggregate(aggregation_pipeline(part, alike)))
        return [Group(row["_id"], row["keys"]) for row in rows]

    def count_by(
        self, kind: type[Any], by: Sequence[str], wanted: Row, earliest: str, most: int
    ) -> list[GroupCount]:
        with self.translate_errors():
            return count_by(self.collection(kind), by, wanted, earliest, most)

    def size(self, kind: type[Any]) -> int:
        with self.translate_errors():
            return self.collection(kind).estimated_document_count()

    def due(self, kind: type[T], field: str, until: datetime, limit: int) -> list[T]:
        query = {field: {"$gt": LONG_AGO, "$lte": until}}
        with self.translate_errors():
            rows = list(self.collection(kind).find(query).limit(limit))
        return [from_bson(row, kind) for row in rows]
