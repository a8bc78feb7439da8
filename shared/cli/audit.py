"""`liandong audit`: list privileged acts, and verify the log of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from shared.cli.common import HOME, fail

if TYPE_CHECKING:
    from liandong.keys.hash_chain import ChainEntry, Checkpoint
    from shared.store.mongo.store import MongoStore

SAID = ("at", "actor", "action", "targets", "why")
Whose = Annotated[str | None, typer.Argument(help="Department name; see `liandong departments`.")]
Files = Annotated[
    Path | None,
    typer.Option("--keys", help="Key folder: read its log of key operations instead."),
]
Home = Annotated[Path, typer.Option(help="Home folder of the local platform.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Audit log of privileged operations.", no_args_is_help=True)
    group.command("list")(show)
    group.command("verify")(verify)
    app.add_typer(group, name="audit")


def show(department: Whose = None, keys: Files = None, home: Home = HOME) -> None:
    """List privileged operations, oldest first: number, time, person, action and record id.

    `liandong failed history` shows each record with its reason and results.

    Example: `liandong audit list agriculture`
    """
    if keys is not None:
        for link in _acts_on(keys):
            told = (str(link.body.get(name, "")) for name in SAID)
            typer.echo(f"{link.sequence:>6}  {'  '.join(told)}")
        return
    from shared.handling.audit import read_log

    with _store(department, home) as store:
        for entry in read_log(store):
            typer.echo(
                f"{entry.sequence:>6}  {entry.at.isoformat()}  {entry.actor}  {entry.action}"
                f"  {entry.record}"
            )


def verify(
    department: Whose = None,
    keys: Files = None,
    checkpoint: Annotated[
        str, typer.Option(help="Earlier end of the log: NUMBER:HASH, as printed by this command.")
    ] = "",
    home: Home = HOME,
) -> None:
    """Verify the hash chain of the log: no entry was changed, removed or written past it.

    A truncated log is detected only with --checkpoint. Store the printed NUMBER:HASH daily, out of
    reach of everybody who can write to the database. Exit code 1 if a fault is found.

    Example: `liandong audit verify agriculture --checkpoint "$(cat yesterday)"`
    """
    noted = _noted(checkpoint)
    if keys is not None:
        from liandong.keys.audit_log import checkpoint_of
        from liandong.keys.hash_chain import verify_chain

        links = _acts_on(keys)
        _print_result(checkpoint_of(links), verify_chain(links, noted))
        return
    from shared.handling.audit import verify_log

    with _store(department, home) as store:
        found = verify_log(store, noted)
    _print_result(found.end, list(found.faults))


def _print_result(end: "Checkpoint", faults: list[str]) -> None:
    for fault in faults:
        typer.echo(fault, err=True)
    if faults:
        fail(f"the log is damaged: {len(faults)} faults; see docs/runbooks/secrets.md")
    typer.echo(f"{end.sequence} entries in order", err=True)
    typer.echo(str(end))


def _noted(text: str) -> "Checkpoint":
    from liandong.keys.hash_chain import START, Checkpoint

    try:
        return Checkpoint.of(text) if text else START
    except ValueError as error:
        fail(str(error))


def _acts_on(keys: Path) -> "list[ChainEntry]":
    from liandong.keys.audit_log import read_log

    return read_log(keys)


@contextmanager
def _store(department: str | None, home: Path) -> Iterator["MongoStore"]:
    from shared.catalog.catalog import department_names
    from shared.config.command_settings import CommandSettings
    from shared.handling.audit import (
        AuditEntry,
        AuditHead,
        Intervention,
    )
    from shared.local.servers import ServersError, servers_for
    from shared.store.mongo.store import MongoStore

    if department not in department_names():
        fail(f"name a department ({', '.join(department_names())}) or a folder of keys (--keys)")
    try:
        servers = servers_for(department, home, CommandSettings.from_env())
    except ServersError as error:
        fail(str(error))
    store = MongoStore(servers.mongo, department)
    store.prepare((Intervention, AuditEntry, AuditHead))
    try:
        yield store
    finally:
        store.close()
