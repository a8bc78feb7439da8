"""The tickets of a publisher, in order; none overtakes a lost one."""

import threading
from collections import deque
from weakref import WeakSet

from liandong.publishing.ticket import Ticket


class TicketQueue:
    """The open tickets, and those of them that are not fully sent; thread-safe."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.unsent: deque[Ticket] = deque()  # consumed by the connection's thread only
        self.settled_total = 0
        self.closed = False
        self._open: list[Ticket] = []
        self._unseen: WeakSet[Ticket] = WeakSet()  # lost, and not yet reported to a waiter

    def __len__(self) -> int:
        return len(self._open)

    def append(self, ticket: Ticket) -> bool:
        """Append a ticket; return False if it is lost at once: it would overtake a lost one."""
        with self.changed:
            if self.closed:
                ticket.abandon("the publisher is closed")
            elif self._unseen:
                ticket.abandon("the connection was lost, and what goes before with it")
                self._unseen.add(ticket)
            else:
                self._open.append(ticket)
                self.unsent.append(ticket)
                self.changed.notify_all()
            return not ticket.done

    def oldest_of(self, many: int) -> Ticket | None:
        """Return the oldest open ticket; None if fewer than `many` are open."""
        with self.changed:
            return self._open[0] if len(self._open) >= many else None

    def settled(self, count: int) -> None:
        """Count settled messages, and end the tickets whose outcomes are all known."""
        with self.changed:
            self.settled_total += count
            self._open = [ticket for ticket in self._open if not ticket.finish()]

    def abandon(self, reason: str) -> None:
        """End all open tickets as lost."""
        with self.changed:
            for ticket in self._open:
                ticket.abandon(reason)
                self._unseen.add(ticket)
            self._open.clear()
            self.unsent.clear()

    def acknowledge(self, ticket: Ticket) -> None:
        """Record that the caller knows of a loss: later submissions are sent again."""
        if ticket.lost:
            with self.changed:
                self._unseen.clear()

    def close(self) -> None:
        """Accept no more tickets."""
        with self.changed:
            self.closed = True
            self.changed.notify_all()
