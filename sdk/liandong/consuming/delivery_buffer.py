"""Between the thread that receives deliveries and the one that handles them."""

import threading
from collections import deque
from collections.abc import Sequence

from liandong.amqp.channel_thread import Link
from liandong.amqp.delivery import Delivery, Settlement, Verdict, settlements
from liandong.messages.bundle import size_of

__all__ = ["Delivery", "Intake", "Settlement", "Verdict", "settlements"]

BATCH_BYTES = 4 * 1024 * 1024  # of bodies in what is handed out at once; one may be larger


class Intake:
    """A line of deliveries, all from one link; they are forgotten when that link ends."""

    def __init__(self) -> None:
        self._news = threading.Condition()
        self._waiting: deque[Delivery] = deque()
        self._events = 0  # in what is waiting
        self._bytes = 0  # of bodies, likewise
        self._link: Link | None = None
        self._stopping = False
        self._wanted = 1
        self._hungry = False
        self._lingers = False

    def open(self, link: Link) -> None:
        """Begin the line of this link."""
        with self._news:
            self._link = link

    def forget(self) -> None:
        """End the line: the broker will deliver all of it again."""
        with self._news:
            self._link = None
            self._waiting.clear()
            self._events = self._bytes = 0
            self._news.notify_all()

    def put(self, deliveries: Sequence[Delivery]) -> None:
        """Add to the end, all that came together."""
        with self._news:
            was_empty, was_full = self._events == 0, self._full()
            self._waiting.extend(deliveries)
            self._events += sum(map(size_of, deliveries))
            self._bytes += sum(len(delivery.body) for delivery in deliveries)
            if was_empty or (self._full() and not was_full):
                self._news.notify_all()

    def hunger(self) -> None:
        """Say that the handler has nothing to do: what waits is taken, even if it is little.

        What came while the handler was busy is taken at once. Only when nothing has, the first one
        is waited for, and then a little for company.
        """
        with self._news:
            self._hungry = True
            self._lingers = not self._waiting
            self._news.notify_all()

    def take(self, size: int, linger_s: float) -> tuple[Link, list[Delivery]] | None:
        """Take messages with about `size` events, at least one; None at the end.

        No more are taken than have about `BATCH_BYTES`. While the handler is busy, only a full
        batch is taken.
        """
        with self._news:
            self._wanted = size
            while not self._stopping:
                self._news.wait_for(self._full_or_hungry)
                if self._lingers:
                    self._news.wait_for(self._full_or_stopping, linger_s)
                if self._link is not None and self._waiting and not self._stopping:
                    self._hungry = self._lingers = False
                    return self._link, self._first(size)
            return None

    def _full_or_hungry(self) -> bool:
        return self._full_or_stopping() or (self._hungry and bool(self._waiting))

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

    def pause(self, link: Link, seconds: float) -> bool:
        """Wait; tell whether the link still lives and nobody stops, which ends the wait too."""
        with self._news:
            self._news.wait_for(lambda: self._stopping or self._link is not link, seconds)
            return not self._stopping and self._link is link

    def stop(self) -> None:
        """Hand out nothing more."""
        with self._news:
            self._stopping = True
            self._news.notify_all()
