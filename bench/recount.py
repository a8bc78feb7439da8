"""Measure the duration of a recount: `bench.recount [--clocks N] [--worst | --rules]`.

It uses the embedded store and the department's own code. The clocks were computed before the notice
of 2025-11-04 announced the holidays of 2026; the recount corrects them and publishes each change.
Clocks start throughout 2026, or with `--worst` just before the national holiday, so that all
change. With `--rules` the rules differ too: every thread is folded and every clock is written.
"""

import argparse
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice

from bench.embedded import embedded_store
from services.coordination.clocks.commands import RecountObligations
from services.coordination.clocks.domain import EventThread, Obligation, Recount
from services.coordination.clocks.evaluation.projection import clocks_of
from services.coordination.clocks.history import ChangeReason
from services.coordination.clocks.obligations.reconcile import reconcile
from services.coordination.clocks.observed import ObservedEvent
from services.coordination.clocks.recount import recount
from services.coordination.clocks.rulebook.book import rulebook
from shared.calendar import calendar_of, versions
from shared.handling.cause import Cause, PublisherIdentity
from shared.handling.context import DepartmentContext
from shared.handling.unit_of_work import UnitOfWork
from shared.runtime.startup import tune_gc
from shared.store.mongo.store import MongoStore
from shared.store.outbox import OutboxEvent
from shared.store.session import Session

BEGUN = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
WORST = datetime(2026, 9, 29, 1, 0, tzinfo=UTC)
STEP = "casework.case.step_taken.v1"
CANCELLED = "environment.permit.cancelled.v1"
SAID = {"track": "涉嫌犯罪移送", "referred_by": "environment", "handled_by": "public_security"}
SAID |= {"complexity": "一般", "approved_by_head": "false"}
OFFICE = PublisherIdentity("140700", "coordination")


def threads(begun: datetime, spread: timedelta) -> Iterator[EventThread]:
    """Yield threads of cases just receipted and permits just cancelled, without end."""
    number = 0
    while True:
        at = begun + spread * (number % 997 / 997)
        if number % 3:
            heard = (_heard(number, CANCELLED, "environment", at, {}),)
            yield EventThread(f"permit:{number}", "permit", str(number), heard)
        else:
            took = {**SAID, "step": "签收案件", "taken_by": "public_security"}
            heard = (_heard(number, STEP, "public_security", at, took),)
            yield EventThread(f"case:{number}", "case", str(number), heard)
        number += 1


def _heard(number: int, event: str, by: str, at: datetime, said: dict[str, str]) -> ObservedEvent:
    moment = at.replace(microsecond=0)
    return ObservedEvent(f"e{number:08}", event, by, by, moment, None, f"e{number:08}", said)


def fill(store: MongoStore, wanted: int, found: Iterator[EventThread], rules: str) -> int:
    """Write threads with clocks counted by the calendar before the last notice; return how many."""
    book, before, written = rulebook(), calendar_of(versions()[-2]), 0
    while written < wanted:
        made: list[EventThread | Obligation] = []
        for thread in islice(found, 500):
            clocks = list(clocks_of(thread, book, before))
            why = ChangeReason("bench", "bench", "bench")
            made += [reconcile(None, clock, rules, clock.start.at, why).kept for clock in clocks]
            made.append(
                EventThread(
                    thread.id,
                    thread.kind,
                    thread.key,
                    thread.heard,
                    (),
                    tuple(c.id for c in clocks),
                )
            )
            written += len(clocks)
        store.transact(partial(_add, made=tuple(made)))
    return written


def _add(session: Session, made: tuple[EventThread | Obligation, ...]) -> None:
    for thing in made:
        session.add(thing)


def main() -> None:
    """Fill the store, recount, and print the duration."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clocks", type=int, default=100_000, help="number of open clocks")
    parser.add_argument("--worst", action="store_true", help="all clocks change")
    parser.add_argument("--rules", action="store_true", help="the rules differ too")
    asked = parser.parse_args()
    rules = "earlier" if asked.rules else rulebook().version
    begun, spread = (WORST, timedelta(hours=8)) if asked.worst else (BEGUN, timedelta(days=350))
    with embedded_store("coordination") as store:
        open_clocks = fill(store, asked.clocks, threads(begun, spread), rules)
        tune_gc()  # like each service at its start
        print(f"{open_clocks:,} open clocks")
        _measure(store, begun)


def _measure(store: MongoStore, begun: datetime) -> None:
    context = DepartmentContext(OFFICE, store, lambda: begun)
    cause = Cause("order", "RecountObligations", "head-1", "coordination", "order")
    command = RecountObligations("国务院办公厅关于2026年部分节假日安排的通知")
    ordered: Recount = store.transact(
        lambda session: recount.begin(UnitOfWork(session, cause, OFFICE, begun), command)
    )
    began = time.perf_counter()
    recount.proceed(context)
    took = time.perf_counter() - began
    done = store.read(Recount, ordered.id)
    told = store.collection(OutboxEvent).count_documents({})
    print(
        f"{done.counted if done else 0:,} counted, {done.changed if done else 0:,} changed, "
        f"{told:,} events, in {took:.1f} s"
    )


if __name__ == "__main__":
    main()
