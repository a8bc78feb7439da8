"""The tickets of a publisher in their order; nothing overtakes what was lost."""

import threading
from collections import deque
from weakref import WeakSet

from liandong.publishing.ticket import Ticket


class TicketQueue:
    """Tickets that are open, and those of them not sent to their end. Shared by all threads."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.unsent: deque[Ticket] = deque()  # taken from by the thread of the link alone
        self.settled_total = 0
        self.closed = False
        self._open: list[Ticket] = []
        self._unseen: WeakSet[Ticket] = WeakSet()  # lost, and nobody who waits knows it yet

    def __len__(self) -> int:
        return len(self._open)

    def append(self, ticket: Ticket) -> bool:
        """Put a ticket at the end; one that would overtake what was lost is lost too."""
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
        """Return the oldest of `many` or more open tickets; None when there are fewer."""
        with self.changed:
            return self._open[0] if len(self._open) >= many else None

    def settled(self, count: int) -> None:
        """Count what was settled, and end the tickets of which all is known."""
        with self.changed:
            self.settled_total += count
            self._open = [ticket for ticket in self._open if not ticket.finish()]

    def abandon(self, reason: str) -> None:
        """End all that are open."""
        with self.changed:
            for ticket in self._open:
                ticket.abandon(reason)
                self._unseen.add(ticket)
            self._open.clear()
            self.unsent.clear()

    def acknowledge(self, ticket: Ticket) -> None:
        """Note that somebody knows of a loss: what is submitted from now on may go out."""
        if ticket.lost:
            with self.changed:
                self._unseen.clear()

    def close(self) -> None:
        """Let nobody join any more."""
        with self.changed:
            self.closed = True
            self.changed.notify_all()
