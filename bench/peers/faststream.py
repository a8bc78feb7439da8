"""FastStream on RabbitMQ (aio-pika).

Options: a durable quorum queue, persistent messages, publisher confirms (its default), prefetch of
100, `AckPolicy.NACK_ON_ERROR`, so that a message is acknowledged after its handler. Confirms are
awaited for 500 messages at a time: FastStream is asynchronous, and a user would. The handler is a
plain function, which FastStream runs on its thread pool, so that transactions overlap.
Two processes, one per core.
"""

import asyncio
from collections.abc import Iterator
from itertools import islice
from typing import Any

from faststream import AckPolicy, FastStream
from faststream.rabbit import Channel, QueueType, RabbitBroker, RabbitQueue

from bench.peers.effect import EffectWriter
from bench.peers.workspace import IN_FLIGHT, PeerWorkspace, main

QUEUE = RabbitQueue("plots", queue_type=QueueType.QUORUM, durable=True)
PREFETCH = 100


def subscribe() -> None:
    """Consume until the driver ends the process."""
    room = PeerWorkspace()
    broker = RabbitBroker(room.amqp_url, default_channel=Channel(prefetch_count=PREFETCH))
    mirror = EffectWriter(room)

    @broker.subscriber(QUEUE, ack_policy=AckPolicy.NACK_ON_ERROR)
    def on_plot_recorded(event: dict[str, Any]) -> None:
        mirror.apply(event)

    asyncio.run(FastStream(broker).run(log_level=30))


def publish(events: Iterator[dict[str, Any]]) -> None:
    """Publish committed events, awaiting many confirms together."""
    asyncio.run(_publish(events))


async def _publish(events: Iterator[dict[str, Any]]) -> None:
    room = PeerWorkspace()
    at_once = 1 if room.rate else IN_FLIGHT
    async with RabbitBroker(room.amqp_url) as broker:
        await broker.declare_queue(QUEUE)
        while batch := list(islice(events, at_once)):
            await asyncio.gather(
                *(broker.publish(event, QUEUE, persist=True, mandatory=True) for event in batch)
            )


if __name__ == "__main__":
    main(subscribe, publish)
