"""A cache of the last applied event of each lane: most events need no query to check order."""

from collections import OrderedDict
from collections.abc import Iterable

from shared.delivery.inbox.event import InboundEvent
from shared.delivery.records import Applied

REMEMBERED = 200_000


class LastAppliedCache:
    """The last applied sequence number of the `REMEMBERED` most recently active lanes.

    An entry is never ahead of the store; a lane without an entry must be queried.
    """

    def __init__(self) -> None:
        self._last: OrderedDict[str, int] = OrderedDict()

    def is_next(self, received: InboundEvent) -> bool:
        """Return whether the predecessor is known to be applied; lanes are applied in order."""
        return self._last.get(received.lane, 0) >= received.predecessor

    def is_probably_new(self, received: InboundEvent) -> bool:
        """Return whether an event seems to be the next of its lane, as far as the cache knows."""
        last = self._last.get(received.lane, 0)
        return received.predecessor <= last < received.envelope.sequence

    def record(self, marks: Iterable[Applied]) -> None:
        """Record committed inbox entries."""
        for mark in marks:
            lane = mark.id.rpartition("|")[0]
            self._last[lane] = max(mark.sequence, self._last.pop(lane, 0))
        while len(self._last) > REMEMBERED:
            self._last.popitem(last=False)

    def clear(self) -> None:
        """Forget all lanes."""
        self._last.clear()
