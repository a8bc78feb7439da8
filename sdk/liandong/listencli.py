"""`liandong listen`: print the events of an inbox, verified, and opened if the key is there."""

import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from liandong.connection import connect
from liandong.consumer import Consumer
from liandong.envelope import Envelope, encode
from liandong.errors import BadSignature, CannotOpen, Malformed
from liandong.intake import Delivery, Verdict
from liandong.liveseals import OpeningKeyFile
from liandong.sealing import is_sealed, unseal
from liandong.sealkeys import Opening
from liandong.signing import KeyRing, TrustList, open_message
from liandong.topology import declare, inbox_queues_of, inbox_topology

Url = Annotated[
    str,
    typer.Option(envvar="LIANDONG_AMQP_URL", help="amqp://user:password@host:5672/vhost"),
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
) -> None:
    """Print the verified events of your inbox, one JSON document a line.

    The inbox is made when it is missing, and keeps what comes while nobody listens. An event is
    taken off it once it is printed. What its sender did not sign goes to your quarantine. A key
    that is added to the list or revoked in it counts at once, without a restart. A sealed event is
    printed as it came; with --open it is opened, and one that your keys do not open goes to your
    quarantine.

    Example: `liandong listen --department procuratorate --trust keys/trust.json
    --subscribe environment:case.referred.v1 | jq .subject`
    """
    wanted = [_subscription(text) for text in subscribe]
    keys = None if open_with is None else OpeningKeyFile(open_with, department)
    printer = _Printer(TrustList(trust), count, keys)
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


class _Printer:
    """Prints each event before its delivery is acknowledged."""

    def __init__(self, ring: KeyRing, count: int, keys: Opening | None) -> None:
        self._ring = ring
        self._keys = keys
        self._left = count or None
        self.finished = threading.Event()

    def handle(self, deliveries: Sequence[Delivery]) -> list[Verdict]:
        """Print a batch."""
        return [self._show(delivery) for delivery in deliveries]

    def _show(self, delivery: Delivery) -> Verdict:
        if self.finished.is_set():
            return Verdict.RETURN
        try:
            envelope = self._opened(open_message(delivery.body, delivery.headers, self._ring))
            sys.stdout.write(encode(envelope).decode() + "\n")
            sys.stdout.flush()
        except (Malformed, BadSignature, CannotOpen) as error:
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

    def _opened(self, envelope: Envelope) -> Envelope:
        if self._keys is None or not is_sealed(envelope):
            return envelope
        return unseal(envelope, self._keys)


def _subscription(text: str) -> tuple[str, str]:
    publisher, colon, routing_key = text.partition(":")
    if not (publisher and colon and routing_key):
        raise typer.BadParameter(f"{text}: must look like environment:case.referred.v1")
    return publisher, routing_key
