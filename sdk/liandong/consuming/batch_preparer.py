"""The next batch is prepared while the one in hand is handled."""

import threading
from collections.abc import Callable, Sequence

from liandong.amqp.channel_thread import ChannelThread
from liandong.amqp.delivery import Delivery
from liandong.consuming.handler_runner import PreparedBatch

BufferedBatch = tuple[ChannelThread, list[Delivery]]


class BatchPreparer:
    """Takes messages and prepares them, one batch ahead of who handles them, in order.

    `on_idle` is told when the handler has nothing to do.
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
        """Begin to take."""
        self._thread.start()

    def next(self) -> tuple[ChannelThread, PreparedBatch] | None:
        """Give the next batch, or None at the end."""
        if self._ready is None:
            self._hunger()
        with self._news:
            self._news.wait_for(lambda: self._ready is not None or self._ended)
            ready, self._ready = self._ready, None
            self._news.notify_all()
            return None if self._ended else ready

    def stop(self) -> None:
        """Give nothing more; what was prepared is forgotten."""
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
