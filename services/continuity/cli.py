"""`liandong recover`: resume a department whose database was restored from an older backup."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from shared.cli.common import HOME, fail, require_departments

if TYPE_CHECKING:
    from shared.operations.recovery.records import Recovery

SHOWN = 20


def register(app: typer.Typer) -> None:
    """Add `recover` to the command line."""
    app.command("recover")(recover)


def recover(
    departments: Annotated[list[str], typer.Argument(help="Department names; stop them first.")],
    why: Annotated[str, typer.Option(help="Reason; other departments can read it.")],
    person: Annotated[str, typer.Option("--as", help="Your name.")] = "ops-1",
    home: Annotated[Path, typer.Option(help="Home folder of the local platform.")] = HOME,
) -> None:
    """Resume departments after a restore of their databases, with any tool.

    Asks the subscribers, which must run, for the events that they received from the department;
    continues its sequence numbers above all of these; lists the lost events; and reports the break
    to the coordination office. Once the department runs, publishers resend all events since the
    backup. Settings: LIANDONG_MONGO_URL, LIANDONG_KEYS, LIANDONG_PEERS and LIANDONG_CITY, as for a
    service, otherwise those of the home folder.

    Example: `liandong recover environment --why "disk of the store broken"`
    """
    from liandong.messages.verify import KEY_SUFFIX, SigningKey
    from services.continuity.recover import recover as run
    from shared.catalog.catalog import department_names
    from shared.clock.system import system_clock
    from shared.config.command_settings import CommandSettings
    from shared.delivery.contents.peers import Peers
    from shared.errors import PlatformError
    from shared.handling.cause import PublisherIdentity
    from shared.local.errors import LocalError
    from shared.local.store_access import open_store_address
    from shared.operations.migrations.schema import SchemaError
    from shared.operations.recovery.client import RecoveryClient, listeners_of
    from shared.store.mongo.store import MongoStore

    require_departments(departments, department_names())
    settings = CommandSettings.from_env()
    keys = Path(settings.keys or home / "keys")
    peers = Peers(settings.peers or str(home / "peers.json"))
    try:
        with open_store_address(home, settings) as address:
            for name in departments:
                store = MongoStore(address, name)
                key = SigningKey(keys / f"{name}{KEY_SUFFIX}")
                asker = RecoveryClient(peers, key, system_clock, settings.http_tls)
                listeners, place = listeners_of(name), PublisherIdentity(settings.city, name)
                done = run(store, place, listeners, asker.ask, system_clock, person, why)
                store.close()
                _show(name, done.recovery)
                for act in done.lost[:SHOWN]:
                    typer.echo(f"  lost: {act.type} {act.subject} no. {act.sequence} of {act.at}")
                if len(done.lost) > SHOWN:
                    typer.echo(f"  … `liandong call {name} /v1/lost-acts` lists all")
    except (SchemaError, PlatformError, LocalError, OSError) as error:
        fail(str(error))
    typer.echo("Start the departments now. Clerks enter again what was lost.")


def _show(name: str, recovery: "Recovery") -> None:
    typer.echo(f"{name}: numbers go on behind {recovery.floor}")
    typer.echo(f"  asked: {', '.join(recovery.asked) or 'nobody'}")
    if recovery.silent:
        typer.echo(
            f"  did not answer: {', '.join(recovery.silent)}: more may be lost than is shown"
        )
    typer.echo(f"  {recovery.lost} events that others heard are lost here")
