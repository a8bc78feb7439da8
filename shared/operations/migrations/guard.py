"""Start-up guard of a database: only a compatible release may use it."""

import importlib.metadata
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from shared.clock.system import Clock
from shared.operations.migrations.discovery import migrations_of
from shared.operations.migrations.migration import Migration, Phase
from shared.operations.migrations.schema import KEY, Schema, SchemaError, incompatibility
from shared.store.session import Session
from shared.store.store import Store


def release() -> str:
    """Return the version of this release."""
    return importlib.metadata.version("liandong-platform")


def exit_if_incompatible(
    store: Store, department: str, kinds: Iterable[type[Any]], clock: Clock
) -> Schema:
    """Exit the process with one sentence if release and database are incompatible."""
    try:
        return check_fit(store, department, tuple(kinds), clock)
    except SchemaError as error:
        sys.exit(f"liandong: {error}.")


def check_fit(store: Store, department: str, kinds: Sequence[type[Any]], clock: Clock) -> Schema:
    """Return the schema of a compatible database, or raise `SchemaError` with the remedy.

    An empty database gets the schema of this release; it needs no migration.
    """
    known = migrations_of(department)
    schema = load_or_create_schema(store, kinds, known, clock)
    if why := incompatibility(schema, known, department):
        raise SchemaError(why)
    return schema


def load_or_create_schema(
    store: Store, kinds: Sequence[type[Any]], known: Sequence[Migration], clock: Clock
) -> Schema:
    """Return the schema of a database; create it if there is none."""
    store.prepare((Schema,))
    return store.read(Schema, KEY) or _first(store, known, kinds, clock)


def _first(
    store: Store, known: Sequence[Migration], kinds: Sequence[type[Any]], clock: Clock
) -> Schema:
    """Create the schema; a database older than the migrations still has to run them all."""
    store.prepare(kinds)
    old = any(store.size(kind) for kind in kinds)
    made = Schema(
        KEY,
        release(),
        clock(),
        expanded=() if old else _names(known, Phase.EXPAND),
        contracted=() if old else _names(known, Phase.CONTRACT),
    )

    def work(session: Session) -> Schema:
        there = session.find(Schema, KEY)
        if there is None:
            session.add(made)
        return there or made

    return store.transact(work)


def _names(known: Sequence[Migration], phase: Phase) -> tuple[str, ...]:
    return tuple(migration.name for migration in known if migration.phase is phase)
