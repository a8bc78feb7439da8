"""`python -m demo run`: the four linked flows on real public records."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from shared.local.errors import LocalError

HOME = Path(".local/demo")
PLAIN_WIDTH = 150
INTERRUPTED = 130
app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Demo: four linked flows on real public records.",
)


@app.callback()
def main() -> None:
    """Make Typer treat `run` as a subcommand, although it is the only one."""


@app.command()
def run(
    once: Annotated[bool, typer.Option("--once", help="Exit after the report.")] = False,
    home: Annotated[Path, typer.Option(help="Folder for data, keys, logs and report.")] = HOME,
) -> None:
    """Start a separate platform, run the four flows, and report the reactions of departments.

    The platform runs until Ctrl-C after the report; with --once the demo exits. The exit code is 0
    only if every expected reaction arrived.

    Example: python -m demo run --once
    """
    from demo.run import run as run_demo

    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=PLAIN_WIDTH)
    try:
        arrived = run_demo(home, once=once, console=console)
    except KeyboardInterrupt:
        console.print("已停止。")
        raise typer.Exit(INTERRUPTED) from None
    except LocalError as error:
        console.print(str(error), markup=False, style="red")
        raise typer.Exit(1) from None
    raise typer.Exit(0 if arrived else 1)


app()
