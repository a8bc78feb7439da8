"""The buffer between the thread that receives deliveries and the thread that batches them."""

import threading
from collections import deque
from collections.abc import Sequence

from liandong.amqp.channel_thread import ChannelThread
from liandong.amqp.delivery import Delivery, Settlement, Verdict, group_acks
from liandong.messages.bundle import size_of

__all__ = ["Delivery", "DeliveryBuffer", "Settlement", "Verdict", "group_acks"]

BATCH_BYTES = 4 * 1024 * 1024  # of bodies in a batch; a single larger message is passed alone


class DeliveryBuffer:
    """A queue of deliveries from one connection; discarded when that connection ends."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: deque[Delivery] = deque()
        self._events = 0  # number in `_waiting`
        self._bytes = 0  # of the bodies in `_waiting`
        self._link: ChannelThread | None = None
        self._stopping = False
        self._wanted = 1
        self._consumer_idle = False
        self._lingers = False

    def open(self, link: ChannelThread) -> None:
        """Accept deliveries of this connection."""
        with self._changed:
            self._link = link

    def clear(self) -> None:
        """Discard all deliveries: the connection ended, and the broker will redeliver them."""
        with self._changed:
            self._link = None
            self._waiting.clear()
            self._events = self._bytes = 0
            self._changed.notify_all()

    def put(self, deliveries: Sequence[Delivery]) -> None:
        """Append the deliveries of one socket read."""
        with self._changed:
            was_empty, was_full = self._events == 0, self._full()
            self._waiting.extend(deliveries)
            self._events += sum(map(size_of, deliveries))
            self._bytes += sum(len(delivery.body) for delivery in deliveries)
            if was_empty or (self._full() and not was_full):
                self._changed.notify_all()

    def signal_idle(self) -> None:
        """Signal that the handler is idle, so that a partial batch is released.

        Deliveries that are waiting are released at once. If there are none, the buffer waits for
        the first one and then lingers for more.
        """
        with self._changed:
            self._consumer_idle = True
            self._lingers = not self._waiting
            self._changed.notify_all()

    def next_batch(self, size: int, linger_s: float) -> tuple[ChannelThread, list[Delivery]] | None:
        """Return messages with up to `size` events and `BATCH_BYTES`, but at least one message.

        While the handler is busy, only a full batch is returned. None after `stop`.
        """
        with self._changed:
            self._wanted = size
            while not self._stopping:
                self._changed.wait_for(self._full_or_idle)
                if self._lingers:
                    self._changed.wait_for(self._full_or_stopping, linger_s)
                if self._link is not None and self._waiting and not self._stopping:
                    self._consumer_idle = self._lingers = False
                    return self._link, self._first(size)
            return None

    def _full_or_idle(self) -> bool:
        return self._full_or_stopping() or (self._consumer_idle and bool(self._waiting))

    def _full_or_stopping(self) -> bool:
        return self._full() or self._stopping

    def _full(self) -> bool:
        return self._events >= self._wanted or self._bytes >= BATCH_BYTES

    def _first(self, size: int) -> list[Delivery]:
        if self._events <= size and self._bytes <= BATCH_BYTES:
            taken = list(self._waiting)
            self._waiting.clear()
            self._events = self._bytes = 0
            return taken
        taken, events, taken_bytes = [], 0, 0
        while self._waiting:
            first = self._waiting[0]
            events += size_of(first)
            taken_bytes += len(first.body)
            if taken and (events > size or taken_bytes > BATCH_BYTES):
                break
            taken.append(self._waiting.popleft())
            self._events -= size_of(first)
            self._bytes -= len(first.body)
        return taken

    def pause(self, link: ChannelThread, seconds: float) -> bool:
        """Wait, or until `stop` or the loss of `link`; return whether neither happened."""
        with self._changed:
            self._changed.wait_for(lambda: self._stopping or self._link is not link, seconds)
            return not self._stopping and self._link is link

    def stop(self) -> None:
        """End `next_batch` and `pause`."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
