"""The order in which resend requests are answered: subscribers take turns."""

from shared.delivery.resend.pauses import RequestPauses
from shared.delivery.resend.records import Resend
from shared.store.store import Store

REQUESTS = 100
SUBSCRIBERS = 50


class ResendTurns:
    """Chooses a subscriber, and those of its requests that may be answered now.

    Requests of one subscriber take turns, too; those just answered are skipped.
    """

    def __init__(self, store: Store, rests: RequestPauses) -> None:
        self._store = store
        self._rests = rests
        self._last = ""  # the subscriber served last
        self._reached: dict[str, str] = {}  # by subscriber, the row served last

    def subscribers(self) -> list[str]:
        """List the subscribers with open requests, the next in turn first."""
        return sorted(self._waiting(), key=lambda name: (name <= self._last, name))

    def requests_of(self, subscriber: str) -> list[Resend]:
        """Return the next requests of a subscriber that may be answered now, in turn."""
        rows: list[Resend] = []
        start = _before(subscriber)
        for after in dict.fromkeys((self._reached.get(subscriber) or start, start)):
            rows += self._store.page(Resend, {}, after, REQUESTS)
        own = {
            row.id: row for row in rows if row.subscriber == subscriber and self._rests.over(row.id)
        }
        return list(own.values())[:REQUESTS]

    def begin(self, subscriber: str) -> None:
        """Record the subscriber whose turn it is."""
        self._last = subscriber

    def end(self, subscriber: str, request: str) -> None:
        """Record the request that was served last in this turn."""
        self._reached[subscriber] = request

    def _waiting(self) -> list[str]:
        """List subscribers with open requests, one small query each."""
        found: list[str] = []
        after = ""
        while len(found) < SUBSCRIBERS and (rows := self._store.page(Resend, {}, after, 1)):
            found.append(rows[0].subscriber)
            after = _behind(rows[0].subscriber)
        return found


def _before(subscriber: str) -> str:
    return f"{subscriber}{chr(ord('|') - 1)}"


def _behind(subscriber: str) -> str:
    return f"{subscriber}{chr(ord('|') + 1)}"
