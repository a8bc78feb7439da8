"""Measure the land gate by number of plots: `bench.gate [--plots 100 1000 10000] [--dense]`.

It uses the embedded store and the departments' own code. Plots are 500 m apart, each with a permit
and an answered query; `--dense` places them 60 m apart, so that about a thousand share a grid cell.
Two times are measured: the answer to a query, and the search for waiting queries that a review of
a plot starts.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from math import ceil, sqrt

from bench.embedded import embedded_store
from services.environment.gates.domain import Gate, GateState
from services.environment.gates.handlers import answer_again, answer_query
from services.environment.permits.domain import Permit
from services.environment.plots.domain import Plot
from services.natural_resources.applications.messages import LandGateQueried, Procedure
from shared.handling.cause import Cause, PublisherIdentity
from shared.handling.unit_of_work import UnitOfWork
from shared.runtime.startup import tune_gc
from shared.store.mongo.store import MongoStore
from shared.store.session import Session
from shared.vocabulary.cells import cells_of
from shared.vocabulary.geometry import square_around
from shared.vocabulary.land_use import LandScheme, LandUse

PLACE = PublisherIdentity("140700", "environment")
NOW = datetime(2026, 10, 8, 1, 0, tzinfo=UTC)
DAY = date(2030, 1, 1)
WEST, SOUTH = 112.0, 37.0
M_PER_LON, M_PER_LAT = 88_800.0, 111_000.0
INDUSTRY = LandUse(LandScheme.PLANNING, "1001")
SHOPS = LandUse(LandScheme.PLANNING, "0901")
TIMES = 40


def area(number: int, per_side: int, step_m: float) -> dict[str, object]:
    """Return the area of a plot by its number: a square of 40 m in a grid."""
    row, column = divmod(number, per_side)
    lon, lat = WEST + column * step_m / M_PER_LON, SOUTH + row * step_m / M_PER_LAT
    return square_around(lon, lat, 1600.0)


def fill(store: MongoStore, plots: int, per_side: int, step_m: float) -> None:
    """Record plots, their permits and their answered queries."""
    for first in range(0, plots, 500):
        numbers = range(first, min(first + 500, plots))
        store.transact(partial(_add, numbers=numbers, per_side=per_side, step_m=step_m))


def _add(session: Session, numbers: range, per_side: int, step_m: float) -> None:
    for number in numbers:
        ground = area(number, per_side, step_m)
        code, cells = f"140727-{number:06}", cells_of(ground)
        session.add(Plot(code, "某某地块", "140727", ground, 1600.0, cells))
        holder = "某某厂"
        session.add(Permit(f"P{number:06}", holder, "某某", "140727", "某某", code, DAY))
        asked = _query(number, ground)
        session.add(
            Gate(
                asked.application_id,
                asked.parcel_code,
                "140727",
                ground,
                cells,
                asked.procedure,
                INDUSTRY,
                SHOPS,
                GateState.CLEARED,
                plot_codes=(code,),
            )
        )


def _query(number: int, ground: dict[str, object], prefix: str = "old") -> LandGateQueried:
    parcel, name = f"140727001001GB{number % 100_000:05}", f"{prefix}-{number}"
    return LandGateQueried(name, parcel, "140727", ground, Procedure.CHANGE_USE, INDUSTRY, SHOPS)


def measure(plots: int, step_m: float) -> tuple[float, float]:
    """Return the median milliseconds of an answer and of a search for waiting queries."""
    per_side = ceil(sqrt(plots))
    with embedded_store("environment") as store:
        fill(store, plots, per_side, step_m)
        tune_gc()  # like each service at its start
        middle = [(plots // 2 + number) % plots for number in range(TIMES)]
        asked = [_query(number, area(number, per_side, step_m), "new") for number in middle]
        answer = _median(store, [partial(answer_query, event=query) for query in asked])
        codes = [f"140727-{number:06}" for number in middle]
        again = _median(store, [partial(_review, plot_code=code) for code in codes])
        return answer, again


def _median(store: MongoStore, works: list[Callable[[UnitOfWork], None]]) -> float:
    took = []
    for number, work in enumerate(works):
        cause = Cause(f"e{number}", "LandGateQueried", "bench", "natural_resources", f"e{number}")
        began = time.perf_counter()
        store.transact(partial(_work, work=work, cause=cause))
        took.append(1000 * (time.perf_counter() - began))
    return statistics.median(took)


def _work(session: Session, work: Callable[[UnitOfWork], None], cause: Cause) -> None:
    work(UnitOfWork(session, cause, PLACE, NOW))


def _review(uow: UnitOfWork, plot_code: str) -> None:
    answer_again(uow, uow.get(Plot, plot_code))


def main() -> None:
    """Measure each number of plots and print the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plots", type=int, nargs="+", default=[100, 1_000, 10_000], help="plots")
    parser.add_argument("--dense", action="store_true", help="plots 60 m apart")
    given = parser.parse_args()
    for plots in given.plots:
        answer, again = measure(plots, 60.0 if given.dense else 500.0)
        print(f"{plots:,} plots: an answer {answer:.1f} ms, a search for what waits {again:.1f} ms")


if __name__ == "__main__":
    main()
