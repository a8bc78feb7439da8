"""A made-up year of a city: the acts of its departments in time order, always as the seed says."""

import heapq
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import orjson
import typer

from demo.city.dice import Dice
from demo.city.hours import WorkingYear
from demo.city.sites import sites
from demo.city.stories import Act, story
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
# Sites appear through the year, the last ones early enough to see something happen.
OPENING = 0.9


def generate(seed: int = 2026, plots: int = 5000, year: int = 2026) -> Iterator[Act]:
    """Yield the acts of a city's year in time order, drawing each site only when its time comes.

    The body of an act is the command of the same name that the department's API takes. All names
    are made up and say so (某某). The same arguments give the same acts, to the byte.
    """
    dice, calendar = Dice(seed), WorkingYear(year)
    waiting: list[tuple[float, int, Act]] = []
    count = 0
    for site in sites(dice, plots):
        start = len(calendar) * OPENING * (site.number - 1 + dice.between(0, 1)) / plots
        now = calendar.moment(start).timestamp()
        while waiting and waiting[0][0] < now:
            yield heapq.heappop(waiting)[2]
        for act in story(site, start, calendar, dice):
            count += 1
            heapq.heappush(waiting, (act.at.timestamp(), count, act))
    while waiting:
        yield heapq.heappop(waiting)[2]


def as_line(act: Act) -> bytes:
    """Write an act as one line of JSON."""
    return orjson.dumps(asdict(act), option=orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE)


app = typer.Typer(add_completion=False)


@app.command()
def main(
    seed: Annotated[int, typer.Option(help="The same seed gives the same year.")] = 2026,
    plots: Annotated[int, typer.Option(min=1, help="How many sites the city has.")] = 5000,
    year: Annotated[int, typer.Option(min=2018, max=2100, help="The calendar year.")] = 2026,
    out: Annotated[Path | None, typer.Option(help="A file; else standard output.")] = None,
) -> None:
    """Write a made-up year of a city as JSON lines, one act each, in time order."""
    configure_tool()
    lines = map(as_line, generate(seed, plots, year))
    if out is None:
        sys.stdout.buffer.writelines(lines)
        return
    with out.open("wb") as file:
        file.writelines(lines)


if __name__ == "__main__":
    app()
