"""`liandong up` and `liandong run`: run the platform on this machine, or one department."""

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from shared.cli.common import HOME
from shared.clock.system import system_clock

Home = Annotated[Path, typer.Option(help="Home folder: data, keys and logs.")]


class ProcessRole(StrEnum):
    """The part of a department that a process runs."""

    ALL = "all"
    API = "api"
    WORKER = "worker"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("up")(up)
    app.command("run")(run)


def up(
    home: Home = HOME,
    tls: Annotated[
        bool, typer.Option("--tls", help="The private broker accepts TLS connections only.")
    ] = False,
) -> None:
    """Run broker, store and all departments on this machine until Ctrl-C.

    Set LIANDONG_AMQP_URL and LIANDONG_MONGO_URL to use running servers; otherwise a private broker
    and the embedded store are started, with data in the home folder. --tls also creates a
    development authority and a certificate of the broker there.

    Example: `liandong up`
    """
    from shared.catalog.catalog import department_names
    from shared.config.command_settings import CommandSettings
    from shared.local.broker.tls_check import broker_files, client_settings
    from shared.local.dev_keys import create_dev_keys
    from shared.local.errors import LocalError
    from shared.local.supervisor import LocalPlatform

    files = broker_files(home, system_clock()) if tls else None
    try:
        with LocalPlatform(
            home,
            department_names(),
            say=typer.echo,
            make_keys=lambda folder: (
                create_dev_keys(folder, system_clock()) | client_settings(files)
            ),
            tls=files,
            servers=CommandSettings.from_env().external_servers,
        ) as platform:
            typer.echo("All departments are ready; Ctrl-C stops them.")
            platform.watch()
    except KeyboardInterrupt:
        typer.echo("Stopped.")
    except LocalError as error:
        typer.echo(f"liandong: {error}", err=True)
        raise typer.Exit(1) from error


def run(
    department: Annotated[str, typer.Argument(help="Department name; see `liandong departments`.")],
    role: Annotated[
        ProcessRole, typer.Option(help="Part to run: api, worker or all.")
    ] = ProcessRole.ALL,
    plain: Annotated[
        bool, typer.Option("--plain", help="Use operating system threads instead of nameko.")
    ] = False,
) -> None:
    """Run one department in this process, with settings from the environment (.env.example).

    Example: `LIANDONG_HTTP_ADDRESS=127.0.0.1:8101 liandong run environment`
    """
    host = "shared.runtime.threads.main" if plain else "shared.runtime.nameko.main"
    command = [sys.executable, "-m", host, department, "--role", role.value]
    os.execv(sys.executable, command)  # noqa: S606  the same program, patched from its first line
