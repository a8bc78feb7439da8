"""`python -m chaos`: seeded faults against real processes, and an audit of every event."""

import json
import secrets
import shutil
import time
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from shared.local.errors import LocalError
from shared.local.processes.signals import termination_interrupts

HOME = Path(".local/chaos")
RESULT = Path(".local/chaos.json")
PAGE = Path("docs/chaos.md")
PLAIN_WIDTH = 130
INTERRUPTED = 130
app = typer.Typer(add_completion=False)


@app.callback(invoke_without_command=True)
def main(
    context: typer.Context,
    seed: Annotated[
        int | None, typer.Option(help="Random seed; repeats the faults of a run.")
    ] = None,
    events: Annotated[int | None, typer.Option(help="Number of events.")] = None,
    faults: Annotated[int | None, typer.Option(help="Number of faults.")] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Short run of three minutes, for CI.")
    ] = False,
    keep: Annotated[bool, typer.Option("--keep", help="Keep logs and data after the run.")] = False,
    control: Annotated[
        bool, typer.Option(help="Also run the control with nameko's own event handler.")
    ] = True,
) -> None:
    """Inject faults into a fictional city of real processes, and audit every event.

    The exit code is 0 only if no event is lost, doubled or out of order.

    Example: python -m chaos --quick --seed 7
    """
    if context.invoked_subcommand is not None:
        return
    from chaos.sizes import size_of

    chosen = secrets.randbelow(1_000_000) if seed is None else seed
    console = _console()
    console.print(f"seed {chosen}")
    try:
        with termination_interrupts():
            result = _run(chosen, size_of(quick, events, faults), quick, control, console)
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
    except LocalError as error:
        console.print(str(error), markup=False, style="red")
        raise typer.Exit(1) from None
    if not keep:
        shutil.rmtree(HOME, ignore_errors=True)
    raise typer.Exit(0 if result["clean"] else 1)


@app.command()
def report() -> None:
    """Write the results section of docs/chaos.md from the last run."""
    from chaos.report import write_section

    write_section(PAGE, json.loads(RESULT.read_text()))


def _run(seed: int, size: Any, quick: bool, control: bool, console: Console) -> dict[str, Any]:
    from chaos.control.run import run_control
    from chaos.report import table_of
    from chaos.run import run_city
    from chaos.sizes import control_size

    began = time.monotonic()

    def say(words: str) -> None:
        console.print(f"{time.monotonic() - began:7.1f} s  {words}", markup=False)

    result = run_city(HOME / "city", seed, size, say)
    result["control"] = (
        run_control(HOME / "control", seed, control_size(quick), say) if control else {}
    )
    result["wall_seconds"] = round(time.monotonic() - began, 1)
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n")
    console.print(table_of(result))
    return result


def _console() -> Console:
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=PLAIN_WIDTH)


app()
