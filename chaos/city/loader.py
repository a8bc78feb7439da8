"""A loader: acts of several events through a desk of its own: `loader.py <order.json>`.

It is a process of the water bureau's without nameko. Killed and started again, it goes on after
the last act that its journal knows, and repeats with its key the one that was not answered.
"""

import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from pymongo.errors import PyMongoError

from liandong.envelope import new_id
from services.water.wells.handlers import seal_all
from services.water.wells.messages import SealWell
from shared.clock.system import system_clock
from shared.delivery.inbox.dispatcher import Desk
from shared.errors import PlatformError
from shared.handling.cause import Cause, PublisherIdentity
from shared.handling.commands import IdempotencyKey
from shared.store.mongo.store import MongoStore
from testbed.command_plan import Act, Journal, acts_of, wait_s

MOST_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Order:
    """What a loader has to do, and how fast."""

    name: str
    seed: int
    events: int
    subjects: int
    per_second: float
    began_at: float
    mongo_url: str
    journal: str


def main(order: Order) -> None:
    """Do all acts, each until it is answered."""
    store = MongoStore(order.mongo_url, "water")
    desk = Desk(PublisherIdentity("140700", "water"), store, system_clock)
    journal = Journal(Path(order.journal))
    done = sum(journal.known.values())
    for act in acts_of(order.name, order.seed, order.events, order.subjects, most=MOST_AT_ONCE):
        if act.key in journal.known:
            continue
        until_answered(desk, act)
        journal.note(act)
        done += len(act.wells)
        time.sleep(wait_s(order.began_at, done, order.per_second, time.time()))
    store.close()


def until_answered(desk: Desk, act: Act) -> None:
    """Repeat an act with its key until it is done."""
    wanted = tuple(SealWell(well, act.key) for well in act.wells)
    made = new_id()
    cause = Cause(id=made, type="load", actor=act.key, department="water", correlation=made)
    while True:
        try:
            desk.act(seal_all, wanted, cause, once=IdempotencyKey(act.key, act.key), dump=_answer)
            return
        except (PlatformError, PyMongoError) as error:
            print(f"again: {act.key}: {error!r}", flush=True)  # noqa: T201  its output is its log
            time.sleep(0.05)


def _answer(count: int) -> dict[str, int]:
    return {"events": count}


if __name__ == "__main__":
    main(Order(**json.loads(Path(sys.argv[1]).read_text())))
