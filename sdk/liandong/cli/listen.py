"""`liandong listen`: print the events of an inbox, verified, and unsealed if a key is given."""

from pathlib import Path
from typing import Annotated

import typer

from liandong.amqp.address import address_from, plaintext_allowed_for
from liandong.amqp.connection import connect
from liandong.amqp.topology import declare, inbox_queues_of, inbox_topology
from liandong.cli.listener import ContentClient, EventPrinter
from liandong.consuming.consumer import Consumer
from liandong.keys.reloading_seals import OpeningKeyFile
from liandong.messages.verify import TrustList, load_signer

Url = Annotated[
    str,
    typer.Option(envvar="LIANDONG_AMQP_URL", help="Broker: amqps://user:password@host:5671/vhost"),
]


def listen(
    url: Url,
    department: Annotated[str, typer.Option(help="Your department; its inbox is read.")],
    trust: Annotated[Path, typer.Option(help="List of trusted keys, trust.json.")],
    subscribe: Annotated[list[str], typer.Option(help="publisher:event.vN; repeatable.")],
    count: Annotated[
        int, typer.Option(help="Stop after this many events; 0: run until Ctrl-C.")
    ] = 0,
    open_with: Annotated[
        Path | None,
        typer.Option("--open", help="Private sealing keys, such as procuratorate.seal.pem."),
    ] = None,
    fetch: Annotated[
        str,
        typer.Option(
            help="Address to fetch large content: https://{department}.example, or a JSON file."
        ),
    ] = "",
    key: Annotated[
        Path | None, typer.Option(help="Your private signing key; required by --fetch.")
    ] = None,
) -> None:
    """Print verified events from your inbox, one JSON document per line.

    The inbox is created if missing, and stores events while no listener runs. An event is removed
    from it after printing. Events without a valid signature go to your quarantine. Changes of the
    list of trusted keys apply immediately. Sealed events are printed sealed; with --open they are
    opened, and those that your keys cannot open go to your quarantine.

    Content too large for the broker is referenced by its hash in `dataref`. With --fetch and --key
    it is fetched from its publisher, verified and printed inline. If that fails, the command ends
    and the event stays in your inbox.

    Example: `liandong listen --department procuratorate --trust keys/trust.json
    --subscribe environment:case.referred.v1 | jq .subject`
    """
    broker = address_from(url)
    wanted = [_subscription(text) for text in subscribe]
    keys = None if open_with is None else OpeningKeyFile(open_with, department)
    printer = EventPrinter(TrustList(trust), count, _contents(fetch, key), keys)
    name = f"{department} listen"
    with connect(broker, name=name) as connection:
        declare(connection.channel(), inbox_topology(department, wanted))
    consumer = Consumer(
        broker, queues=inbox_queues_of(department), handle=printer.handle, name=name
    )
    consumer.start()
    try:
        printer.finished.wait()
    except KeyboardInterrupt:
        typer.echo("stopped", err=True)
    finally:
        consumer.stop()
    if printer.fault:
        raise printer.fault


def _subscription(text: str) -> tuple[str, str]:
    publisher, colon, routing_key = text.partition(":")
    if not (publisher and colon and routing_key):
        raise typer.BadParameter(f"{text}: must look like environment:case.referred.v1")
    return publisher, routing_key


def _contents(addresses: str, key: Path | None) -> ContentClient | None:
    """Return the client for `--fetch` and `--key`; None if both are missing."""
    if not addresses and key is None:
        return None
    if not addresses or key is None:
        raise typer.BadParameter("--fetch (address) and --key (your key) go together")
    allowed = "http" in plaintext_allowed_for()
    return ContentClient(addresses, load_signer(key), plain_allowed=allowed)
