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
    typer.Option("--keys", envvar="LIANDONG_KEYS", help="Folder of keys and public key lists."),
]
HERE = Path("keys")
WIDE = 160  # columns if the output is no terminal: a key id is never truncated


def key_commands() -> typer.Typer:
    """Return the subcommands of `liandong keys`."""
    keys = typer.Typer(
        help="Signing and sealing keys: make, list, rotate, revoke.", no_args_is_help=True
    )
    keys.command("make")(make)
    keys.command("list")(show)
    keys.command("rotate")(rotate)
    keys.command("revoke")(revoke)
    return keys


def make(
    folder: Annotated[Path, typer.Argument(help="Folder of the keys; created if missing.")],
    departments: Annotated[list[str], typer.Argument(help="Department names.")],
) -> None:
    """Create missing signing and sealing keys of departments, and the lists of public keys.

    Keep `FOLDER/DEPARTMENT.key.pem` and `FOLDER/DEPARTMENT.seal.pem` secret. `FOLDER/trust.json`
    and `FOLDER/sealing.json` are public.

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
    """List public keys: id, department, use (sign or seal), validity and state.

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
    department: Annotated[str, typer.Argument(help="Department name.")],
    keys: Keys = HERE,
    overlap_hours: Annotated[
        float, typer.Option(min=0, help="Hours for which old keys stay valid for new events.")
    ] = 24,
    seal: Annotated[
        bool, typer.Option("--seal", help="Rotate the sealing key instead of the signing key.")
    ] = False,
    why: Annotated[str, typer.Option(help="Reason; it is recorded.")] = "",
) -> None:
    """Create a new key for a department; its old keys expire after an overlap.

    Running services reload keys within a second, without a restart. If you distribute the list by
    hand, do so within the overlap, and deploy the new private key afterwards. Signatures made
    before the expiry stay valid. Old sealing keys stay in `DEPARTMENT.seal.pem` after the new one,
    to open earlier seals: do not delete them.

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
    key_id: Annotated[str, typer.Argument(help="Key id; see `liandong keys list`.")],
    why: Annotated[str, typer.Option(help="Reason; it is published in the key list.")],
    keys: Keys = HERE,
) -> None:
    """Revoke a key: all its signatures become invalid, and nothing is sealed for it any more.

    Events that took effect before are not affected; those in transit or delivered again go to the
    quarantine. A stolen sealing key still opens what was sealed for it. This cannot be undone.

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
