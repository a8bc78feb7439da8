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
    typer.Option(envvar="LIANDONG_AMQP_URL", help="amqps://user:password@host:5671/vhost"),
]


def listen(
    url: Url,
    department: Annotated[str, typer.Option(help="Whose inbox: yours.")],
    trust: Annotated[Path, typer.Option(help="The list of trusted keys, trust.json.")],
    subscribe: Annotated[list[str], typer.Option(help="publisher:event.vN; may be repeated.")],
    count: Annotated[int, typer.Option(help="Stop after so many; 0 goes on until Ctrl-C.")] = 0,
    open_with: Annotated[
        Path | None,
        typer.Option("--open", help="Your private keys, procuratorate.seal.pem, to open seals."),
    ] = None,
    fetch: Annotated[
        str,
        typer.Option(
            help="Fetch large content from https://{department}.example, or a file of addresses."
        ),
    ] = "",
    key: Annotated[
        Path | None, typer.Option(help="Your private key, which --fetch asks with.")
    ] = None,
) -> None:
    """Print the verified events of your inbox, one JSON document a line.

    The inbox is made when it is missing, and keeps what comes while nobody listens. An event is
    taken off it once it is printed. What its sender did not sign goes to your quarantine. A key
    that is added to the list or revoked in it counts at once, without a restart. A sealed event is
    printed as it came; with --open it is opened, and one that your keys do not open goes to your
    quarantine.

    Content too large for the broker is named by its hash in `dataref`. With --fetch and --key it
    is fetched from its publisher, checked against the hash and printed in its place. When that
    cannot be done, the command ends, and the event stays in your inbox.

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
        raise typer.BadParameter("--fetch (where publishers answer) and --key (yours) go together")
    allowed = "http" in plaintext_allowed_for()
    return ContentClient(addresses, load_signer(key), plain_allowed=allowed)
