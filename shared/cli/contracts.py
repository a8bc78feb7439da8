"""`liandong contracts`: write, check and release the committed contracts."""

from pathlib import Path

import typer


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="The committed contracts.", no_args_is_help=True)
    group.command("write")(write)
    group.command("check")(check)
    group.command("release")(release)
    app.add_typer(group, name="contracts")


def write(folder: Path = Path("contracts")) -> None:
    """Write the contracts from the messages; say which files changed."""
    from shared.contracts.export import write as write_files
    from shared.local.city_files import configure_tool

    configure_tool()
    changed = write_files(folder)
    for name in changed:
        typer.echo(f"{folder / name}")
    typer.echo(f"{len(changed)} files changed.")


def check(folder: Path = Path("contracts")) -> None:
    """Fail when a committed contract is stale, or breaks what others rely on since the release."""
    from shared.contracts.compatibility.accepted import AcceptedError
    from shared.contracts.compatibility.released import breaking_changes_since_release
    from shared.contracts.export import render_contracts, stale_files
    from shared.local.city_files import configure_tool

    configure_tool()
    made = dict(render_contracts())
    if names := stale_files(folder, made):
        told = f"stale contracts: {', '.join(names)}. Run `make contracts` and commit the result."
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
            f"liandong: {len(found)} breaks of the released contracts. Keep what was released, "
            "and publish what is new as a field that may be missing or as the next version. What "
            "was always wrong may be refused: put the line and the reason into accepted.toml.",
            err=True,
        )
        raise typer.Exit(1)
    typer.echo("The contracts are fresh, and keep what was released.")


def release(folder: Path = Path("contracts")) -> None:
    """Write down the contracts as the ones that others rely on from now on.

    Done once for each release, when `liandong contracts check` is content.
    """
    from shared.contracts.compatibility.released import release as write_release
    from shared.contracts.export import render_contracts
    from shared.local.city_files import configure_tool

    configure_tool()
    typer.echo(str(write_release(folder, dict(render_contracts()))))
