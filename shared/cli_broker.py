"""Subcommands of `liandong` for whoever runs the broker: definitions, linter, partitions."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from shared.repartition import Inboxes

HOME = Path(".local")
FOLDER = Path("deploy/rabbitmq")
VHOST = "140700"
POLL_S = 0.5
Folder = Annotated[Path, typer.Option(help="Where the committed definitions lie.")]
Version = Annotated[str, typer.Option(help="Of RabbitMQ: 3.10, 3.13, 4.2 or 4.3.")]
Vhost = Annotated[str, typer.Option(help="The city's virtual host.")]


def add(app: typer.Typer) -> None:
    """Add the commands."""
    broker = typer.Typer(help="Definitions and health of the broker.", no_args_is_help=True)
    broker.command("definitions")(definitions)
    broker.command("write")(write)
    broker.command("check")(check)
    broker.command("lint")(lint)
    app.add_typer(broker, name="broker")
    app.command("partitions")(partitions)


def definitions(
    version: Version,
    vhost: Vhost = VHOST,
    passwords: Annotated[
        Path | None, typer.Option(help="Folder with one file per user; it holds the password.")
    ] = None,
    operator: Annotated[
        bool, typer.Option(help="Only what departments do not make at their start.")
    ] = False,
) -> None:
    """Print RabbitMQ definitions made from the contracts, to be imported by an operator.

    Without passwords, placeholders stand in place of their hashes, and RabbitMQ refuses the import.

    Example: `liandong broker definitions --version 4.2 --operator --passwords secrets/rabbitmq`
    """
    from shared import broker_export as export  # noqa: PLC0415  the command line starts fast
    from shared.broker_policies import UnknownVersionError  # noqa: PLC0415

    make = export.operator_definitions if operator else export.definitions
    try:
        made = make(version, vhost)
    except UnknownVersionError as error:
        _fail(str(error))
    if passwords is not None:
        users = [user["name"] for user in made["users"]]
        made = export.with_hashes(made, {user: _hash(passwords, user) for user in users})
    typer.echo(export.as_text(made), nl=False)


def write(folder: Folder = FOLDER) -> None:
    """Write the committed definitions of every version; say which files changed."""
    from shared import broker_export as export  # noqa: PLC0415

    for name in (changed := export.write(folder)):
        typer.echo(f"{folder / name}")
    typer.echo(f"{len(changed)} files changed.")


def check(folder: Folder = FOLDER) -> None:
    """Fail when committed definitions differ from what the contracts say."""
    from shared import broker_export as export  # noqa: PLC0415

    if names := export.stale(folder):
        _fail(f"stale definitions: {', '.join(names)}. Run `liandong broker write` and commit.")
    typer.echo("The definitions are fresh.")


def lint(
    source: Annotated[str, typer.Argument(help="A definitions file, or a management address.")],
    vhost: Vhost = VHOST,
) -> None:
    """Refuse a broker that could lose, reorder or hide a message; say what to mend.

    Example: `liandong broker lint deploy/rabbitmq/4.2.json`, or with a management address
    `liandong broker lint https://operator:secret@bus.example:15671 --vhost 140700`
    """
    from shared import broker_lint as linter  # noqa: PLC0415
    from shared.broker_source import SourceError, read  # noqa: PLC0415

    try:
        told = read(source)
    except SourceError as error:
        _fail(str(error))
    found = linter.of_vhost(told, vhost)
    if not found["exchanges"]:
        _fail(f"{source} defines nothing in the virtual host {vhost!r}")
    for finding in (findings := linter.lint(found)):
        typer.echo(f"{finding.name} {finding.fault}")
    if findings:
        _fail(f"{len(findings)} faults")
    for names, why in linter.EXCEPTIONS.items():
        typer.echo(f"excepted: {names}. {why}")
    typer.echo(f"{len(found['queues'])} queues and {len(found['exchanges'])} exchanges are sound.")


def partitions(
    department: Annotated[str, typer.Argument(help="Which one, as `liandong departments` lists.")],
    number: Annotated[int | None, typer.Argument(help="How many queues it shall have.")] = None,
    home: Annotated[Path, typer.Option(help="Folder of the platform that runs here.")] = HOME,
    wait_s: Annotated[float, typer.Option(help="How long to wait for the old queues.")] = 300.0,
) -> None:
    """Show how many inbox queues a department has, or change it while events flow.

    Servers are those of LIANDONG_AMQP_URL and LIANDONG_MONGO_URL, else those that run in `home`.
    May be interrupted and called again; nothing is lost and the order per subject is kept.

    Example: `liandong partitions agriculture 4`
    """
    from shared.layout import LayoutError  # noqa: PLC0415

    with _inboxes(department, home) as inboxes:
        if number is not None:
            try:
                inboxes.move(number, typer.echo)
            except LayoutError as error:
                _fail(str(error))
            _wait_until_clear(inboxes, wait_s)
        _show(inboxes)


def _wait_until_clear(inboxes: "Inboxes", wait_s: float) -> None:
    """Show how much the department still has to read of the old queues, until they are gone."""
    from shared.layout import Stage, old_queues  # noqa: PLC0415

    end, told = time.monotonic() + wait_s, -1
    while (layout := inboxes.clear()).stage is not Stage.STABLE:
        left = sum(inboxes.backlog(q).ready for q in old_queues(inboxes.department, layout))
        if left != told:
            typer.echo(f"{left} events wait in the old queues")
            told = left
        if time.monotonic() > end:
            _fail("the old queues are still in use: is the department's worker running?")
        time.sleep(POLL_S)


def _show(inboxes: "Inboxes") -> None:
    from shared.layout import Stage, new_queues, old_queues  # noqa: PLC0415

    layout, department = inboxes.layout(), inboxes.department
    for queue in (*old_queues(department, layout), *new_queues(department, layout)):
        ready, consumers = inboxes.backlog(queue)
        typer.echo(f"{queue:<40} {ready:>8} waiting  {consumers} consumers")
    if layout.stage is not Stage.STABLE:
        typer.echo(f"moving from generation {layout.draining} to {layout.generation}")


@contextmanager
def _inboxes(department: str, home: Path) -> Iterator["Inboxes"]:
    from shared.catalog import department_names  # noqa: PLC0415
    from shared.layout import Layout  # noqa: PLC0415
    from shared.local.running import find_running  # noqa: PLC0415
    from shared.mongo import MongoStore  # noqa: PLC0415
    from shared.repartition import Inboxes  # noqa: PLC0415

    if department not in department_names():
        _fail(f"there is no department {department!r}; there are: {', '.join(department_names())}")
    amqp, mongo = os.environ.get("LIANDONG_AMQP_URL"), os.environ.get("LIANDONG_MONGO_URL")
    if not (amqp and mongo):
        running = find_running(home)
        if running is None:
            _fail(f"no platform runs in {home}: set LIANDONG_AMQP_URL and LIANDONG_MONGO_URL")
        amqp, mongo = running.amqp_urls.get(department, running.amqp_url), running.mongo_url
    store = MongoStore(mongo, department)
    store.prepare((Layout,))
    try:
        yield Inboxes(department, store, amqp)
    finally:
        store.close()


def _hash(passwords: Path, user: str) -> str:
    from shared.local.accounts import hash_of  # noqa: PLC0415

    if not (passwords / user).is_file():
        _fail(f"no password of the user {user}: {passwords / user} is missing")
    return hash_of((passwords / user).read_text(encoding="utf-8").strip())


def _fail(text: str) -> NoReturn:
    typer.echo(f"liandong: {text}", err=True)
    raise typer.Exit(1)
