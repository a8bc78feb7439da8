"""How the engine batches: sizes and times as the code itself has them."""

import inspect
from dataclasses import dataclass
from typing import Any

from liandong.consumer import Consumer
from shared import acts, intakes, relay


@dataclass(frozen=True, slots=True)
class Engine:
    """Bounds of batches, and how many hands there are."""

    group: int  # commands in a transaction
    flight: int  # events that leave together
    in_the_air: int
    batch: int  # events that take effect together
    linger_s: float
    clerks: int


def engine() -> Engine:
    """Read the bounds from the code that runs."""
    linger: Any = inspect.signature(Consumer).parameters["linger_s"].default
    return Engine(
        acts.MOST_ACTS, relay.BATCH, relay.IN_THE_AIR, intakes.BATCH, float(linger), clerks=16
    )
