"""What is soonest, read in windows of time, so that a page costs about what it shows.

A sort with a limit would be as good on MongoDB, but the embedded server reads all matches for it.
"""

from datetime import datetime, timedelta
from operator import itemgetter

from pymongo.collection import Collection

from shared.store import Place, Row

STEP = timedelta(milliseconds=1)
SPARE = 50


class Soonest:
    """Documents of a collection with these values, by an instant and then by key."""

    def __init__(self, collection: Collection[Row], field: str, wanted: Row) -> None:
        self._collection = collection
        self._field = field
        self._wanted = wanted
        self._order = itemgetter(field, "_id")

    def page(self, after: Place | None, begin: datetime, until: datetime, limit: int) -> list[Row]:
        """Read the first ones behind a place, or from `begin` on, up to `until`."""
        begin, key = after or (begin - STEP, "")
        rows = self._at(begin, key, limit) if after and begin <= until else []
        while len(rows) < limit and begin < until:
            found, begin = self._window(begin, until, limit - len(rows))
            rows += found
        return rows[:limit]

    def _window(self, begin: datetime, until: datetime, want: int) -> tuple[list[Row], datetime]:
        """Read all behind `begin` up to a bound that is near enough; tell the bound, too."""
        bound, most = until, 2 * want + SPARE
        while True:
            query = {**self._wanted, self._field: {"$gt": begin, "$lte": bound}}
            found = sorted(self._collection.find(query).limit(most), key=self._order)
            if len(found) < most:
                return found, bound
            nearer = found[most // 2][self._field]
            if nearer >= bound:
                nearer = bound - STEP
            if nearer <= begin:  # what lies here has one instant
                return self._at(bound, "", want), bound
            bound = nearer

    def _at(self, instant: datetime, key: str, want: int) -> list[Row]:
        """Read those of one instant behind a key."""
        query = {**self._wanted, self._field: instant, "_id": {"$gt": key}}
        return list(self._collection.find(query).sort("_id", 1).limit(want))
