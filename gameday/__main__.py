"""`python -m gameday`: outages on real processes, with alerts, runbooks and a report."""

from pathlib import Path
from typing import Annotated

import typer

HOME = Path(".local/gameday")
RESULT = Path(".local/gameday.json")
PAGE = Path("docs/gameday.md")
INTERRUPTED = 130
app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Game day: eight outages on real processes, each with its alerts and runbook.",
)


@app.command("list")
def show() -> None:
    """List the exercises."""
    from gameday.exercises.all import EXERCISES

    for exercise in EXERCISES:
        typer.echo(f"{exercise.name:<18} {exercise.title}")


@app.command()
def run(
    names: Annotated[
        list[str] | None, typer.Argument(help="Names of exercises; see `list`. Default: all.")
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Short waits, for a trial run.")] = False,
    result: Annotated[Path, typer.Option(help="File of the results.")] = RESULT,
) -> None:
    """Run exercises one after another; earlier results of other exercises are kept.

    Requires the Debian packages prometheus, prometheus-alertmanager and prometheus-node-exporter.
    The exit code is 0 only if every exercise passed.

    Example: `python -m gameday run broker-down --quick`
    """
    from gameday.errors import GamedayError
    from gameday.exercises.all import chosen
    from gameday.suite import run_all
    from gameday.timing_profile import profile_of

    try:
        exercises = chosen(names or [])
    except GamedayError as error:
        typer.echo(f"gameday: {error}", err=True)
        raise typer.Exit(2) from None
    try:
        clean = run_all(HOME, exercises, profile_of(quick), result, typer.echo)
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
    raise typer.Exit(0 if clean else 1)


@app.command()
def report(
    result: Annotated[Path, typer.Option(help="File of the results.")] = RESULT,
) -> None:
    """Write docs/gameday.md from the results."""
    from gameday.report.page import write
    from gameday.report.results import read_rows

    write(PAGE, read_rows(result))
    typer.echo(str(PAGE))


app()
