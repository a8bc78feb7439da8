"""Between the thread that receives deliveries and the one that handles them."""

import threading
from collections import deque
from collections.abc import Sequence

from liandong.delivery import Delivery, Settlement, Verdict, settlements
from liandong.link import Link

__all__ = ["Delivery", "Intake", "Settlement", "Verdict", "settlements"]


class Intake:
    """A line of deliveries, all from one link; they are forgotten when that link ends."""

    def __init__(self) -> None:
        self._news = threading.Condition()
        self._waiting: deque[Delivery] = deque()
        self._link: Link | None = None
        self._stopping = False
        self._wanted = 1

    def open(self, link: Link) -> None:
        """Begin the line of this link."""
        with self._news:
            self._link = link

    def forget(self) -> None:
        """End the line: the broker will deliver all of it again."""
        with self._news:
            self._link = None
            self._waiting.clear()
            self._news.notify_all()

    def put(self, deliveries: Sequence[Delivery]) -> None:
        """Add to the end, all that came together."""
        with self._news:
            before = len(self._waiting)
            self._waiting.extend(deliveries)
            if before == 0 or before < self._wanted <= len(self._waiting):
                self._news.notify_all()

    def put_back(self, link: Link, deliveries: Sequence[Delivery]) -> None:
        """Add to the front what was taken, unless its link has ended."""
        with self._news:
            if self._link is link:
                self._waiting.extendleft(reversed(deliveries))

    def take(self, size: int, linger_s: float) -> tuple[Link, list[Delivery]] | None:
        """Take up to `size`; None at the end.

        What came while the taker was busy is taken at once. Only when nothing has, the first one
        is waited for, and then up to `linger_s` for company.
        """
        with self._news:
            self._wanted = size
            while not self._stopping:
                if not self._waiting:
                    self._news.wait_for(lambda: self._waiting or self._stopping)
                    self._news.wait_for(self._full_or_stopping, linger_s)
                if self._link is not None and self._waiting and not self._stopping:
                    return self._link, self._first(size)
            return None

    def _full_or_stopping(self) -> bool:
        return len(self._waiting) >= self._wanted or self._stopping

    def _first(self, size: int) -> list[Delivery]:
        if len(self._waiting) <= size:
            taken = list(self._waiting)
            self._waiting.clear()
            return taken
        return [self._waiting.popleft() for _ in range(size)]

    def pause(self, link: Link, seconds: float) -> None:
        """Wait, but no longer than the link lives and nobody stops."""
        with self._news:
            self._news.wait_for(lambda: self._stopping or self._link is not link, seconds)

    def stop(self) -> None:
        """Hand out nothing more."""
        with self._news:
            self._stopping = True
            self._news.notify_all()
