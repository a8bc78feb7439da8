"""Retries lanes independently of one another: one that fails never blocks the next.

Publishers take turns, so that thousands of failing lanes of one do not delay those of others.
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
"""The number of lanes of one publisher that are tried before those of the next."""
BEHIND = "}"
"""Sorts after any character that follows a publisher's name in a lane id."""
log = structlog.get_logger()


class LaneRetries:
    """Retries the lanes of one department.

    `record` is called with the report of each commit. A lane whose effects cannot be written is
    recorded as failed, like one whose handler fails; if not even that can be written, it backs off
    in memory.
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
        """Retry every lane that is due, from its first event on; return how many lanes were tried.

        `fetch` starts to fetch the content that a lane waits for. `moved` is called after each
        lane. Raises `StoreUnavailableError`, and nothing else.
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
        """Retry some lanes, due or not; return how many were tried."""
        return sum(1 for lane in lanes if self.one(lane, apply))

    def one(self, lane_id: str, apply: Apply) -> bool:
        """Retry one lane in its own transactions; return False if it is backing off."""
        if self._is_backing_off(lane_id):
            return False
        try:
            self._retry(lane_id, apply)
        except StoreUnavailableError:
            raise
        except RetryableError as error:
            log.warning("lane.postponed", lane=lane_id, why=describe_error(error))
        except Exception as error:  # noqa: BLE001  recorded in the lane
            log.warning("lane.failed", lane=lane_id, why=describe_error(error))
            self._record_failure(lane_id, error)
        else:
            self._backing_off.pop(lane_id, None)
        return True

    def _due(self, tried: set[str]) -> Iterator[Lane]:
        """Yield the lanes that are due, `TURN` of each publisher in rotation.

        Within a turn, lanes that wait for content come last.
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
        """Yield the publishers that have lanes, if any lane is due; each costs one small query."""
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
        """Apply events, several in a transaction, or one at a time after a failed commit."""
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
        """Record that a lane failed, so that its retries back off."""
        try:
            self._context.store.transact(
                lambda session: self._lanes.record_failure(
                    session, lane_id, error, self._context.clock()
                )
            )
        except StoreUnavailableError:
            raise
        except Exception as other:  # noqa: BLE001  the round goes on with the other lanes
            log.error("lane.not_noted", lane=lane_id, why=describe_error(other))
            self._back_off(lane_id, error)

    def _back_off(self, lane_id: str, error: Exception) -> None:
        times = self._backing_off.get(lane_id, (0, self._context.clock()))[0] + 1
        self._backing_off[lane_id] = times, self._context.clock() + pause_of(times)
        log.warning("lane.rests", lane=lane_id, times=times, why=describe_error(error))

    def _is_backing_off(self, lane_id: str) -> bool:
        known = self._backing_off.get(lane_id)
        return known is not None and self._context.clock() < known[1]
