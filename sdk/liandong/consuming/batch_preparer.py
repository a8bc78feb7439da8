"""Prepares the next batch while the current one is handled."""

import threading
from collections.abc import Callable, Sequence

from liandong.amqp.channel_thread import ChannelThread
from liandong.amqp.delivery import Delivery
from liandong.consuming.handler_runner import PreparedBatch

BufferedBatch = tuple[ChannelThread, list[Delivery]]


class BatchPreparer:
    """Fetches and prepares messages on its own thread, one batch ahead of the handler, in order.

    `on_idle` is called when the handler waits for a batch and none is ready.
    """

    def __init__(
        self,
        take: Callable[[], BufferedBatch | None],
        on_idle: Callable[[], None],
        prepare: Callable[[Sequence[Delivery]], PreparedBatch],
        name: str,
    ) -> None:
        self._take = take
        self._hunger = on_idle
        self._prepare = prepare
        self._news = threading.Condition()
        self._ready: tuple[ChannelThread, PreparedBatch] | None = None
        self._ended = False
        self._thread = threading.Thread(target=self._run, name=f"{name} ahead", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def next(self) -> tuple[ChannelThread, PreparedBatch] | None:
        """Wait for the next batch and return it with its connection; None after `stop`."""
        if self._ready is None:
            self._hunger()
        with self._news:
            self._news.wait_for(lambda: self._ready is not None or self._ended)
            ready, self._ready = self._ready, None
            self._news.notify_all()
            return None if self._ended else ready

    def stop(self) -> None:
        """End; a prepared batch is discarded, since the broker will redeliver it."""
        with self._news:
            self._ended = True
            self._news.notify_all()

    def _run(self) -> None:
        while (taken := self._take()) is not None:
            link, messages = taken
            docket = self._prepare(messages)
            with self._news:
                self._news.wait_for(lambda: self._ready is None or self._ended)
                if self._ended:
                    return
                self._ready = link, docket
                self._news.notify_all()
        self.stop()
