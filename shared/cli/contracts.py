"""`liandong contracts`: write, check and release the committed contracts."""

from pathlib import Path
from typing import Annotated

import typer

FOLDER = Path("contracts")
Folder = Annotated[Path, typer.Option(help="Folder of the contracts.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        help="Message contracts in contracts/: write, check, release.", no_args_is_help=True
    )
    group.command("write")(write)
    group.command("check")(check)
    group.command("release")(release)
    app.add_typer(group, name="contracts")


def write(folder: Folder = FOLDER) -> None:
    """Generate the contracts from the message classes and list changed files."""
    from shared.contracts.export import write as write_files
    from shared.local.city_files import configure_tool

    configure_tool()
    changed = write_files(folder)
    for name in changed:
        typer.echo(f"{folder / name}")
    typer.echo(f"{len(changed)} files changed.")


def check(folder: Folder = FOLDER) -> None:
    """Check that committed contracts match the code and are compatible with the last release.

    Exit code 1 if a contract is outdated or has a breaking change.
    """
    from shared.contracts.compatibility.accepted import AcceptedError
    from shared.contracts.compatibility.released import breaking_changes_since_release
    from shared.contracts.export import render_contracts, stale_files
    from shared.local.city_files import configure_tool

    configure_tool()
    made = dict(render_contracts())
    if names := stale_files(folder, made):
        told = (
            f"outdated contracts: {', '.join(names)}. Run `make contracts` and commit the result."
        )
        typer.echo(f"liandong: {told}", err=True)
        raise typer.Exit(1)
    try:
        found = breaking_changes_since_release(folder, made)
    except AcceptedError as error:
        typer.echo(f"liandong: {error}", err=True)
        raise typer.Exit(1) from error
    if found:
        for line in found:
            typer.echo(line, err=True)
        typer.echo(
            f"liandong: {len(found)} breaking changes of released contracts. Restore the released "
            "form, and add new content as an optional field or as the next version. To reject "
            "input that was always invalid, add the line and a reason to accepted.toml.",
            err=True,
        )
        raise typer.Exit(1)
    typer.echo("The contracts are fresh, and keep what was released.")


def release(folder: Folder = FOLDER) -> None:
    """Record the contracts as released: later changes must be compatible with them.

    Run it once per release, after `liandong contracts check` succeeds.
    """
    from shared.contracts.compatibility.released import release as write_release
    from shared.contracts.export import render_contracts
    from shared.local.city_files import configure_tool

    configure_tool()
    typer.echo(str(write_release(folder, dict(render_contracts()))))
