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
from shared.cli.common import HOME, Division, division_or_city, fail, require_departments
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
Home = Annotated[Path, typer.Option(help="Home folder: data, keys and logs.")]


def register(app: typer.Typer) -> None:
    """Add the platform's commands to the SDK's."""
    app.command("setup")(setup)
    app.command("token")(token)
    app.command("call")(call)
    app.command("departments")(departments)
    for part in PARTS:
        part.register(app)


def setup(home: Home = HOME) -> None:
    """Create development keys for all departments and a token issuer; existing ones are kept.

    Prints the settings that refer to them (LIANDONG_KEYS, LIANDONG_TOKENS).
    """
    from shared.local.dev_keys import create_dev_keys

    for name, value in create_dev_keys(home, system_clock()).items():
        typer.echo(f"{name}={value}")


def token(
    department: Annotated[str, typer.Option(help="Department of the person.")],
    role: Annotated[list[str], typer.Option(help="Role; repeatable.")],
    division: Division = "",
    subject: Annotated[str, typer.Option(help="Name of the person.")] = "clerk-1",
    hours: Annotated[float, typer.Option(help="Validity in hours.")] = 8.0,
    home: Home = HOME,
) -> None:
    """Issue a development token. In production the identity provider issues tokens.

    Example: `liandong token --department environment --role clerk --division 140728`
    """
    from shared.catalog.catalog import department_names
    from shared.local.dev_keys import development_token
    from shared.web.auth import Caller

    require_departments([department], department_names())
    caller = Caller(subject, department, frozenset(_roles(role)), division_or_city(division))
    try:
        made = development_token(home, caller, system_clock(), timedelta(hours=hours))
    except FileNotFoundError:
        fail(f"no token issuer in {home}: run `liandong setup --home {home}`")
    typer.echo(made)


def call(
    department: Annotated[str, typer.Argument(help="Department name; see `liandong departments`.")],
    path: Annotated[str, typer.Argument(help="Path, such as /v1/plots.")],
    body: Annotated[str | None, typer.Option(help="JSON body of a POST; without it, GET.")] = None,
    key: Annotated[
        str | None, typer.Option(help="Idempotency-Key; reuse it to retry a request safely.")
    ] = None,
    role: Annotated[list[str], typer.Option(help="Role; repeatable.")] = CLERK,
    division: Division = "",
    subject: Annotated[str, typer.Option(help="Name of the caller.")] = "clerk-1",
    home: Home = HOME,
) -> None:
    """Send an HTTP request to a local department, with a new development token.

    Exit code 1 if the status is 400 or higher.

    Example: `liandong call environment /v1/plots`
    """
    from shared.cli import call as calls

    try:
        status, answer = calls.call(
            home,
            department,
            path,
            roles=_roles(role),
            subject=subject,
            division=division_or_city(division),
            body=body,
            key=key,
        )
    except calls.CallError as error:
        fail(str(error))
    typer.echo(orjson.dumps(answer, option=orjson.OPT_INDENT_2).decode())
    if status >= HTTPStatus.BAD_REQUEST:
        raise typer.Exit(1)


def departments() -> None:
    """List the departments that have a service on this platform."""
    from shared.catalog.catalog import department_names, load_service

    for name in department_names():
        typer.echo(f"{name:<20} {load_service(name).title}")


def _roles(names: list[str]) -> "list[Role]":
    from shared.web.auth import Role

    unknown = [name for name in names if name not in {known.value for known in Role}]
    if unknown:
        fail(f"no such role: {', '.join(unknown)}; there are: {', '.join(Role)}")
    return [Role(name) for name in names]
