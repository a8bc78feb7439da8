"""Dramatiq on RabbitMQ (pika).

Options: `confirm_delivery`, persistent messages (always), acknowledged after the actor (always), no
middleware but retries, `dramatiq_queue_prefetch` of 100. Its queues are durable classic ones: it
declares them itself and has no option for quorum queues, so it pays less for durability. Two worker
processes, one per core, with eight threads each: its own defaults.
"""

import os
import sys
from collections.abc import Iterator
from functools import cache
from typing import Any

import dramatiq
from dramatiq.brokers.rabbitmq import RabbitmqBroker
from dramatiq.middleware import Retries

from bench.peers.effect import EffectWriter
from bench.peers.workspace import PeerWorkspace, main
from shared.local.processes.environment import child_environment

PROCESSES, THREADS = 2, 8
PREFETCH = "100"
ROOM = PeerWorkspace()

dramatiq.set_broker(
    RabbitmqBroker(url=ROOM.amqp_url, confirm_delivery=True, middleware=[Retries()])
)


@cache
def _mirror() -> EffectWriter:
    """Create the writer in the worker process, after its fork."""
    return EffectWriter(ROOM)


@dramatiq.actor(queue_name="plots")
def plot_recorded(event: dict[str, Any]) -> None:
    """Apply the event."""
    _mirror().apply(event)


def subscribe() -> None:
    """Replace this process by Dramatiq's command, which runs until the driver ends it."""
    environment = child_environment({"dramatiq_queue_prefetch": PREFETCH})
    command = [
        "-m",
        "dramatiq",
        "bench.peers.dramatiq",
        f"--processes={PROCESSES}",
        f"--threads={THREADS}",
    ]
    os.execve(sys.executable, [sys.executable, *command], environment)  # noqa: S606  runs only Dramatiq


def publish(events: Iterator[dict[str, Any]]) -> None:
    """Send a message per event over one connection; each waits for its confirm."""
    for event in events:
        plot_recorded.send(event)


if __name__ == "__main__":
    main(subscribe, publish)
