"""`liandong broker`, for the broker's operators: definitions, passwords, linter."""

from pathlib import Path
from typing import Annotated

import typer

from shared.cli.common import fail

FOLDER = Path("deploy/rabbitmq")
VHOST = "140700"
CONTAINER = "4.2"  # the policies of the series that docker-compose.yml runs
Folder = Annotated[Path, typer.Option(help="Where the committed definitions lie.")]
Version = Annotated[str, typer.Option(help="Of RabbitMQ: 3.10, 3.13, 4.2 or 4.3.")]
Vhost = Annotated[str, typer.Option(help="The city's virtual host.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    broker = typer.Typer(help="Definitions and health of the broker.", no_args_is_help=True)
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
        Path | None, typer.Option(help="Folder with one file per user; it holds the password.")
    ] = None,
    operator: Annotated[
        bool, typer.Option(help="Only what departments do not make at their start.")
    ] = False,
    older: Annotated[
        bool, typer.Option(help="With the rights that release 0.1 needs, during an upgrade.")
    ] = False,
) -> None:
    """Print RabbitMQ definitions made from the contracts, to be imported by an operator.

    Without passwords, placeholders stand in place of their hashes, and RabbitMQ refuses the import.

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
        fail("--older goes with --operator")
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
    folder: Annotated[Path, typer.Argument(help="Where they go; only you can enter it.")],
    version: Version = CONTAINER,
    vhost: Vhost = VHOST,
) -> None:
    """Make a password for each user of the broker, and the definitions that it loads at its start.

    One file per user holds its password. Those that are there stay: to change one, remove its
    file, call this again, and start the broker and that department again.

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
    """Write the committed definitions of every version; say which files changed."""
    from shared.broker import definitions as export

    for name in (changed := export.write(folder)):
        typer.echo(f"{folder / name}")
    typer.echo(f"{len(changed)} files changed.")


def check(folder: Folder = FOLDER) -> None:
    """Fail when committed definitions differ from what the contracts say."""
    from shared.broker import definitions as export

    if names := export.stale_files(folder):
        fail(f"stale definitions: {', '.join(names)}. Run `liandong broker write` and commit.")
    typer.echo("The definitions are fresh.")


def lint(
    source: Annotated[str, typer.Argument(help="A definitions file, or a management address.")],
    vhost: Vhost = VHOST,
) -> None:
    """Refuse a broker that could lose, reorder or hide a message; say what to mend.

    Example: `liandong broker lint deploy/rabbitmq/4.2.json`, or with a management address
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
