"""The platform's subcommands of `liandong`."""

from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import orjson
import typer

from shared.cli import (
    audit,
    backup,
    broker,
    certificates,
    clock,
    contracts,
    k8s,
    migrate,
    partitions,
    replay,
    restore,
    up,
)
from shared.cli.common import HOME, fail, require_departments
from shared.cli.failed import main as failed_cli
from shared.clock.system import system_clock

if TYPE_CHECKING:
    from shared.web.auth import Role

CLERK = ["clerk"]
PARTS = (
    up,
    audit,
    backup,
    broker,
    certificates,
    clock,
    contracts,
    failed_cli,
    k8s,
    migrate,
    partitions,
    replay,
    restore,
)
Home = Annotated[Path, typer.Option(help="Folder that holds data, keys and logs.")]


def register(app: typer.Typer) -> None:
    """Add the platform's commands to the SDK's."""
    app.command("setup")(setup)
    app.command("token")(token)
    app.command("call")(call)
    app.command("departments")(departments)
    for part in PARTS:
        part.register(app)


def setup(home: Home = HOME) -> None:
    """Make development keys for all departments and an issuer of tokens; keeps what is there."""
    from shared.local.dev_keys import create_dev_keys

    for name, value in create_dev_keys(home, system_clock()).items():
        typer.echo(f"{name}={value}")


def token(
    department: Annotated[str, typer.Option(help="Which department the person belongs to.")],
    role: Annotated[list[str], typer.Option(help="May be given several times.")],
    subject: Annotated[str, typer.Option(help="Who it is.")] = "clerk-1",
    hours: Annotated[float, typer.Option(help="How long it is good for.")] = 8.0,
    home: Home = HOME,
) -> None:
    """Make a token for development; in a city the identity provider issues them.

    Example: `liandong token --department environment --role clerk`
    """
    from shared.catalog.catalog import department_names
    from shared.local.dev_keys import development_token
    from shared.web.auth import Caller

    require_departments([department], department_names())
    caller = Caller(subject, department, frozenset(_roles(role)))
    try:
        made = development_token(home, caller, system_clock(), timedelta(hours=hours))
    except FileNotFoundError:
        fail(f"no token issuer under {home}; `liandong setup --home {home}` makes one")
    typer.echo(made)


def call(
    department: Annotated[str, typer.Argument(help="Which one, as `liandong departments` lists.")],
    path: Annotated[str, typer.Argument(help="What to ask for, as /v1/plots.")],
    body: Annotated[str | None, typer.Option(help="JSON to POST; without it, a GET.")] = None,
    key: Annotated[
        str | None, typer.Option(help="Idempotency-Key: give the same one to try again.")
    ] = None,
    role: Annotated[list[str], typer.Option(help="May be given several times.")] = CLERK,
    subject: Annotated[str, typer.Option(help="Who asks.")] = "clerk-1",
    home: Home = HOME,
) -> None:
    """Ask a department of the platform that runs on this machine; a token is made on the spot.

    Example: `liandong call environment /v1/plots`
    """
    from shared.cli import call as calls

    try:
        status, answer = calls.call(
            home, department, path, roles=_roles(role), subject=subject, body=body, key=key
        )
    except calls.CallError as error:
        fail(str(error))
    typer.echo(orjson.dumps(answer, option=orjson.OPT_INDENT_2).decode())
    if status >= HTTPStatus.BAD_REQUEST:
        raise typer.Exit(1)


def departments() -> None:
    """List the departments that have a service here."""
    from shared.catalog.catalog import department_names, load_service

    for name in department_names():
        typer.echo(f"{name:<20} {load_service(name).title}")


def _roles(names: list[str]) -> "list[Role]":
    from shared.web.auth import Role

    unknown = [name for name in names if name not in {known.value for known in Role}]
    if unknown:
        fail(f"no such role: {', '.join(unknown)}; there are: {', '.join(Role)}")
    return [Role(name) for name in names]
