"""`python -m monitoring write|check`: write the generated files, or check that panels have data."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Monitoring as code.")


@app.command()
def write() -> None:
    """Write dashboards, docs/metrics.md and the rules for Kubernetes from the code."""
    from monitoring.write import write_files as write_all

    for name in write_all():
        typer.echo(name)


@app.command()
def check(
    home: Annotated[Path, typer.Option(help="Folder of the platform that is started.")] = Path(
        ".local/monitoring"
    ),
    keep: Annotated[Path | None, typer.Option(help="Folder for the data of the panels.")] = None,
) -> None:
    """Start platform and Prometheus, let the city act, and ask every question of every panel.

    Needs the Debian packages prometheus and prometheus-node-exporter.
    """
    from monitoring.check import run_check as check_all

    raise typer.Exit(0 if check_all(home, keep, typer.echo) else 1)


app()
