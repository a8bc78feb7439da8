"""`liandong migrate`: migrate stored data to the schema of a new release."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from shared.cli.common import HOME, chosen_departments, fail

Departments = Annotated[list[str] | None, typer.Argument(help="Department names; default: all.")]
Home = Annotated[Path, typer.Option(help="Home folder of the local platform.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Schema migrations of the databases.", no_args_is_help=True)
    group.command("status")(status)
    group.command("run")(run)
    app.add_typer(group, name="migrate")


def status(departments: Departments = None, home: Home = HOME) -> None:
    """Show pending migrations of each database; changes nothing.

    Example: `liandong migrate status environment`
    """
    from shared.config.command_settings import CommandSettings
    from shared.local.store_access import open_store_address
    from shared.operations.migrations.commands import status_of
    from shared.store.mongo.store import MongoStore

    with open_store_address(home, CommandSettings.from_env()) as address:
        for name in chosen_departments(departments):
            store = MongoStore(address, name)
            at = status_of(store, name)
            store.close()
            written = f"written by {at.schema.release}" if at.schema else "not in use yet"
            typer.echo(f"{name:<20} {written}, {at.schema.state if at.schema else 'empty'}")
            for word, names in (("to expand", at.expands), ("to contract", at.contracts)):
                if names:
                    typer.echo(f"{'':<20} {word}: {', '.join(names)}")
            if at.why_not:
                typer.echo(f"{'':<20} {at.why_not}")


def run(
    departments: Departments = None,
    contract: Annotated[
        bool, typer.Option("--contract", help="Also remove data that only the older release needs.")
    ] = False,
    again: Annotated[
        bool,
        typer.Option(
            "--again", help="Repeat the finished ones, for what older processes wrote meanwhile."
        ),
    ] = False,
    wait_s: Annotated[
        float, typer.Option(help="Seconds to wait for another running migration.")
    ] = 60.0,
    home: Home = HOME,
) -> None:
    """Run pending migrations. Safe to repeat; an interrupted run is resumed.

    Without --contract the older release can run during and after the migration. Use --contract only
    after all its processes have stopped: afterwards a downgrade is possible only from a backup.

    Example: `liandong migrate run environment`
    """
    from shared.clock.system import system_clock
    from shared.config.command_settings import CommandSettings
    from shared.errors import PlatformError
    from shared.local.store_access import open_store_address
    from shared.operations.migrations.commands import migrate
    from shared.operations.migrations.discovery import migrations_of
    from shared.operations.migrations.schema import SchemaError
    from shared.store.mongo.store import MongoStore

    with open_store_address(home, CommandSettings.from_env()) as address:
        for name in chosen_departments(departments):
            store = MongoStore(address, name)
            try:
                say = _voice(name)
                known = migrations_of(name)
                done = migrate(
                    store,
                    name,
                    known,
                    system_clock,
                    say,
                    contract=contract,
                    again=again,
                    wait_s=wait_s,
                )
            except (SchemaError, PlatformError) as error:
                fail(str(error))
            finally:
                store.close()
            typer.echo(f"{name}: {done} migrations ran")


def _voice(name: str) -> Callable[[str], None]:
    return lambda text: typer.echo(f"{name}: {text}")
