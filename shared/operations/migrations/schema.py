"""Schema record of a database: its completed migrations and whether it may be used."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from shared.operations.migrations.migration import Migration, Phase
from shared.store.document import document

KEY = "schema"


class SchemaState(StrEnum):
    """Whether a department may use its database."""

    READY = "ready"
    RESTORING = "restoring"  # a restore began and has not finished
    RESTORED = "restored"  # complete, but others may have received events that it no longer holds


@document("schema", title="数据版本", key="id")
class Schema:
    """The single schema document of a database; `expanded` and `contracted` name migrations.

    `since` is the instant to which the database was restored, `release` the last release that wrote
    this document. Sequence numbers of new events continue after `floor`.
    """

    id: str
    release: str
    at: datetime
    state: SchemaState = SchemaState.READY
    expanded: tuple[str, ...] = ()
    contracted: tuple[str, ...] = ()
    since: datetime | None = None
    floor: int = 0


class SchemaError(Exception):
    """A release and a database are incompatible; the text says what to do."""


def incompatibility(schema: Schema, known: Sequence[Migration], department: str) -> str | None:
    """Return why a release must not use this database, None if it may.

    Unknown expansions of a newer release are no reason: they only add data, and both can read it.
    """
    if schema.state is SchemaState.RESTORING:
        return (
            f"the database of {department} is half restored: "
            f"run `liandong restore {department}` again"
        )
    if schema.state is SchemaState.RESTORED:
        return (
            f"the database of {department} was restored as of {schema.since}, and others may have "
            f"heard later acts of it: run `liandong recover {department} --why …` first"
        )
    names = {migration.name for migration in known}
    if newer := [name for name in schema.contracted if name not in names]:
        return (
            f"the database of {department} is too new: release {schema.release} changed it by "
            f"{', '.join(newer)}. Start that release or a later one, "
            "or restore a backup from before"
        )
    if missing := unexpanded(schema, known):
        told = ", ".join(migration.name for migration in missing)
        return (
            f"the database of {department} is not migrated ({told}): "
            f"run `liandong migrate run {department}`"
        )
    return None


def unexpanded(schema: Schema, known: Sequence[Migration]) -> list[Migration]:
    """List the expansions not yet run on the database, in order."""
    wanted = [migration for migration in known if migration.phase is Phase.EXPAND]
    return [migration for migration in wanted if migration.name not in schema.expanded]


def uncontracted(schema: Schema, known: Sequence[Migration]) -> list[Migration]:
    """List the contractions not yet run on the database, in order."""
    wanted = [migration for migration in known if migration.phase is Phase.CONTRACT]
    return [migration for migration in wanted if migration.name not in schema.contracted]
