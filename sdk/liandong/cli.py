"""The `liandong` command: keys, listening and publishing for a partner, and what plugins add."""

import sys
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import EntryPoint, entry_points, version
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from liandong.connection import connect
from liandong.consumer import Consumer
from liandong.envelope import Envelope, decode, encode, new_id
from liandong.errors import BadSignature, LiandongError, Malformed
from liandong.intake import Delivery, Verdict
from liandong.keycli import key_commands
from liandong.publisher import Confirmed, Publisher, outgoing
from liandong.signing import KEY_SUFFIX, KeyRing, TrustList, load_signer, open_message
from liandong.topology import declare, inbox_queues_of, inbox_topology, publisher_topology

PLUGINS = "liandong.commands"

Url = Annotated[
    str,
    typer.Option(envvar="LIANDONG_AMQP_URL", help="amqp://user:password@host:5672/vhost"),
]


def main() -> None:
    """Run the command line; what goes wrong on purpose is told in one line."""
    try:
        build()()
    except LiandongError as error:
        typer.echo(f"liandong: {error}", err=True)
        sys.exit(1)


def build() -> typer.Typer:
    """Put together the SDK's commands and those of the plugins."""
    app = typer.Typer(
        name="liandong",
        help="Departments act together on polluted soil: the command of the bus.",
        epilog="Begin with: `liandong keys make keys procuratorate`",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode="markdown",
    )
    app.add_typer(key_commands(), name="keys")
    app.command("version")(show_version)
    app.command("listen")(listen)
    app.command("publish")(publish)
    for plugin in entry_points(group=PLUGINS):
        add_plugin(app, plugin)
    return app


def show_version() -> None:
    """Print the version of the SDK."""
    typer.echo(version("liandong"))


def listen(
    url: Url,
    department: Annotated[str, typer.Option(help="Whose inbox: yours.")],
    trust: Annotated[Path, typer.Option(help="The list of trusted keys, trust.json.")],
    subscribe: Annotated[list[str], typer.Option(help="publisher:event.vN; may be repeated.")],
    count: Annotated[int, typer.Option(help="Stop after so many; 0 goes on until Ctrl-C.")] = 0,
) -> None:
    """Print the verified events of your inbox, one JSON document a line.

    The inbox is made when it is missing, and keeps what comes while nobody listens. An event is
    taken off it once it is printed. What its sender did not sign goes to your quarantine. A key
    that is added to the list or revoked in it counts at once, without a restart.

    Example: `liandong listen --department procuratorate --trust keys/trust.json
    --subscribe environment:case.referred.v1 | jq .subject`
    """
    wanted = [_subscription(text) for text in subscribe]
    printer = _Printer(TrustList(trust), count)
    name = f"{department} listen"
    with connect(url, name=name) as connection:
        declare(connection.channel(), inbox_topology(department, wanted))
    consumer = Consumer(url, queues=inbox_queues_of(department), handle=printer.handle, name=name)
    consumer.start()
    try:
        printer.finished.wait()
    except KeyboardInterrupt:
        typer.echo("stopped", err=True)
    finally:
        consumer.stop()


def publish(
    file: Annotated[Path, typer.Argument(help="One event as CloudEvents JSON.")],
    url: Url,
    key: Annotated[Path, typer.Option(help="Your private key, <department>.key.pem.")],
) -> None:
    """Sign one event and publish it; done once the broker has taken charge of it.

    FILE holds source, type, subject, sequence, dataschema, actor, classification and data; an id,
    time or correlationid that is missing is filled in. The id is printed.

    Example: `liandong publish referral.json --key keys/procuratorate.key.pem`
    """
    envelope = _event_of(file)
    department = envelope.department
    if key.name != f"{department}{KEY_SUFFIX}":
        raise BadSignature(f"{key} is not the key of {department}, the source of the event")
    with connect(url, name=f"{department} publish") as connection:
        declare(connection.channel(), publisher_topology(department))
    with Publisher(url, department) as publisher:
        [outcome] = publisher.publish_batch([outgoing(envelope, load_signer(key))])
    if not isinstance(outcome, Confirmed):
        typer.echo(f"liandong: {type(outcome).__name__.lower()}: {outcome.reason}", err=True)
        raise typer.Exit(1)
    typer.echo(envelope.id)


class _Printer:
    """Prints each event before its delivery is acknowledged."""

    def __init__(self, ring: KeyRing, count: int) -> None:
        self._ring = ring
        self._left = count or None
        self.finished = threading.Event()

    def handle(self, deliveries: Sequence[Delivery]) -> list[Verdict]:
        """Print a batch."""
        return [self._show(delivery) for delivery in deliveries]

    def _show(self, delivery: Delivery) -> Verdict:
        if self.finished.is_set():
            return Verdict.RETURN
        try:
            envelope = open_message(delivery.body, delivery.headers, self._ring)
            sys.stdout.write(encode(envelope).decode() + "\n")
            sys.stdout.flush()
        except (Malformed, BadSignature) as error:
            typer.echo(f"to the quarantine: {error}", err=True)
            return Verdict.REJECT
        except BrokenPipeError:
            self.finished.set()
            return Verdict.RETURN
        if self._left is not None:
            self._left -= 1
            if self._left == 0:
                self.finished.set()
        return Verdict.ACK


def add_plugin(app: typer.Typer, plugin: EntryPoint) -> None:
    """Add a plugin's commands; a broken plugin costs its own commands only."""
    try:
        plugin.load()(app)
    except Exception as error:  # noqa: BLE001  (a plugin may raise anything)
        typer.echo(
            f"liandong: the commands of '{plugin.name}' ({plugin.value}) cannot be loaded:"
            f" {type(error).__name__}: {error}. Reinstall or remove that package.",
            err=True,
        )


def _subscription(text: str) -> tuple[str, str]:
    publisher, colon, routing_key = text.partition(":")
    if not (publisher and colon and routing_key):
        raise typer.BadParameter(f"{text}: must look like environment:case.referred.v1")
    return publisher, routing_key


def _event_of(file: Path) -> Envelope:
    """Read an event, filling in what a machine can know."""
    try:
        given: Any = orjson.loads(file.read_bytes())
    except (OSError, orjson.JSONDecodeError) as error:
        raise Malformed(f"{file}: not a readable JSON file ({error})") from error
    if not isinstance(given, dict):
        raise Malformed(f"{file}: must hold one JSON object")
    filled = {
        "specversion": "1.0",
        "id": new_id(),
        "time": datetime.now(UTC),
        "correlationid": new_id(),
        **given,
    }
    return decode(orjson.dumps(filled, option=orjson.OPT_UTC_Z))
