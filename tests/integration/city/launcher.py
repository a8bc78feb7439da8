"""Run a department that may kill itself: `launcher.py <host> <department> <plan.json>`.

The plan, read at each start, names the kill point, the probability and the random seed:
`{"point": "applied", "chance": 0.2, "seed": 7}`. Without the file the department runs normally.
"""

import importlib
import sys

host = importlib.import_module(sys.argv.pop(1))  # nameko's host monkey-patches: import it first

import json
import os
import random
import signal
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from shared.delivery.inbox.dispatcher import EventDispatcher
from shared.delivery.outbox.in_flight import InFlightBatches
from shared.handling.commands import CommandExecutor
from shared.store.mongo.outbox import MongoOutbox

POINTS = {
    "undone": (CommandExecutor, "execute", "before"),
    "unanswered": (CommandExecutor, "execute", "after"),
    "unpublished": (InFlightBatches, "submit", "before"),
    "unconfirmed": (InFlightBatches, "submit", "after"),
    "unmarked": (MongoOutbox, "confirm", "before"),
    "marked": (MongoOutbox, "confirm", "after"),
    "received": (EventDispatcher, "dispatch_batch", "before"),
    "applied": (EventDispatcher, "dispatch_batch", "after"),
}


def doomed(method: Callable[..., Any], when: str, die: Callable[[], None]) -> Callable[..., Any]:
    """Wrap a method so that `die` is called just before or just after it."""

    @wraps(method)
    def run(*arguments: Any, **named: Any) -> Any:
        if when == "before":
            die()
        result = method(*arguments, **named)
        if when == "after":
            die()
        return result

    return run


def doom(point: str, chance: float, seed: int) -> None:
    """Make the process kill itself at a point with the given probability."""
    dice = random.Random(seed)
    owner, name, when = POINTS[point]

    def die() -> None:
        if dice.random() < chance:
            os.write(2, f"killed: {point}\n".encode())
            os.kill(os.getpid(), signal.SIGKILL)

    setattr(owner, name, doomed(getattr(owner, name), when, die))


if __name__ == "__main__":
    plan = Path(sys.argv.pop(2))
    if plan.exists():
        doom(**json.loads(plan.read_text()))
    host.main()
