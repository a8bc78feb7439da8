"""`python -m monitoring write|check`: write the generated files, or check that panels have data."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Monitoring as code: generate the files, check the panels.",
)


@app.command()
def write() -> None:
    """Generate dashboards, docs/metrics.md and the Kubernetes rules from the code."""
    from monitoring.write import write_files as write_all

    for name in write_all():
        typer.echo(name)


@app.command()
def check(
    home: Annotated[Path, typer.Option(help="Home folder of the platform to start.")] = Path(
        ".local/monitoring"
    ),
    keep: Annotated[
        Path | None, typer.Option(help="Folder to store the data of the panels.")
    ] = None,
) -> None:
    """Start the platform under load and Prometheus, and check that every panel query returns data.

    Requires the Debian packages prometheus and prometheus-node-exporter. Exit code 1 if a query
    returns none.
    """
    from monitoring.check import run_check as check_all

    raise typer.Exit(0 if check_all(home, keep, typer.echo) else 1)


app()
