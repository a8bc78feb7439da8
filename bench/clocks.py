"""Measure the cost of an event by the length of its thread: `bench.clocks [--most N]`.

It uses the embedded store and the department's own code. Each measured event has its own
transaction: the office handles it, folds its thread, and writes its own events. Three matters are
measured: repeated equal steps, lawful steps back and forth between two organs, and events that
arrive in reverse order of their dates.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count, cycle, islice

from bench.embedded import embedded_store
from services.casework.steps.messages import CaseStepTaken, Step, Track
from services.coordination.clocks.domain import EventThread, Obligation
from services.coordination.clocks.handlers import note_event
from shared.handling.cause import Cause, PublisherIdentity
from shared.handling.unit_of_work import UnitOfWork
from shared.messages.codec import to_bson
from shared.messages.declare import meta_of
from shared.runtime.startup import tune_gc
from shared.store.mongo.store import MongoStore
from shared.store.session import Session

BEGUN = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
OFFICE = PublisherIdentity("140700", "coordination")
FARM, POLICE = "agriculture", "public_security"
ROUND = ((Step.RECEIPTED, POLICE), (Step.FORWARDED, POLICE))
OPENED = ((Step.SUSPECTED, FARM), (Step.REPORTED, FARM), (Step.APPROVED, FARM), (Step.SENT, FARM))
SAMPLE = 25
AT_ONCE = 50
SIZES = (1, 100, 1_000, 10_000)
CausedEvent = tuple[Cause, CaseStepTaken]


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of an event: processor and elapsed milliseconds, and the size of the thread."""

    processor_ms: float
    elapsed_ms: float
    thread_bytes: int


def repeated() -> Iterator[tuple[Step, str, datetime]]:
    """Yield the same step repeatedly."""
    for number in count():
        yield Step.CONSULTED, FARM, BEGUN + timedelta(seconds=number)


def lawful() -> Iterator[tuple[Step, str, datetime]]:
    """Yield steps back and forth between two organs, as the procedure allows."""
    for number, (step, by) in enumerate((*OPENED, *ROUND)):
        yield step, by, BEGUN + timedelta(seconds=number)
    for number, (step, by) in enumerate(cycle(ROUND), len(OPENED) + len(ROUND)):
        yield step, by, BEGUN + timedelta(seconds=number)


def backwards() -> Iterator[tuple[Step, str, datetime]]:
    """Yield steps with ever older dates."""
    for number in count():
        step, by = ROUND[number % 2]
        yield step, by, BEGUN - timedelta(seconds=number)


MATTERS: dict[str, Callable[[], Iterator[tuple[Step, str, datetime]]]] = {
    "the same again and again": repeated,
    "lawfully back and forth": lawful,
    "dates run backwards": backwards,
}


def events(name: str) -> Iterator[CausedEvent]:
    """Yield the events of one matter, each with its cause."""
    kind = meta_of(CaseStepTaken).type
    for number, (step, by, when) in enumerate(MATTERS[name]()):
        told = CaseStepTaken(name, Track.CRIMINAL, step, by, when, FARM, POLICE, "140728")
        moment = max(when, BEGUN)
        yield Cause(f"{name}-{number:08}", kind, by, by, name, name, 1, moment), told


def handle(store: MongoStore, told: Sequence[CausedEvent]) -> tuple[float, float]:
    """Handle events in one transaction; return processor and elapsed milliseconds."""
    used, began = time.process_time(), time.perf_counter()

    def work(session: Session) -> None:
        for cause, event in told:
            now = cause.published_at or BEGUN
            note_event(UnitOfWork(session, cause, OFFICE, now), event)

    store.transact(work)
    return (time.process_time() - used) * 1000, (time.perf_counter() - began) * 1000


def measured(store: MongoStore, name: str, most: int) -> Iterator[tuple[int, Cost]]:
    """Handle the events of a matter; yield the median cost of the events after each size.

    The events in between are handled like a backlog: many in one transaction.
    """
    coming, heard = events(name), 0
    for size in (size for size in SIZES if size <= most):
        while heard < size - 1:
            part = list(islice(coming, min(AT_ONCE, size - 1 - heard)))
            handle(store, part)
            heard += len(part)
        costs = [handle(store, [told]) for told in islice(coming, SAMPLE)]
        heard += SAMPLE
        used, took = (statistics.median(spent) for spent in zip(*costs, strict=True))
        thread = store.read(EventThread, f"case:{name}")
        length = len(str(to_bson(thread))) if thread else 0
        yield size, Cost(used, took, length)


def main() -> None:
    """Measure all matters and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=SIZES[-1], help="longest thread, in events")
    asked = parser.parse_args()
    with embedded_store("coordination") as store:
        tune_gc()  # like each service at its start
        _table(store, asked.most)


def _table(store: MongoStore, most: int) -> None:
    _say("| matter | event number | processor, ms | elapsed, ms | thread, bytes |")
    _say("|---|---|---|---|---|")
    for name in MATTERS:
        for size, cost in measured(store, name, most):
            used, took = f"{cost.processor_ms:.1f}", f"{cost.elapsed_ms:.1f}"
            _say(f"| {name} | {size:,} | {used} | {took} | {cost.thread_bytes:,} |")
    _say(f"{store.size(Obligation):,} clocks")


_say = partial(print, flush=True)

if __name__ == "__main__":
    main()
