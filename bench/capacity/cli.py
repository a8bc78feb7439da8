"""`python -m bench.capacity`: the capacity needed, and the accuracy of the simulation."""

import json
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from bench.capacity import figures as known
from bench.capacity.page import TENFOLD, page, regions
from bench.capacity.scale import Bytes, MeasuredMachine, bytes_of, machine_of, need
from bench.capacity.storage_footprint import EVENTS, measure
from bench.capacity.validation import Comparison, compare_predictions, fit_turn
from bench.errors import BenchError
from bench.venvs import CHART, make, python_of
from shared.local.errors import LocalError

PAGE = Path("docs/capacity.md")
PICTURE = Path("docs/img/capacity.svg")
app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    help="Capacity planning: machines, memory and disk, and the accuracy of the estimate.",
)
Figures = Annotated[Path, typer.Option(help="Results of `python -m bench`.")]


@app.command()
def nodes(
    counties: Annotated[int, typer.Option(min=1, help="Number of counties.")],
    times: Annotated[
        float, typer.Option(min=0.01, help="Load factor relative to the assumptions.")
    ] = 1.0,
) -> None:
    """Estimate the machines, memory and disk that a number of counties needs.

    Example: `python -m bench.capacity nodes --counties 117 --times 10`
    """
    measured = _measured()
    at = need(counties, machine_of(measured), bytes_of(measured), times=times)
    _say(f"{at.counties:,} counties in {at.cities:,} cities: {at.events_a_year:,} events a year.")
    _say(
        f"At the peak: {at.peak_events_per_s:,.2f} events, {at.peak_effects_per_s:,.2f} effects/s."
    )
    _say(f"Machines for speed: {at.speed_nodes}; partitions of the busiest inbox: {at.partitions}.")
    _say(f"Memory of all processes: {at.memory_gib:,.1f} GiB.")
    _say(f"Disk a year, one copy: {at.data_gib_a_year:,.2f} GiB of data, ", end="")
    _say(f"{at.contents_gib_a_year:,.1f} GiB of contents.")
    _say("What a county does is assumed: bench/capacity/assumptions.py tells and why.")


@app.command()
def check(newest: Figures = known.NEWEST) -> None:
    """Compare the simulation with the results of the benchmark; changes no file."""
    measured = _guarded(lambda: known.complete(newest))
    _say("Simulating (some seconds) …")
    for comparison in compare_predictions(measured, fit_turn(measured)):
        told = "fitted" if comparison.fitted else f"{comparison.error:+.0%}"
        _say(
            f"  {comparison.what:20} {comparison.predicted:8,.0f} {comparison.unit:9} "
            f"measured {comparison.measured:8,.0f}  {told}"
        )


@app.command()
def write(newest: Figures = known.NEWEST) -> None:
    """Write docs/capacity.md and its chart from the latest results; store them in measured.json."""
    measured = _guarded(lambda: known.complete(newest))
    known.keep(measured)
    _say(f"figures: {known.KEPT}")
    _say("Simulating (some seconds) …")
    fit = fit_turn(measured)
    found = compare_predictions(measured, fit)
    PAGE.write_text(page(measured, fit, found), encoding="utf-8")
    _say(f"written: {PAGE}")
    _guarded(lambda: _draw(found, machine_of(measured), bytes_of(measured)))


@app.command("measure")
def measure_kit(
    events: Annotated[int, typer.Option(min=500, help="Number of events to write.")] = EVENTS,
) -> None:
    """Measure storage per event and processor time per command, and store both in measured.json."""
    found = _guarded(lambda: measure(events, _say))
    kept = known.kept() if known.KEPT.exists() else {}
    known.keep({**kept, known.KIT: found})
    _say(f"figures: {known.KEPT}; `python -m bench.capacity write` makes the page of them")


def _draw(found: list[Comparison], machine: MeasuredMachine, left: Bytes) -> None:
    points = {
        "compared": [
            {"what": comparison.what, "error": comparison.error}
            for comparison in found
            if not comparison.fitted
        ],
        "machine": [asdict(machine)],
        "scale": [
            {
                "counties": place.counties,
                "peak": need(place.counties, machine, left).peak_effects_per_s,
                "peak_tenfold": need(
                    place.counties, machine, left, times=TENFOLD
                ).peak_effects_per_s,
            }
            for place in regions()
        ],
    }
    make([CHART], _say)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "points.json"
        file.write_text(json.dumps(points))
        script = Path(__file__).parent / "chart.py"
        command = [str(python_of(CHART)), str(script), str(file), str(PICTURE)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BenchError(f"The picture could not be drawn:\n{done.stderr[-2000:]}")
    _say(f"drawn: {PICTURE}")


def _measured() -> dict[str, Any]:
    return _guarded(lambda: known.complete(Path("none")))  # type: ignore[no-any-return]


def _guarded(job: Any) -> Any:
    try:
        return job()
    except (BenchError, LocalError) as error:
        typer.echo(f"bench: {error}", err=True)
        raise typer.Exit(1) from None


def _say(text: str, end: str = "\n") -> None:
    typer.echo(text + end, nl=False)
    sys.stdout.flush()
