"""A fictional year of a city: the commands of its clerks in time order, deterministic by seed."""

import heapq
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import orjson
import typer

from demo.city.hours import WorkingYear
from demo.city.random_source import RandomSource
from demo.city.scenarios import ScheduledCommand, scenario
from demo.city.sites import sites
from shared.local.city_files import configure_tool

KINDS = (
    "parcel.register",
    "plot.record",
    "permit.record",
    "permit.cancel",
    "plot.list",
    "plot.delist",
    "application.request",
    "reclamation.request",
    "clue.report",
)
# Sites appear in the first 90 % of the year, so that the last ones have commands too.
OPENING = 0.9


def generate(seed: int = 2026, plots: int = 5000, year: int = 2026) -> Iterator[ScheduledCommand]:
    """Yield the commands of a city's year in time order; sites are drawn lazily.

    The body of a command is the request body of the department's API. All names are fictional and
    marked as such (某某). Equal arguments give byte-identical commands.
    """
    dice, calendar = RandomSource(seed), WorkingYear(year)
    waiting: list[tuple[float, int, ScheduledCommand]] = []
    count = 0
    for site in sites(dice, plots):
        start = len(calendar) * OPENING * (site.number - 1 + dice.between(0, 1)) / plots
        now = calendar.moment(start).timestamp()
        while waiting and waiting[0][0] < now:
            yield heapq.heappop(waiting)[2]
        for act in scenario(site, start, calendar, dice):
            count += 1
            heapq.heappush(waiting, (act.at.timestamp(), count, act))
    while waiting:
        yield heapq.heappop(waiting)[2]


def as_line(act: ScheduledCommand) -> bytes:
    """Return a command as one line of JSON."""
    return orjson.dumps(asdict(act), option=orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE)


app = typer.Typer(add_completion=False)


@app.command()
def main(
    seed: Annotated[int, typer.Option(help="Random seed; equal seeds give equal output.")] = 2026,
    plots: Annotated[int, typer.Option(min=1, help="Number of sites in the city.")] = 5000,
    year: Annotated[int, typer.Option(min=2018, max=2100, help="Calendar year.")] = 2026,
    out: Annotated[Path | None, typer.Option(help="Output file; default: standard output.")] = None,
) -> None:
    """Generate a fictional year of a city as JSON lines: one command per line, in time order.

    Example: python -m demo.city_year --plots 100 --out year.jsonl
    """
    configure_tool()
    lines = map(as_line, generate(seed, plots, year))
    if out is None:
        sys.stdout.buffer.writelines(lines)
        return
    with out.open("wb") as file:
        file.writelines(lines)


if __name__ == "__main__":
    app()
