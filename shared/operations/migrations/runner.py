"""Run migrations in steps; each transaction also stores the position."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from shared.clock.system import Clock
from shared.errors import StoreUnavailableError
from shared.messages.codec import to_bson
from shared.operations.migrations.guard import release
from shared.operations.migrations.lock import MigrationLock
from shared.operations.migrations.migration import Migration, Phase
from shared.operations.migrations.progress import MigrationProgress
from shared.operations.migrations.schema import KEY, Schema
from shared.store.mongo.errors import WriteConflictError
from shared.store.mongo.store import ATTEMPTS, MongoStore
from shared.store.mongo.writes import REVISION
from shared.store.session import Session

AT_A_TIME = 200
Say = Callable[[MigrationProgress], None]


class Runner:
    """Changes documents while the department may be using them.

    If killed, it resumes after the last committed step. `say` is called after each step.
    """

    def __init__(self, store: MongoStore, lock: MigrationLock, clock: Clock, say: Say) -> None:
        self._store = store
        self._lock = lock
        self._clock = clock
        self._say = say
        store.prepare((MigrationProgress,))

    def run(self, migration: Migration, *, again: bool = False) -> MigrationProgress:
        """Migrate all documents; `again` starts over from the first."""
        at = self._store.read(MigrationProgress, migration.name)
        if at is None or again:
            at = MigrationProgress(migration.name, "", 0, 0, self._clock())
        while not at.finished:
            at = self._tried(migration, at)
            self._say(at)
        self._record(migration)
        return at

    def _tried(self, migration: Migration, at: MigrationProgress) -> MigrationProgress:
        for _ in range(ATTEMPTS):
            try:
                return self._store.run_in_transaction(
                    lambda session: self._step(migration, at, session)
                )
            except WriteConflictError:  # a concurrent act changed one of the documents
                continue
        raise StoreUnavailableError

    def _step(self, migration: Migration, at: MigrationProgress, session: Any) -> MigrationProgress:
        self._lock.renew(session)
        rows = self._store.raw_collection(migration.collection)
        behind = rows.find({"_id": {"$gt": at.cursor}}, session=session)
        part = list(behind.sort("_id", 1).limit(AT_A_TIME))
        changed = 0
        for row in part:
            made = migration.change(dict(row))
            if made is not None:
                made |= {"_id": row["_id"], REVISION: row[REVISION] + 1}
                rows.replace_one({"_id": row["_id"]}, made, session=session)
                changed += 1
        following = replace(
            at,
            cursor=part[-1]["_id"] if part else at.cursor,
            seen=at.seen + len(part),
            changed=at.changed + changed,
            at=self._clock(),
            finished=len(part) < AT_A_TIME,
        )
        self._save(following, session)
        return following

    def _save(self, at: MigrationProgress, session: Any) -> None:
        kept = self._store.collection(MigrationProgress)
        earlier = kept.find_one({"_id": at.name}, session=session)
        row = {REVISION: earlier[REVISION] + 1 if earlier else 1, **to_bson(at)}
        kept.replace_one({"_id": at.name}, row, upsert=True, session=session)

    def _record(self, migration: Migration) -> None:
        """Record the migration in the schema as done."""

        def work(session: Session) -> None:
            schema = session.find(Schema, KEY)
            if schema is None:
                raise StoreUnavailableError
            expands = migration.phase is Phase.EXPAND
            done = schema.expanded if expands else schema.contracted
            if migration.name in done:
                return
            more = (*done, migration.name)
            noted = replace(schema, release=release(), at=self._clock())
            session.save(
                replace(noted, expanded=more) if expands else replace(noted, contracted=more)
            )

        self._store.transact(work)
