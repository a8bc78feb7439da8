"""The batching parameters of the engine: sizes and times, read from the code."""

import inspect
from dataclasses import dataclass
from typing import Any

from liandong.consuming.consumer import Consumer
from shared.delivery.inbox import consumers
from shared.delivery.outbox import confirm_buffer, in_flight, relay
from shared.handling import commands


@dataclass(frozen=True, slots=True)
class Engine:
    """Limits of batches, and the number of clerks."""

    group: int  # commands in a transaction
    relay_batch: int  # events per published batch
    batches_in_flight: int
    events_in_flight: int  # unconfirmed events below which one more batch may be published
    confirms_at_once: int  # confirms recorded together in the outbox
    confirms_after_s: float
    batch: int  # events per batch of the subscriber
    linger_s: float
    clerks: int


def engine() -> Engine:
    """Return the parameters of the current code."""
    linger: Any = inspect.signature(Consumer).parameters["linger_s"].default
    return Engine(
        group=commands.MAX_GROUP_SIZE,
        relay_batch=relay.BATCH,
        batches_in_flight=in_flight.MAX_BATCHES,
        events_in_flight=in_flight.MAX_IN_FLIGHT,
        confirms_at_once=confirm_buffer.FLUSH_SIZE,
        confirms_after_s=confirm_buffer.FLUSH_AFTER_S,
        batch=consumers.BATCH,
        linger_s=float(linger),
        clerks=16,
    )
