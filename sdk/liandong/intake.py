"""Between the thread that receives deliveries and the one that handles them."""

import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from liandong.link import Link


class Verdict(Enum):
    """What becomes of a delivery.

    ACK: it is done. REJECT: it never will be; the broker moves it to the quarantine. RETURN:
    nothing of it was done; it is handed over again after a pause, before all that lies behind it.
    """

    ACK = "ack"
    REJECT = "reject"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message as it arrived; nothing in it is verified yet."""

    queue: str
    body: bytes
    headers: Mapping[str, Any]
    delivery_tag: int
    redelivered: bool
    exchange: str
    routing_key: str


@dataclass(frozen=True, slots=True)
class Settlement:
    """One answer to the broker: ACK or REJECT of a tag, or ACK of all up to it."""

    verdict: Verdict
    tag: int
    multiple: bool = False


def settlements(judged: Iterable[tuple[int, Verdict]]) -> Iterator[Settlement]:
    """Turn verdicts, in order of tags, into the fewest answers.

    All tags below the first one must have been answered before. From the first RETURN on,
    nothing is acknowledged together, as that would take the returned one along.
    """
    together: int | None = None
    returned = False
    for tag, verdict in judged:
        if verdict is Verdict.ACK and not returned:
            together = tag
            continue
        if together is not None:
            yield Settlement(Verdict.ACK, together, multiple=True)
            together = None
        if verdict is Verdict.RETURN:
            returned = True
        else:
            yield Settlement(verdict, tag)
    if together is not None:
        yield Settlement(Verdict.ACK, together, multiple=True)


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

    def put(self, delivery: Delivery) -> None:
        """Add to the end."""
        with self._news:
            self._waiting.append(delivery)
            if len(self._waiting) in (1, self._wanted):
                self._news.notify_all()

    def put_back(self, link: Link, deliveries: Sequence[Delivery]) -> None:
        """Add to the front what was taken, unless its link has ended."""
        with self._news:
            if self._link is link:
                self._waiting.extendleft(reversed(deliveries))

    def take(self, size: int, linger_s: float) -> tuple[Link, list[Delivery]] | None:
        """Wait for a batch: a full one at once, a smaller one after `linger_s`; None at the end."""
        with self._news:
            self._wanted = size
            while not self._stopping:
                self._news.wait_for(lambda: self._waiting or self._stopping)
                self._news.wait_for(lambda: len(self._waiting) >= size or self._stopping, linger_s)
                if self._link is not None and self._waiting and not self._stopping:
                    count = min(size, len(self._waiting))
                    return self._link, [self._waiting.popleft() for _ in range(count)]
            return None

    def pause(self, link: Link, seconds: float) -> None:
        """Wait, but no longer than the link lives and nobody stops."""
        with self._news:
            self._news.wait_for(lambda: self._stopping or self._link is not link, seconds)

    def stop(self) -> None:
        """Hand out nothing more."""
        with self._news:
            self._stopping = True
            self._news.notify_all()
