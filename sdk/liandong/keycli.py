"""`liandong keys`: make, list, rotate and revoke the keys that sign messages."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from liandong.keyfiles import TRUST_FILE, make_keys, revoke_key, rotate_key
from liandong.trust import TrustedKey
from liandong.trustfile import read_keys

Keys = Annotated[
    Path,
    typer.Option("--keys", envvar="LIANDONG_KEYS", help="The folder with trust.json."),
]
HERE = Path("keys")
WIDE = 160  # columns where no terminal tells its width: a key id is never cut


def key_commands() -> typer.Typer:
    """Put the commands together."""
    keys = typer.Typer(help="Keys that sign messages.", no_args_is_help=True)
    keys.command("make")(make)
    keys.command("list")(show)
    keys.command("rotate")(rotate)
    keys.command("revoke")(revoke)
    return keys


def make(
    folder: Annotated[Path, typer.Argument(help="Where the keys lie.")],
    departments: Annotated[list[str], typer.Argument(help="Whose keys.")],
) -> None:
    """Make the signing keys that are missing, and the list that trusts them.

    FOLDER/<department>.key.pem stays secret, FOLDER/trust.json is for everybody.

    Example: `liandong keys make keys environment agriculture`
    """
    made = make_keys(folder, departments, datetime.now(UTC))
    typer.echo(f"made: {', '.join(made) or 'none, all were there'}")


def show(keys: Keys = HERE) -> None:
    """List the trusted keys: whose they are, since when, until when, and their state.

    Example: `liandong keys list --keys keys`
    """
    now = datetime.now(UTC)
    table = Table("key", "department", "from", "until", "state")
    for key in sorted(read_keys(keys / TRUST_FILE), key=lambda key: (key.department, key.key_id)):
        until = "" if key.valid_until is None else _day(key.valid_until)
        table.add_row(key.key_id, key.department, _day(key.valid_from), until, state_of(key, now))
    console = Console()
    Console(width=None if console.is_terminal else WIDE).print(table)


def rotate(
    department: Annotated[str, typer.Argument(help="Whose key.")],
    keys: Keys = HERE,
    overlap_hours: Annotated[
        float, typer.Option(min=0, help="So long the old key still signs for new events.")
    ] = 24,
) -> None:
    """Give a department a new key; its old ones end after an overlap.

    Running services follow within a second, without a restart. Where the list is handed out by
    hand, do that within the overlap, and put the new private key into service after it. What the
    old key signed before its end stays valid.

    Example: `liandong keys rotate environment --overlap-hours 24`
    """
    overlap = timedelta(hours=overlap_hours)
    made = rotate_key(keys, department, overlap, datetime.now(UTC))
    typer.echo(f"{department} signs with {made}; its older keys end in {overlap_hours:g} hours")


def revoke(
    key_id: Annotated[str, typer.Argument(help="Which key, as `liandong keys list` shows it.")],
    why: Annotated[str, typer.Option(help="The reason, for everybody to read.")],
    keys: Keys = HERE,
) -> None:
    """Believe nothing more that a key signed, whatever time an event claims.

    What took effect before stays. All that is still under way or comes again goes to the
    quarantine. This cannot be taken back.

    Example: `liandong keys revoke environment-0123456789ab --why "laptop stolen"`
    """
    department = revoke_key(keys, key_id, why, datetime.now(UTC))
    typer.echo(f"revoked: {key_id}. Next: liandong keys rotate {department} --keys {keys}")


def state_of(key: TrustedKey, now: datetime) -> str:
    """Say in few words what a key is good for now."""
    if key.revoked_at is not None:
        return f"revoked: {key.revoked_why or 'no reason given'}"
    if now < key.valid_from:
        return "not yet in use"
    if key.valid_until is None:
        return "in use"
    return "ended" if key.valid_until <= now else "ending"


def _day(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%d %H:%MZ")
