"""Pages ordered by time, read in time windows, so that the cost depends on the page size only.

On MongoDB a sort with a limit would do, but the embedded server reads all matches for it, and even
without a sort all documents of the range. So the range itself must be narrow.
"""

from datetime import datetime, timedelta
from operator import itemgetter

from pymongo.collection import Collection

from shared.store.store import PagePosition, Row

STEP = timedelta(milliseconds=1)
SPARE = 50
DAY = timedelta(days=1)


class TimeOrderedScan:
    """Documents of a collection with these values, ordered by an instant and then by key."""

    def __init__(self, collection: Collection[Row], field: str, wanted: Row) -> None:
        self._collection = collection
        self._field = field
        self._wanted = wanted
        self._order = itemgetter(field, "_id")

    def page(
        self,
        after: PagePosition | None,
        begin: datetime,
        until: datetime,
        limit: int,
        near: datetime,
    ) -> tuple[list[Row], datetime]:
        """Return the first documents after a position, or from `begin`, up to `until`.

        `near` is a guess of the end of the first page; a wrong one only costs time. The second
        result is a better guess for the next call.
        """
        begin, key = after or (begin - STEP, "")
        rows = self._at(begin, key, limit) if after and begin <= until else []
        width = DAY if after else max(near - begin, DAY)
        following = DAY
        while len(rows) < limit and begin < until:
            bound = until if until - begin <= width else begin + width
            found, begin = self._window(begin, bound, limit - len(rows))
            rows += found
            width, following = following, 2 * following
        return rows[:limit], begin

    def _window(self, begin: datetime, bound: datetime, want: int) -> tuple[list[Row], datetime]:
        """Read all documents after `begin` up to `bound`, or up to an earlier bound if too many."""
        most = 2 * want + SPARE
        while True:
            query = {**self._wanted, self._field: {"$gt": begin, "$lte": bound}}
            found = sorted(self._collection.find(query).limit(most), key=self._order)
            if len(found) < most:
                return found, bound
            nearer = found[most // 2][self._field]
            if nearer >= bound:
                nearer = bound - STEP
            if nearer <= begin:  # all of these have the same instant
                return self._at(bound, "", want), bound
            bound = nearer

    def _at(self, instant: datetime, key: str, want: int) -> list[Row]:
        """Read documents of one instant after a key: all ids first, then the wanted documents.

        The embedded server reads the whole collection for a range of ids.
        """
        query = {**self._wanted, self._field: instant}
        ids = sorted(row["_id"] for row in self._collection.find(query, {self._field: 1}))
        wanted = [one for one in ids if one > key][:want]
        return sorted(self._collection.find({"_id": {"$in": wanted}}), key=self._order)
