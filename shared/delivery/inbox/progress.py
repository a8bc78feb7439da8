"""How far each lane has come, from memory: most events need no query to be found in turn."""

from collections import OrderedDict
from collections.abc import Iterable

from shared.delivery.inbox.event import InboundEvent
from shared.delivery.records import Applied

REMEMBERED = 200_000


class LastAppliedCache:
    """The last event that took effect in each of the lanes that moved last.

    What it says of a lane is true; of a lane that it does not know it says nothing.
    """

    def __init__(self) -> None:
        self._last: OrderedDict[str, int] = OrderedDict()

    def is_next(self, received: InboundEvent) -> bool:
        """Return whether the event before took effect; effects are in order per lane."""
        return self._last.get(received.lane, 0) >= received.predecessor

    def is_probably_new(self, received: InboundEvent) -> bool:
        """Return whether an event is the next of its lane, for all that is known here."""
        last = self._last.get(received.lane, 0)
        return received.predecessor <= last < received.envelope.sequence

    def record(self, marks: Iterable[Applied]) -> None:
        """Record what was committed."""
        for mark in marks:
            lane = mark.id.rpartition("|")[0]
            self._last[lane] = max(mark.sequence, self._last.pop(lane, 0))
        while len(self._last) > REMEMBERED:
            self._last.popitem(last=False)

    def clear(self) -> None:
        """Forget all of it."""
        self._last.clear()
