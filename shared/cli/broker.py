"""`liandong broker`, for the broker's operators: definitions, passwords, linter."""

from pathlib import Path
from typing import Annotated

import typer

from shared.cli.common import fail

FOLDER = Path("deploy/rabbitmq")
VHOST = "140700"
CONTAINER = "4.2"  # the policies of the series that docker-compose.yml runs
Folder = Annotated[Path, typer.Option(help="Folder of the committed definitions.")]
Version = Annotated[str, typer.Option(help="RabbitMQ version: 3.10, 3.13, 4.2 or 4.3.")]
Vhost = Annotated[str, typer.Option(help="Virtual host of the city.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    broker = typer.Typer(
        help="RabbitMQ definitions, passwords and configuration checks.", no_args_is_help=True
    )
    broker.command("definitions")(definitions)
    broker.command("write")(write)
    broker.command("check")(check)
    broker.command("lint")(lint)
    broker.command("secrets")(secrets)
    app.add_typer(broker, name="broker")


def definitions(
    version: Version,
    vhost: Vhost = VHOST,
    passwords: Annotated[
        Path | None, typer.Option(help="Folder with one password file per user.")
    ] = None,
    operator: Annotated[
        bool, typer.Option(help="Only what departments do not declare at startup.")
    ] = False,
    older: Annotated[
        bool, typer.Option(help="Add the permissions of release 0.1, for an upgrade (--operator).")
    ] = False,
) -> None:
    """Print RabbitMQ definitions generated from the contracts, for import by an operator.

    Without --passwords the output contains placeholders for password hashes, and RabbitMQ rejects
    it.

    Example: `liandong broker definitions --version 4.2 --operator --passwords secrets/rabbitmq`
    """
    from shared.broker import definitions as export
    from shared.broker.passwords import (
        PasswordsError,
        hash_of,
        password_of,
    )
    from shared.broker.policies import UnknownBrokerVersionError

    if older and not operator:
        fail("--older requires --operator")
    try:
        made = (
            export.operator_definitions(version, vhost, older=older)
            if operator
            else export.definitions(version, vhost)
        )
        if passwords is not None:
            users = [user["name"] for user in made["users"]]
            hashes = {user: hash_of(password_of(passwords, user)) for user in users}
            made = export.with_hashes(made, hashes)
    except (UnknownBrokerVersionError, PasswordsError) as error:
        fail(str(error))
    typer.echo(export.to_json(made), nl=False)


def secrets(
    folder: Annotated[Path, typer.Argument(help="Output folder; only its owner can enter it.")],
    version: Version = CONTAINER,
    vhost: Vhost = VHOST,
) -> None:
    """Create missing passwords of broker users, and the definitions that the broker loads at start.

    Each user has one password file. Existing passwords are kept. To change one, delete its file,
    run this command again, and restart the broker and that department.

    Example: `liandong broker secrets secrets/rabbitmq`
    """
    from shared.broker.passwords import DEFINITIONS, PasswordsError, create_passwords
    from shared.broker.policies import UnknownBrokerVersionError

    try:
        new = create_passwords(folder, version, vhost)
    except (UnknownBrokerVersionError, PasswordsError, OSError) as error:
        fail(str(error))
    typer.echo(f"new passwords: {', '.join(new) or 'none'}")
    typer.echo(f"{folder / DEFINITIONS} is what the broker loads at its start.")


def write(folder: Folder = FOLDER) -> None:
    """Generate the committed definitions of all RabbitMQ versions and list changed files."""
    from shared.broker import definitions as export

    for name in (changed := export.write(folder)):
        typer.echo(f"{folder / name}")
    typer.echo(f"{len(changed)} files changed.")


def check(folder: Folder = FOLDER) -> None:
    """Check that committed definitions match the contracts. Exit code 1 if one is outdated."""
    from shared.broker import definitions as export

    if names := export.stale_files(folder):
        fail(f"outdated definitions: {', '.join(names)}. Run `liandong broker write` and commit.")
    typer.echo("The definitions are fresh.")


def lint(
    source: Annotated[
        str, typer.Argument(help="Definitions file, or management address of a broker.")
    ],
    vhost: Vhost = VHOST,
) -> None:
    """Find broker settings that could lose, reorder or hide messages. Exit code 1 if there are any.

    Example, for a file: `liandong broker lint deploy/rabbitmq/4.2.json`

    Example, for a broker:
    `liandong broker lint https://operator:secret@bus.example:15671 --vhost 140700`
    """
    from shared.broker import lint as linter
    from shared.config.command_settings import CommandSettings
    from shared.operations.broker_source import SourceError, load_definitions

    try:
        told = load_definitions(source, CommandSettings.from_env().http_tls)
    except SourceError as error:
        fail(str(error))
    found = linter.restrict_to_vhost(told, vhost)
    if not found["exchanges"]:
        fail(f"{source} defines nothing in the virtual host {vhost!r}")
    for finding in (findings := linter.lint(found)):
        typer.echo(f"{finding.name} {finding.fault}")
    if findings:
        fail(f"{len(findings)} faults")
    for names, why in linter.EXCEPTIONS.items():
        typer.echo(f"excepted: {names}. {why}")
    typer.echo(f"{len(found['queues'])} queues and {len(found['exchanges'])} exchanges are sound.")
