"""Waits until all events have taken effect, with little load on the measured store."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pymongo import MongoClient

from bench.errors import BenchError

POLL_S = 0.04
AT_ONCE = 20
Alive = Callable[[], None]


def connect(url: str) -> MongoClient[dict[str, Any]]:
    """Connect to a store; the caller closes the client."""
    return MongoClient(url, serverSelectionTimeoutMS=5_000)


def wait_until(holds: Callable[[], bool], alive: Alive, deadline_s: float, what: str) -> float:
    """Poll until a condition holds; return the monotonic time. `alive` raises to abort."""
    end = time.monotonic() + deadline_s
    while not holds():
        alive()
        if time.monotonic() > end:
            raise BenchError(
                f"{what}: not within {deadline_s:g} s. Look into the logs under .local/bench/run."
            )
        time.sleep(POLL_S)
    return time.monotonic()


def stay_idle(seconds: float, alive: Alive) -> None:
    """Sleep, so that only the measured processes use the machine."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        alive()
        time.sleep(0.25)


@dataclass(frozen=True, slots=True)
class Sample:
    """Rows to check first, since counting is slow: the wanted value of `field` by row id."""

    collection: str
    field: str
    wanted: dict[str, Any]


def wait_until_all(
    database: Any, sample: Sample, complete: Callable[[], bool], alive: Alive, deadline_s: float
) -> float:
    """Wait until 20 random rows of the sample match, then for `complete`; return the time."""
    wanted = sample.wanted
    chosen = random.sample(sorted(wanted), min(AT_ONCE, len(wanted)))

    def sampled() -> bool:
        found = list(database[sample.collection].find({"_id": {"$in": chosen}}))
        return len(found) == len(chosen) and all(
            row.get(sample.field) == wanted[row["_id"]] for row in found
        )

    wait_until(sampled, alive, deadline_s, "the last events took effect")
    return wait_until(complete, alive, deadline_s, "all events took effect")
