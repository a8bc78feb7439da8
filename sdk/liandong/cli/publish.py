"""`liandong publish`: sign one event from a file, seal it if it is restricted, and publish it."""

import codecs
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from liandong.amqp.address import address_from
from liandong.amqp.connection import connect
from liandong.amqp.topology import declare, publisher_topology
from liandong.cli.listen import Url
from liandong.envelope import Envelope, decode, new_id, strict_json
from liandong.errors import BadSignature, Malformed
from liandong.keys.sealing_key_files import read_recipients
from liandong.keys.sealing_keys import Recipients
from liandong.messages.outgoing import Confirmed, outgoing
from liandong.messages.sealing import is_sealed, seal
from liandong.messages.verify import KEY_SUFFIX, load_signer
from liandong.publishing.checks import refuse_before_leaving, trust_list_of
from liandong.publishing.publisher import Publisher


def publish(
    file: Annotated[Path, typer.Argument(help="File with one event as CloudEvents JSON.")],
    url: Url,
    key: Annotated[Path, typer.Option(help="Your private signing key, `DEPARTMENT.key.pem`.")],
    seal_for: Annotated[
        list[str] | None, typer.Option(help="Department that can open it too; repeatable.")
    ] = None,
    recipients: Annotated[
        Path | None, typer.Option(help="List of sealing keys, sealing.json.")
    ] = None,
    recipient: Annotated[
        str, typer.Option(help="Recipient of an event addressed to one department.")
    ] = "",
    trust: Annotated[
        Path | None,
        typer.Option(help="List of trusted keys; default: trust.json in the folder of --key."),
    ] = None,
) -> None:
    """Sign and publish one event, wait for the broker's confirm, and print the event id.

    FILE contains source, type, subject, sequence, dataschema, actor, classification and data; a
    missing id, time or correlationid is generated. A restricted event must be sealed: give the
    departments that its contract names (`x-sealed-for`) with --seal-for, and --recipients. An event
    that every receiver would refuse, for example because the key was not valid at the event's
    time, is rejected before it is sent.

    Example: `liandong publish referral.json --key keys/procuratorate.key.pem`
    """
    envelope = _closed(_event_of(file), seal_for or [], recipients)
    department = envelope.department
    if key.name != f"{department}{KEY_SUFFIX}":
        raise BadSignature(f"{key} is not the key of {department}, the source of the event")
    message = outgoing(envelope, load_signer(key), recipient=recipient)
    refuse_before_leaving(envelope, message.body, message.headers, trust_list_of(key, trust))
    broker = address_from(url)
    with connect(broker, name=f"{department} publish") as connection:
        declare(connection.channel(), publisher_topology(department))
    with Publisher(broker, department) as publisher:
        [outcome] = publisher.publish_batch([message])
    if not isinstance(outcome, Confirmed):
        typer.echo(f"liandong: {type(outcome).__name__.lower()}: {outcome.reason}", err=True)
        raise typer.Exit(1)
    typer.echo(envelope.id)


def _closed(envelope: Envelope, seal_for: Sequence[str], recipients: Path | None) -> Envelope:
    """Seal an event for the named recipients; raise for a restricted event that is not sealed."""
    if seal_for and recipients is not None:
        keys = Recipients(read_recipients(recipients))
        return seal(envelope, seal_for, keys, datetime.now(UTC))
    if seal_for or (envelope.classification == "restricted" and not is_sealed(envelope)):
        raise typer.BadParameter("a sealed event needs both --seal-for and --recipients")
    return envelope


def _event_of(file: Path) -> Envelope:
    """Read an event; fill in specversion, id, time and correlationid where they are missing."""
    try:
        raw = file.read_bytes().removeprefix(codecs.BOM_UTF8)  # Windows editors write one
    except OSError as error:
        raise Malformed(f"{file}: not readable ({error.strerror})") from error
    given: Any = strict_json.loads(raw, where=str(file))
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
