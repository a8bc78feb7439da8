"""`liandong restore`: restore departments' databases from a backup."""

from pathlib import Path
from typing import Annotated

import typer

from shared.cli.common import HOME, fail, require_departments


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("restore")(restore)


def restore(
    departments: Annotated[list[str], typer.Argument(help="Which ones; name each.")],
    backup: Annotated[str, typer.Option(help="Name of the backup; the last one if absent.")] = "",
    until: Annotated[
        str,
        typer.Option("--at", help="The last backup as of this instant: 2026-10-08T09:00:00+08:00."),
    ] = "",
    replace: Annotated[
        bool, typer.Option("--replace", help="Remove what the database holds now.")
    ] = False,
    folder: Annotated[
        Path | None, typer.Option(help="Where backups lie; `backups` in the home if absent.")
    ] = None,
    home: Annotated[Path, typer.Option(help="Folder of the platform on this machine.")] = HOME,
) -> None:
    """Bring databases back as they were; the departments must stand still.

    All files are verified before anything is written, and every document after. Interrupted, it
    begins anew when called again; services do not start on what is half restored. Then call
    `liandong recover`: without it they do not start either.

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
