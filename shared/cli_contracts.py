"""Subcommands of `liandong` for the committed contracts."""

from pathlib import Path

import typer


def add(app: typer.Typer) -> None:
    """Add the commands."""
    contracts = typer.Typer(help="The committed contracts.", no_args_is_help=True)
    contracts.command("write")(write)
    contracts.command("check")(check)
    app.add_typer(contracts, name="contracts")


def write(folder: Path = Path("contracts")) -> None:
    """Write the contracts from the messages; say which files changed."""
    from shared.export import write as write_files  # noqa: PLC0415

    changed = write_files(folder)
    for name in changed:
        typer.echo(f"{folder / name}")
    typer.echo(f"{len(changed)} files changed.")


def check(folder: Path = Path("contracts")) -> None:
    """Fail when a committed contract differs from what the messages say."""
    from shared.export import stale  # noqa: PLC0415

    if names := stale(folder):
        told = f"stale contracts: {', '.join(names)}. Run `make contracts` and commit the result."
        typer.echo(f"liandong: {told}", err=True)
        raise typer.Exit(1)
    typer.echo("The contracts are fresh.")
