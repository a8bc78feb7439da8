"""What `liandong migrate` does with one department: tell, or run under the lock."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from shared.clock.system import Clock
from shared.operations.document_types import document_types_of
from shared.operations.migrations.discovery import migrations_of
from shared.operations.migrations.guard import opened
from shared.operations.migrations.lock import MigrationLock
from shared.operations.migrations.migration import Migration, Phase
from shared.operations.migrations.progress import Progress
from shared.operations.migrations.runner import Runner
from shared.operations.migrations.schema import (
    KEY,
    Schema,
    SchemaError,
    SchemaState,
    refusal,
    uncontracted,
    unexpanded,
)
from shared.store.mongo.store import MongoStore

LOOK_S = 0.5
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a department's database stands; `why_not` says why services would not start."""

    schema: Schema | None
    expands: tuple[str, ...]
    contracts: tuple[str, ...]
    why_not: str | None


def standing(store: MongoStore, department: str) -> Standing:
    """Look, and change nothing."""
    known, schema = migrations_of(department), store.read(Schema, KEY)
    if schema is None:
        return Standing(
            None,
            tuple(migration.name for migration in known if migration.phase is Phase.EXPAND),
            (),
            None,
        )
    expands, contracts = unexpanded(schema, known), uncontracted(schema, known)
    return Standing(schema, _names(expands), _names(contracts), refusal(schema, known, department))


def migrate(
    store: MongoStore,
    department: str,
    known: Sequence[Migration],
    clock: Clock,
    say: Say,
    *,
    contract: bool = False,
    wait_s: float = 60.0,
) -> int:
    """Run what is missing, and tell how many migrations ran; `SchemaError` says what hinders.

    With `contract` the expansions look at every document again, for what older processes wrote
    meanwhile, and then the contractions run: no process of the older release may live any more.
    """
    schema = opened(store, document_types_of(department), known, clock)
    if schema.state is SchemaState.RESTORING:
        raise SchemaError(refusal(schema, known, department) or "")
    lock = MigrationLock(store)
    _wait(lock, say, wait_s)
    try:
        schema = store.read(Schema, KEY) or schema
        runner = Runner(store, lock, clock, lambda progress: say(_told(progress)))
        missing = unexpanded(schema, known)
        done = [runner.run(migration) for migration in missing]
        if contract:
            ending = uncontracted(schema, known)
            again = [
                migration
                for migration in known
                if migration.phase is Phase.EXPAND and migration not in missing
            ]
            done += [runner.run(migration, again=True) for migration in again if ending]
            done += [runner.run(migration) for migration in ending]
        return len(done)
    finally:
        lock.release()


def _wait(lock: MigrationLock, say: Say, wait_s: float) -> None:
    end, told = time.monotonic() + wait_s, ""
    while (holder := lock.take()) is not None:
        if holder != told:
            say(f"{holder} is migrating; waiting")
            told = holder
        if time.monotonic() > end:
            raise SchemaError(f"{holder} still migrates after {wait_s:g} s: try again later")
        time.sleep(LOOK_S)


def _names(migrations: list[Migration]) -> tuple[str, ...]:
    return tuple(migration.name for migration in migrations)


def _told(at: Progress) -> str:
    return f"{at.name}: {at.seen} looked at, {at.changed} changed{', done' if at.finished else ''}"
