"""Celery on RabbitMQ (py-amqp), without a result backend.

Options: `task_acks_late`, `task_reject_on_worker_lost`, a quorum queue
(`task_default_queue_type`), persistent messages, publisher confirms (`confirm_publish`), results
ignored, no rate limits, no gossip, mingle or heartbeat between workers, logs at warnings. Prefork
pool of two processes, one per core, with a prefetch multiplier of 16.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from celery import Celery

from bench.peers.effect import EffectWriter
from bench.peers.workspace import PeerWorkspace, main

PROCESSES = 2
ROOM = PeerWorkspace()

app = Celery("bench", broker=ROOM.amqp_url)
app.conf.update(
    task_default_queue="plots",
    task_default_queue_type="quorum",
    task_default_exchange_type="topic",
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    task_default_delivery_mode="persistent",
    worker_prefetch_multiplier=16,
    worker_disable_rate_limits=True,
    broker_transport_options={"confirm_publish": True},
    broker_connection_retry_on_startup=True,
)


@cache
def _mirror() -> EffectWriter:
    """Create the writer in the worker process, after its fork."""
    return EffectWriter(ROOM)


@app.task(name="plot_recorded")
def plot_recorded(event: dict[str, Any]) -> None:
    """Apply the event."""
    _mirror().apply(event)


def subscribe() -> None:
    """Consume until the driver ends the process."""
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel=WARNING"]
    app.worker_main(["worker", f"--concurrency={PROCESSES}", "--pool=prefork", *quiet])


def publish(events: Iterator[dict[str, Any]]) -> None:
    """Send a task per event over one connection; each waits for its confirm."""
    with app.producer_or_acquire() as producer:
        for event in events:
            plot_recorded.apply_async((event,), producer=producer)


if __name__ == "__main__":
    main(subscribe, publish)
