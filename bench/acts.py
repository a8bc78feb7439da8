"""Measure a plot by the length of its history: `bench.acts [--acts 1 100 10000]`.

It uses the embedded store and the environment bureau's own code. Four times are measured, each the
median of forty: the next act in order, an act that arrives a week late, the correction of the
latest act, and an answer of the gate about the land.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from bench.embedded import embedded_store
from services.corrections.messages import CorrectAct, CorrectionKind
from services.environment.acts.corrections import correct_act
from services.environment.acts.domain import PlotAct
from services.environment.acts.handlers import record_act
from services.environment.gates.handlers import answer_query
from services.environment.plots.messages import (
    PlotSuspected,
    RecordPlot,
    Suspicion,
    SuspicionRemoved,
)
from services.natural_resources.applications.messages import LandGateQueried, Procedure
from shared.handling.cause import Cause, PublisherIdentity
from shared.handling.unit_of_work import UnitOfWork
from shared.runtime.startup import tune_gc
from shared.store.mongo.store import MongoStore
from shared.store.session import Session
from shared.vocabulary.geometry import square_around
from shared.vocabulary.land_use import LandScheme, LandUse

PLACE = PublisherIdentity("140700", "environment")
START = datetime(2026, 10, 8, 1, 0, tzinfo=UTC)
PLOT, NAME, COUNTY, M2 = "140727-0001", "某某地块", "140727", 1600.0
GROUND = square_around(112.3, 37.3, M2)
INDUSTRY = LandUse(LandScheme.PLANNING, "1001")
TIMES, TOGETHER = 40, 100

Work = Callable[[UnitOfWork], Any]


class History:
    """A plot whose acts follow each other day by day."""

    def __init__(self, store: MongoStore) -> None:
        self._store = store
        self.days = 0

    @property
    def today(self) -> date:
        """The legal day of the next act."""
        return (START + timedelta(days=self.days)).date()

    def run(self, *works: Work) -> float:
        """Run works in one transaction; return its milliseconds."""
        began = time.perf_counter()
        self._store.transact(partial(self._transact, works=works))
        return 1000 * (time.perf_counter() - began)

    def grow(self, acts: int) -> None:
        """Add acts in order, one a day."""
        while acts > 0:
            many = min(acts, TOGETHER)
            self.run(*(self._next for _ in range(many)))
            acts -= many

    def next_act(self, back: int = 0) -> Work:
        """Return the work that records an act of today, or of some days ago."""
        return partial(self._next, back=back)

    def _transact(self, session: Session, works: tuple[Work, ...]) -> None:
        for work in works:
            self.days += 1
            number = f"{self.days:012}"
            cause = Cause(number, "bench", "bench", "environment", number)
            work(UnitOfWork(session, cause, PLACE, START + timedelta(days=self.days)))

    def _next(self, uow: UnitOfWork, back: int = 0) -> None:
        day = uow.today - timedelta(days=back)
        content: Any = PlotSuspected(PLOT, NAME, COUNTY, GROUND, Suspicion.RISK_EVIDENCE, day)
        if self.days % 2:
            content = SuspicionRemoved(PLOT, f"某消{self.days}号", "从未使用", day)
        record_act(uow, PLOT, content)


def measure(acts: int) -> tuple[float, float, float, float]:
    """Return the median milliseconds of an act, a late act, a correction and an answer."""
    with embedded_store("environment") as store:
        history = History(store)
        history.run(lambda uow: record_act(uow, PLOT, RecordPlot(PLOT, NAME, COUNTY, GROUND, M2)))
        history.grow(acts)
        tune_gc()
        in_order = [history.run(history.next_act()) for _ in range(TIMES)]
        late = [history.run(history.next_act(back=7)) for _ in range(TIMES)]
        corrected = []
        for _ in range(TIMES):
            history.run(history.next_act())
            corrected.append(history.run(_void_last))
        answers = [history.run(_ask(number)) for number in range(TIMES)]
        return (
            statistics.median(in_order),
            statistics.median(late),
            statistics.median(corrected),
            statistics.median(answers),
        )


def _void_last(uow: UnitOfWork) -> None:
    day_number = uow.today.toordinal()
    keys = uow.session.keys_in_range(
        PlotAct, "day_number", day_number - 10, day_number + 1, plot_code=PLOT
    )
    acts = uow.session.load(PlotAct, keys).values()
    open_acts = [act for act in acts if act.event_id and not act.corrections]
    command = CorrectAct(
        open_acts[-1].event_id, CorrectionKind.VOID, uow.today, "某更1号", "填写有误"
    )
    correct_act(uow, command)


def _ask(number: int) -> Work:
    query = LandGateQueried(
        f"asked-{number:04}",
        "140727001001GB00001",
        COUNTY,
        GROUND,
        Procedure.CHANGE_USE,
        INDUSTRY,
        INDUSTRY,
    )
    return partial(answer_query, event=query)


def main() -> None:
    """Measure each length of history and print the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--acts", type=int, nargs="+", default=[1, 100, 10_000], help="acts")
    for acts in parser.parse_args().acts:
        act, late, correction, answer = measure(acts)
        print(
            f"{acts:,} acts: the next {act:.1f} ms, a late one {late:.1f} ms, "
            f"a correction {correction:.1f} ms, an answer {answer:.1f} ms"
        )


if __name__ == "__main__":
    main()
