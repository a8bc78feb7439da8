"""Lanes are tried again, each by itself: one that fails never holds up those behind it.

Publishers take turns, so that thousands of failing lanes of one delay nobody else's.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

import structlog

from shared.delivery.lanes.attempts import pause_of
from shared.delivery.lanes.lanes import MAX_EVENTS_PER_RUN, Lanes
from shared.delivery.lanes.report import Apply, DispatchReport
from shared.delivery.records import Lane
from shared.errors import RetryableError, StoreUnavailableError
from shared.handling.context import DepartmentContext
from shared.store.store import BATCH_BYTES, LARGEST_BYTES, PagePosition
from shared.texts.error_text import describe_error

TURN = 20
"""So many lanes of one publisher are tried before those of the next."""
BEHIND = "}"
"""Sorts behind whatever follows a publisher's name in the id of a lane."""
log = structlog.get_logger()


class LaneRetries:
    """Retries the lanes of one department.

    `record` is called with what was committed. A lane whose effects cannot be written is recorded
    as failed, like one whose handler fails; where not even that can be written, it backs off in
    memory.
    """

    def __init__(
        self, context: DepartmentContext, lanes: Lanes, record: Callable[[DispatchReport], None]
    ) -> None:
        self._context = context
        self._lanes = lanes
        self._record = record
        self._backing_off: dict[str, tuple[int, datetime]] = {}

    def due(
        self,
        apply: Apply,
        fetch: Callable[[str], None] | None = None,
        moved: Callable[[], None] = lambda: None,
    ) -> int:
        """Retry the first event of every lane that is due, and those behind it; return how many.

        `fetch` begins to fetch what a lane waits for. `moved` is called after each lane.
        Raises `StoreUnavailableError`, and nothing else.
        """
        tried: set[str] = set()
        for lane in self._due(tried):
            tried.add(lane.id)
            if fetch is not None and lane.missing:
                fetch(lane.id)
            self.one(lane.id, apply)
            moved()
        return len(tried)

    def these(self, lanes: Iterable[str], apply: Apply) -> int:
        """Retry some lanes, due or not; return how many."""
        return sum(1 for lane in lanes if self.one(lane, apply))

    def one(self, lane_id: str, apply: Apply) -> bool:
        """Retry one lane in transactions of its own; return whether it was tried."""
        if self._is_backing_off(lane_id):
            return False
        try:
            self._retry(lane_id, apply)
        except StoreUnavailableError:
            raise
        except RetryableError as error:
            log.warning("lane.postponed", lane=lane_id, why=describe_error(error))
        except Exception as error:  # noqa: BLE001  it is the lane's, and recorded there
            log.warning("lane.failed", lane=lane_id, why=describe_error(error))
            self._record_failure(lane_id, error)
        else:
            self._backing_off.pop(lane_id, None)
        return True

    def _due(self, tried: set[str]) -> Iterator[Lane]:
        """Give what is due, each lane once, `TURN` of each publisher by turns.

        Of a turn those that wait for content come last.
        """
        places: dict[str, PagePosition] = {}
        while turns := [
            page
            for publisher in self._publishers()
            if (page := self._next(publisher, places.get(publisher)))
        ]:
            for page in turns:
                last = page[-1]
                places[last.publisher] = last.due_at or self._context.clock(), last.id
                fresh = [lane for lane in page if lane.id not in tried]
                yield from sorted(fresh, key=lambda lane: bool(lane.missing))

    def _publishers(self) -> Iterator[str]:
        """Name the publishers that have lanes, if any lane is due; each costs one small query."""
        if not self._context.store.due(Lane, "due_at", self._context.clock(), 1):
            return
        after = ""
        while found := self._context.store.page(Lane, {}, after, 1):
            yield found[0].publisher
            after = found[0].publisher + BEHIND

    def _next(self, publisher: str, after: PagePosition | None) -> list[Lane]:
        wanted = {"publisher": publisher}
        return self._context.store.page_by_time(
            Lane, "due_at", wanted, after, self._context.clock(), TURN
        )

    def _retry(self, lane_id: str, apply: Apply) -> None:
        """Let events take effect, several in a transaction, or one by one behind a failure."""
        most, more = MAX_EVENTS_PER_RUN, True
        while more:
            try:
                report = self._context.store.transact(
                    lambda session: self._lanes.retry_lane(
                        session,
                        lane_id,
                        apply,
                        self._context.clock(),
                        most,  # noqa: B023  runs at once
                    ),
                    most=BATCH_BYTES if most > 1 else LARGEST_BYTES,
                )
            except RetryableError:
                raise
            except Exception:
                if most == 1:
                    raise
                most = 1
                continue
            self._record(report)
            more = report.more

    def _record_failure(self, lane_id: str, error: Exception) -> None:
        """Write down that a lane failed, so that it is tried later and ever more rarely."""
        try:
            self._context.store.transact(
                lambda session: self._lanes.record_failure(
                    session, lane_id, error, self._context.clock()
                )
            )
        except StoreUnavailableError:
            raise
        except Exception as other:  # noqa: BLE001  it must end no round
            log.error("lane.not_noted", lane=lane_id, why=describe_error(other))
            self._back_off(lane_id, error)

    def _back_off(self, lane_id: str, error: Exception) -> None:
        times = self._backing_off.get(lane_id, (0, self._context.clock()))[0] + 1
        self._backing_off[lane_id] = times, self._context.clock() + pause_of(times)
        log.warning("lane.rests", lane=lane_id, times=times, why=describe_error(error))

    def _is_backing_off(self, lane_id: str) -> bool:
        known = self._backing_off.get(lane_id)
        return known is not None and self._context.clock() < known[1]
