"""What a database says of itself: which migrations it went through, and whether it is whole."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from shared.operations.migrations.migration import Migration, Phase
from shared.store.document import document

KEY = "schema"


class SchemaState(StrEnum):
    """Whether a department may work on its database."""

    READY = "ready"
    RESTORING = "restoring"  # a restore began and has not ended
    RESTORED = "restored"  # whole, but others may have heard what it no longer knows


@document("schema", title="数据版本", key="id")
class Schema:
    """The one document that says which release's data this is; names are those of migrations.

    `since` is the instant that a restored database shows, `release` who wrote this last. Numbers of
    events go on behind `floor`.
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
    """A release and a database do not fit; the text says what to do."""


def incompatibility(schema: Schema, known: Sequence[Migration], department: str) -> str | None:
    """Tell why a release with these migrations must not work on this database, None if it may.

    What was only expanded by a newer release is no reason: an expansion adds, and both can read.
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
    """List the expansions that the database has not gone through, in order."""
    wanted = [migration for migration in known if migration.phase is Phase.EXPAND]
    return [migration for migration in wanted if migration.name not in schema.expanded]


def uncontracted(schema: Schema, known: Sequence[Migration]) -> list[Migration]:
    """List the contractions that the database has not gone through, in order."""
    wanted = [migration for migration in known if migration.phase is Phase.CONTRACT]
    return [migration for migration in wanted if migration.name not in schema.contracted]
