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
    help="The game day: eight outages on real processes, each with its alerts and its runbook.",
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
        list[str] | None, typer.Argument(help="Which, as `list`; all if none.")
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Shortened waits, for a try.")] = False,
    result: Annotated[Path, typer.Option(help="Where the results are kept.")] = RESULT,
) -> None:
    """Run exercises one after the other; what ran before is kept beside them in the results.

    Needs the Debian packages prometheus, prometheus-alertmanager and prometheus-node-exporter.
    Ends with 0 only if every exercise went as it must.

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
    result: Annotated[Path, typer.Option(help="Where the results are kept.")] = RESULT,
) -> None:
    """Write the results into docs/gameday.md."""
    from gameday.report.page import write
    from gameday.report.results import read_rows

    write(PAGE, read_rows(result))
    typer.echo(str(PAGE))


app()
