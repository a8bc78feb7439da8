"""`liandong k8s`: write and check the generated part of `deploy/k8s`."""

from pathlib import Path
from typing import Annotated

import typer

FOLDER = Path("deploy/k8s")
Folder = Annotated[Path, typer.Option(help="Folder of the manifests.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    k8s = typer.Typer(
        help="Kubernetes manifests generated from the contracts.", no_args_is_help=True
    )
    k8s.command("write")(write)
    k8s.command("check")(check)
    app.add_typer(k8s, name="k8s")


def write(folder: Folder = FOLDER) -> None:
    """Generate network policies, permissions and addresses, and list changed files."""
    from shared.k8s.files import write as write_files

    for name in (changed := write_files(folder)):
        typer.echo(f"{folder / name}")
    typer.echo(f"{len(changed)} files changed.")


def check(folder: Folder = FOLDER) -> None:
    """Check that committed manifests match the contracts. Exit code 1 if one is outdated."""
    from shared.k8s.files import stale

    if names := stale(folder):
        typer.echo(
            f"liandong: outdated manifests: {', '.join(names)}. Run `liandong k8s write`.", err=True
        )
        raise typer.Exit(1)
    typer.echo("The manifests are fresh.")
