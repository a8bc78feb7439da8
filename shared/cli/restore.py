"""`liandong restore`: restore departments' databases from a backup."""

from pathlib import Path
from typing import Annotated

import typer

from shared.cli.common import HOME, fail, require_departments


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("restore")(restore)


def restore(
    departments: Annotated[list[str], typer.Argument(help="Department names.")],
    backup: Annotated[str, typer.Option(help="Name of the backup; default: the last.")] = "",
    until: Annotated[
        str,
        typer.Option("--at", help="Last backup at or before this time: 2026-10-08T09:00:00+08:00."),
    ] = "",
    replace: Annotated[
        bool, typer.Option("--replace", help="Delete the present content of the database.")
    ] = False,
    folder: Annotated[
        Path | None, typer.Option(help="Folder of the backups; default: `backups` in the home.")
    ] = None,
    home: Annotated[Path, typer.Option(help="Home folder of the local platform.")] = HOME,
) -> None:
    """Restore databases from a backup. Stop the departments first.

    All files are verified before anything is written, and every document afterwards. If
    interrupted, run it again; services do not start on a partly restored database. Then run
    `liandong recover`: services do not start before it.

    Example: `liandong restore environment --at 2026-10-08T09:00:00+08:00 --replace`
    """
    from shared.catalog.catalog import department_names
    from shared.cli.backup import read_instant
    from shared.clock.system import system_clock
    from shared.config.command_settings import CommandSettings
    from shared.errors import PlatformError
    from shared.local.errors import LocalError
    from shared.local.store_access import open_store_address
    from shared.operations.backups.chains import chain_of, newest_of
    from shared.operations.backups.folder import BackupFolder
    from shared.operations.backups.manifest import BackupError
    from shared.operations.backups.restore import Restore

    require_departments(departments, department_names())
    instant = read_instant(until) if until else None
    opened = BackupFolder(folder or home / "backups")
    try:
        backups = opened.backups()
        with open_store_address(home, CommandSettings.from_env()) as address:
            for name in departments:
                chain = chain_of(backups, backup or newest_of(backups, name, instant))
                work = Restore(address, name, opened.path, chain, typer.echo)
                part = work.run(system_clock, replace_existing=replace)
                typer.echo(f"{name} is as of {part.at.isoformat()}.")
    except (BackupError, PlatformError, LocalError, OSError) as error:
        fail(str(error))
    typer.echo(f'Next: liandong recover {" ".join(departments)} --why "…"')
