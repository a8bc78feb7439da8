"""nameko's own events: `EventDispatcher` and `@event_handler` (kombu, py-amqp, eventlet).

Options: persistent messages and publisher confirms (its defaults), a `SERVICE_POOL` handler (its
default, durable) with `requeue_on_error`, 10 workers (its default), which is also the prefetch. Two
processes, one per core. Its queues are durable classic ones: it has no option for quorum queues, so
it pays less for durability. The dispatcher is used from outside a service, as nameko's
documentation shows; it publishes the same way.
"""

import eventlet

eventlet.monkey_patch()

import signal
from collections.abc import Iterator
from typing import Any

from nameko.containers import ServiceContainer
from nameko.events import event_handler
from nameko.standalone.events import event_dispatcher

from bench.peers.effect import EffectWriter
from bench.peers.workspace import PeerWorkspace, main

ROOM = PeerWorkspace()
CONFIG = {"AMQP_URI": ROOM.amqp_url, "max_workers": 10, "serializer": "json"}
MIRROR = EffectWriter(ROOM)


class MirrorService:
    """The subscriber."""

    name = "mirror"

    @event_handler("registry", "plot_recorded", requeue_on_error=True)  # type: ignore[untyped-decorator]
    def on_plot_recorded(self, event: dict[str, Any]) -> None:
        """Apply the event."""
        MIRROR.apply(event)


def subscribe() -> None:
    """Consume until the driver ends the process."""
    container = ServiceContainer(MirrorService, CONFIG)
    container.start()
    signal.signal(signal.SIGTERM, lambda *_: eventlet.spawn_n(container.stop))
    container.wait()


def publish(events: Iterator[dict[str, Any]]) -> None:
    """Dispatch each event; each waits for its confirm."""
    dispatch = event_dispatcher(CONFIG)
    for event in events:
        dispatch("registry", "plot_recorded", event)


if __name__ == "__main__":
    main(subscribe, publish)
