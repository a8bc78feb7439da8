"""`liandong migrate` for one department: status, and a run under the lock."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from shared.clock.system import Clock
from shared.operations.document_types import document_types_of
from shared.operations.migrations.discovery import migrations_of
from shared.operations.migrations.guard import load_or_create_schema
from shared.operations.migrations.lock import MigrationLock
from shared.operations.migrations.migration import Migration, Phase
from shared.operations.migrations.progress import MigrationProgress
from shared.operations.migrations.runner import Runner
from shared.operations.migrations.schema import (
    KEY,
    Schema,
    SchemaError,
    SchemaState,
    incompatibility,
    uncontracted,
    unexpanded,
)
from shared.store.mongo.store import MongoStore

POLL_S = 0.5
Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class MigrationStatus:
    """Migration state of a department's database; `why_not` is why services would not start."""

    schema: Schema | None
    expands: tuple[str, ...]
    contracts: tuple[str, ...]
    why_not: str | None


def status_of(store: MongoStore, department: str) -> MigrationStatus:
    """Return the migration state without changing anything."""
    known, schema = migrations_of(department), store.read(Schema, KEY)
    if schema is None:
        return MigrationStatus(
            None,
            tuple(migration.name for migration in known if migration.phase is Phase.EXPAND),
            (),
            None,
        )
    expands, contracts = unexpanded(schema, known), uncontracted(schema, known)
    return MigrationStatus(
        schema, _names(expands), _names(contracts), incompatibility(schema, known, department)
    )


def migrate(
    store: MongoStore,
    department: str,
    known: Sequence[Migration],
    clock: Clock,
    report: Report,
    *,
    contract: bool = False,
    again: bool = False,
    wait_s: float = 60.0,
) -> int:
    """Run the missing migrations and return their number; raises `SchemaError` with the obstacle.

    With `again` the expansions run over every document once more, for those that older processes
    wrote meanwhile. With `contract` they do so too, and then the contractions run: no process of
    the older release may run any more.
    """
    schema = load_or_create_schema(store, document_types_of(department), known, clock)
    if schema.state is SchemaState.RESTORING:
        raise SchemaError(incompatibility(schema, known, department) or "")
    lock = MigrationLock(store)
    _wait(lock, report, wait_s)
    try:
        schema = store.read(Schema, KEY) or schema
        runner = Runner(store, lock, clock, lambda progress: report(_described(progress)))
        missing = unexpanded(schema, known)
        done = [runner.run(migration) for migration in missing]
        ending = uncontracted(schema, known) if contract else []
        if again or ending:
            expansions = (migration for migration in known if migration.phase is Phase.EXPAND)
            repeated = [migration for migration in expansions if migration not in missing]
            done += [runner.run(migration, again=True) for migration in repeated]
        done += [runner.run(migration) for migration in ending]
        return len(done)
    finally:
        lock.release()


def _wait(lock: MigrationLock, report: Report, wait_s: float) -> None:
    end, told = time.monotonic() + wait_s, ""
    while (holder := lock.acquire()) is not None:
        if holder != told:
            report(f"{holder} is migrating; waiting")
            told = holder
        if time.monotonic() > end:
            raise SchemaError(f"{holder} still migrates after {wait_s:g} s: try again later")
        time.sleep(POLL_S)


def _names(migrations: list[Migration]) -> tuple[str, ...]:
    return tuple(migration.name for migration in migrations)


def _described(at: MigrationProgress) -> str:
    return f"{at.name}: {at.seen} looked at, {at.changed} changed{', done' if at.finished else ''}"
