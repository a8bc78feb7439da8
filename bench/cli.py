"""`python -m bench`: compare; `growth`: curves; `report`: write the page and its charts."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from bench.comparison import CONTENDERS, ONE, compare, ratio
from bench.errors import BenchError
from bench.sizes import FULL, QUICK
from shared.local.city_files import configure_tool
from shared.local.errors import LocalError

OUT = Path(".local/bench.json")
GROWTH = Path(".local/growth.json")
INTERRUPTED = 130
app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
Quick = Annotated[bool, typer.Option("--quick", help="Small run, under two minutes.")]


@app.callback(invoke_without_command=True)
def main(
    context: typer.Context,
    quick: Quick = False,
    only: Annotated[
        list[str] | None,
        typer.Option(help=f"Measure only this one; repeatable: {', '.join(CONTENDERS)}."),
    ] = None,
    events: Annotated[int, typer.Option(help="Events per contender; 0: default.")] = 0,
    out: Annotated[Path, typer.Option(help="Output file of the results.")] = OUT,
) -> None:
    """Compare the platform with other systems on this machine: events per second, commit to effect.

    Example: `python -m bench --quick --only ours --only celery`
    """
    configure_tool()
    if context.invoked_subcommand is not None:
        return
    if unknown := set(only or ()) - set(CONTENDERS):
        _fail(f"unknown: {', '.join(sorted(unknown))}; there are: {', '.join(CONTENDERS)}")
    sizes = QUICK if quick else FULL
    if events:
        sizes = sizes.with_events(events)
    found: dict[str, Any] = {}
    try:
        _guarded(lambda: compare(sizes, only or CONTENDERS, found, _say))
    finally:
        if found:
            found["ratio_to_fastest_peer"] = ratio(found)
            found["ratio_one_process"] = ratio(found, ONE)
            _write(out, found)
    if found["ratio_to_fastest_peer"]:
        _say(f"ours is {found['ratio_to_fastest_peer']} times as fast as the fastest peer")
    if found["ratio_one_process"]:
        _say(f"with one subscriber process: {found['ratio_one_process']} times")


@app.command()
def growth(
    quick: Quick = False,
    out: Annotated[Path, typer.Option(help="Output file of the results.")] = GROWTH,
) -> None:
    """Measure the platform with increasing partitions, subjects and history."""
    from bench.growth import FULL as ALL
    from bench.growth import QUICK as FEW
    from bench.growth import grow

    _write(out, _guarded(lambda: grow(FEW if quick else ALL, _say)))


@app.command()
def report(
    figures: Annotated[Path, typer.Option(help="Results of the comparison.")] = OUT,
    growth: Annotated[Path, typer.Option(help="Results of `growth`.")] = GROWTH,
) -> None:
    """Write docs/benchmarks.md and its charts from the results."""
    from bench.report import write

    _guarded(lambda: write(figures, growth, _say))


def _guarded(job: Any) -> Any:
    try:
        return job()
    except (BenchError, LocalError) as error:
        _fail(str(error))
    except KeyboardInterrupt:
        _say("stopped")
        raise typer.Exit(INTERRUPTED) from None


def _write(out: Path, found: Any) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
    _say(f"figures: {out}")


def _say(text: str) -> None:
    typer.echo(text)
    sys.stdout.flush()


def _fail(text: str) -> Any:
    typer.echo(f"bench: {text}", err=True)
    raise typer.Exit(1)
