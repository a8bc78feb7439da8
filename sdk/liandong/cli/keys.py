"""`liandong keys`: make, list, rotate and revoke the keys that sign messages and open seals."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from liandong.keys.audit_log import append_act
from liandong.keys.key_verifier import TrustedKey
from liandong.keys.sealing_key_files import (
    SEALING_FILE,
    make_sealing_keys,
    read_recipients,
    revoke_sealing_key,
    rotate_sealing_key,
)
from liandong.keys.sealing_keys import RecipientKey
from liandong.keys.signing_key_files import TRUST_FILE, make_keys, revoke_key, rotate_key
from liandong.keys.trust_list import read_keys

Keys = Annotated[
    Path,
    typer.Option("--keys", envvar="LIANDONG_KEYS", help="Where the lists and keys lie."),
]
HERE = Path("keys")
WIDE = 160  # columns if the output is no terminal: a key id is never truncated


def key_commands() -> typer.Typer:
    """Return the subcommands of `liandong keys`."""
    keys = typer.Typer(help="Keys that sign messages and open seals.", no_args_is_help=True)
    keys.command("make")(make)
    keys.command("list")(show)
    keys.command("rotate")(rotate)
    keys.command("revoke")(revoke)
    return keys


def make(
    folder: Annotated[Path, typer.Argument(help="Where the keys lie.")],
    departments: Annotated[list[str], typer.Argument(help="Whose keys.")],
) -> None:
    """Make the keys that are missing, to sign and to open seals, and the lists of public ones.

    FOLDER/<department>.key.pem and .seal.pem stay secret, FOLDER/trust.json and sealing.json are
    for everybody.

    Example: `liandong keys make keys environment agriculture`
    """
    now = datetime.now(UTC)
    folder.mkdir(parents=True, exist_ok=True)
    append_act(folder, "keys make", departments, "", now)
    made = dict.fromkeys(
        (*make_keys(folder, departments, now), *make_sealing_keys(folder, departments, now))
    )
    typer.echo(f"made: {', '.join(made) or 'none, all were there'}")


def show(keys: Keys = HERE) -> None:
    """List the public keys: whose, for what, since when, until when, and their state.

    Example: `liandong keys list --keys keys`
    """
    now = datetime.now(UTC)
    table = Table("key", "department", "use", "from", "until", "state")
    for key in sorted(_listed(keys), key=lambda key: (key.department, key.key_id)):
        until = "" if key.valid_until is None else _day(key.valid_until)
        use = "seal" if isinstance(key, RecipientKey) else "sign"
        began = _day(key.valid_from)
        table.add_row(key.key_id, key.department, use, began, until, state_of(key, now))
    console = Console()
    Console(width=None if console.is_terminal else WIDE).print(table)


def rotate(
    department: Annotated[str, typer.Argument(help="Whose key.")],
    keys: Keys = HERE,
    overlap_hours: Annotated[
        float, typer.Option(min=0, help="So long the old key is still in use for new events.")
    ] = 24,
    seal: Annotated[
        bool, typer.Option("--seal", help="The key that opens seals, not the one that signs.")
    ] = False,
    why: Annotated[str, typer.Option(help="The reason; it is recorded.")] = "",
) -> None:
    """Give a department a new key; its old ones end after an overlap.

    Running services follow within a second, without a restart. Where the list is handed out by
    hand, do that within the overlap, and put the new private key into service after it. What the
    old key signed before its end stays valid, and what was sealed for it can always be opened:
    <department>.seal.pem keeps the old keys behind the new one. Lose none of them.

    Example: `liandong keys rotate environment --overlap-hours 24`
    """
    overlap, now = timedelta(hours=overlap_hours), datetime.now(UTC)
    append_act(keys, "keys rotate --seal" if seal else "keys rotate", [department], why, now)
    if seal:
        made, use = rotate_sealing_key(keys, department, overlap, now), "opens seals"
    else:
        made, use = rotate_key(keys, department, overlap, now), "signs"
    typer.echo(f"{department} {use} with {made}; its older keys end in {overlap_hours:g} hours")


def revoke(
    key_id: Annotated[str, typer.Argument(help="Which key, as `liandong keys list` shows it.")],
    why: Annotated[str, typer.Option(help="The reason, for everybody to read.")],
    keys: Keys = HERE,
) -> None:
    """Believe nothing more that a key signed, whatever time an event claims; seal nothing for it.

    What took effect before stays. All that is still under way or comes again goes to the
    quarantine. Who stole a key that opens seals can read what was sealed for it. This cannot be
    taken back.

    Example: `liandong keys revoke environment-0123456789ab --why "laptop stolen"`
    """
    now = datetime.now(UTC)
    append_act(keys, "keys revoke", [key_id], why, now)
    opens = revoke_sealing_key(keys, key_id, why, now)
    department = opens or revoke_key(keys, key_id, why, now)
    more = " --seal" if opens else ""
    typer.echo(f"revoked: {key_id}. Next: liandong keys rotate {department}{more} --keys {keys}")


def state_of(key: TrustedKey | RecipientKey, now: datetime) -> str:
    """Return the state of a key at `now`, for display."""
    if key.revoked_at is not None:
        return f"revoked: {key.revoked_why or 'no reason given'}"
    if now < key.valid_from:
        return "not yet in use"
    if key.valid_until is None:
        return "in use"
    return "ended" if key.valid_until <= now else "ending"


def _listed(folder: Path) -> list[TrustedKey | RecipientKey]:
    sealing = folder / SEALING_FILE
    openers = read_recipients(sealing) if sealing.exists() else []
    return [*read_keys(folder / TRUST_FILE), *openers]


def _day(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%d %H:%MZ")
