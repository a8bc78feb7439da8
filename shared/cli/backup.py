"""`liandong backup`: make, list, check and remove backups."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from shared.cli.common import HOME, chosen_departments, fail

if TYPE_CHECKING:
    from shared.config.tls import HttpTls
    from shared.operations.backups.folder import BackupFolder

VERSION, VHOST = "4.2", "140700"
MIB = 1024 * 1024
Home = Annotated[Path, typer.Option(help="Home folder of the local platform.")]
Folder = Annotated[
    Path | None, typer.Option(help="Folder of the backups; default: `backups` in the home folder.")
]
Names = Annotated[list[str] | None, typer.Argument(help="Names of backups; default: all.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Backups of the departments' databases.", no_args_is_help=True)
    group.command("create")(create)
    group.command("list")(list_backups)
    group.command("check")(check)
    group.command("prune")(prune)
    app.add_typer(group, name="backup")


def create(
    departments: Annotated[
        list[str] | None, typer.Argument(help="Department names; default: all.")
    ] = None,
    since: Annotated[
        str,
        typer.Option(help="Incremental backup: only changes since this one (name or `latest`)."),
    ] = "",
    full_after: Annotated[
        int,
        typer.Option(
            min=0, help="With --since latest: full backup if the last is this old (hours)."
        ),
    ] = 0,
    broker: Annotated[
        str, typer.Option(help="Export the broker's definitions from this management address.")
    ] = "",
    keys: Annotated[
        Path | None, typer.Option(help="Also copy this folder of SECRET keys into the backup.")
    ] = None,
    folder: Folder = None,
    home: Home = HOME,
) -> None:
    """Back up databases while departments run; each database as of one instant.

    Secret keys are included only with --keys. Sealed content cannot be opened without them, so
    store a copy elsewhere. All other content is not encrypted: encrypt the folder yourself.

    Example: `liandong backup create`

    For a timer: `liandong backup create --since latest --full-after 24`
    """
    from shared.clock.system import system_clock
    from shared.config.command_settings import CommandSettings
    from shared.local.store_access import open_store_address
    from shared.operations.backups.chains import choose_base
    from shared.operations.backups.create import BackupRequest
    from shared.operations.backups.create import create as make

    chosen = chosen_departments(departments)
    settings = CommandSettings.from_env()
    with _opened(folder, home) as opened, opened, open_store_address(home, settings) as address:
        text, source = _definitions(broker, settings.http_tls)
        now, longest = system_clock(), timedelta(hours=full_after) if full_after else None
        base = choose_base(opened.backups(), since, now, longest)
        order = BackupRequest(address, chosen, text, source, base, keys)
        made = make(opened, order, now, typer.echo)
        typer.echo(f"{opened.path / made.name}: {made.size / MIB:.1f} MiB")
    if keys is None:
        typer.echo("Secret keys are not in it.")


def list_backups(folder: Folder = None, home: Home = HOME) -> None:
    """List complete backups, oldest first: size, documents, release, and the base of each."""
    with _opened(folder, home) as opened:
        for name, manifest in opened.backups().items():
            rests = f"since {manifest.since}" if manifest.since else "full"
            documents = sum(
                one.documents for part in manifest.departments for one in part.collections
            )
            who = ", ".join(part.department for part in manifest.departments)
            typer.echo(f"{name}  {manifest.size / MIB:8.1f} MiB  {documents:>9} documents  {rests}")
            typer.echo(
                f"{'':<21} release {manifest.release}; {who}{'; WITH SECRET KEYS' * manifest.keys}"
            )
        for path in opened.unfinished():
            typer.echo(f"{path.name}  unfinished, not a backup: `liandong backup prune` removes it")


def check(names: Names = None, folder: Folder = None, home: Home = HOME) -> None:
    """Verify each file of the backups against the manifest. Exit code 1 if a fault is found.

    A backup's base backups are verified too.

    Example: `liandong backup check`
    """
    from shared.operations.backups.chains import chain_of
    from shared.operations.backups.verify import verify

    with _opened(folder, home) as opened:
        backups = opened.backups()
        wanted = {
            manifest.name: manifest
            for name in names or backups
            for manifest in chain_of(backups, name)
        }
        found = [
            fault
            for manifest in wanted.values()
            for fault in verify(opened.path, manifest, typer.echo)
        ]
    for fault in found:
        typer.echo(fault)
    if found:
        fail(f"{len(found)} faults")
    typer.echo(f"{len(wanted)} backups are sound.")


def prune(
    keep: Annotated[int, typer.Option(min=1, help="Number of full backups to keep.")] = 7,
    folder: Folder = None,
    home: Home = HOME,
) -> None:
    """Delete old full backups with their incremental backups, and unfinished backups.

    Example: `liandong backup prune --keep 14`
    """
    from shared.operations.backups.chains import expired

    with _opened(folder, home) as opened, opened:
        for path in opened.unfinished():
            opened.remove(path)
            typer.echo(f"removed {path.name}, which was never finished")
        for name in (gone := expired(opened.backups(), keep)):
            opened.remove(opened.path / name)
            typer.echo(f"removed {name}")
        typer.echo(f"{len(gone)} backups removed, {len(opened.backups())} stay.")


def _definitions(broker: str, tls: "HttpTls") -> tuple[str, str]:
    """Return the broker's definitions and a description of their source."""
    from shared.broker.definitions import definitions, to_json
    from shared.operations.broker_source import SourceError, load_definitions

    if not broker:
        return to_json(definitions(VERSION, VHOST)), f"the contracts, for RabbitMQ {VERSION}"
    try:
        found = load_definitions(broker, tls)
    except SourceError as error:
        fail(str(error))
    return to_json(found), "the broker; with the hashes of its passwords"


@contextmanager
def _opened(folder: Path | None, home: Path) -> "Iterator[BackupFolder]":
    """Yield the backup folder; expected errors end the command with one line."""
    from shared.errors import PlatformError
    from shared.local.errors import LocalError
    from shared.operations.backups.folder import BackupFolder
    from shared.operations.backups.manifest import BackupError

    try:
        yield BackupFolder(folder or home / "backups")
    except (BackupError, PlatformError, LocalError, OSError) as error:
        fail(str(error))


def read_instant(told: str) -> datetime:
    """Parse an instant with its zone, such as 2026-10-08T09:00:00+08:00."""
    try:
        at = datetime.fromisoformat(told)
    except ValueError:
        fail(f"{told!r} is not a time: write it as 2026-10-08T09:00:00+08:00")
    if at.tzinfo is None:
        fail(f"{told!r} has no time zone: write it as {told}+08:00")
    return at
