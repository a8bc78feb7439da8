"""How the engine batches: sizes and times as the code itself has them."""

import inspect
from dataclasses import dataclass
from typing import Any

from liandong.consuming.consumer import Consumer
from shared.delivery.inbox import consumers
from shared.delivery.outbox import confirm_buffer, in_flight, relay
from shared.handling import commands


@dataclass(frozen=True, slots=True)
class Engine:
    """Bounds of batches, and how many hands there are."""

    group: int  # commands in a transaction
    flight: int  # events that leave together
    flights: int  # in the air at once
    flying: int  # events in the air, when one more flight may leave
    told_at_once: int  # arrivals of which the outbox is told together
    told_after_s: float
    batch: int  # events that take effect together
    linger_s: float
    clerks: int


def engine() -> Engine:
    """Read the bounds from the code that runs."""
    linger: Any = inspect.signature(Consumer).parameters["linger_s"].default
    return Engine(
        group=commands.MOST_ACTS,
        flight=relay.BATCH,
        flights=in_flight.MAX_BATCHES,
        flying=in_flight.MAX_IN_FLIGHT,
        told_at_once=confirm_buffer.FLUSH_SIZE,
        told_after_s=confirm_buffer.FLUSH_AFTER_S,
        batch=consumers.BATCH,
        linger_s=float(linger),
        clerks=16,
    )
