"""Lanes are tried again, each by itself: one that fails never holds up those behind it.

Publishers take turns, so that thousands of failing lanes of one delay nobody else's.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

import structlog

from shared.clock.system import Clock
from shared.delivery.lanes.attempts import pause_of
from shared.delivery.lanes.lanes import STEPS, Lanes
from shared.delivery.lanes.report import Apply, Report
from shared.delivery.records import Lane
from shared.errors import RetryableError, StoreUnavailableError
from shared.store.store import BATCH_BYTES, LARGEST_BYTES, PagePosition, Store
from shared.texts.error_text import describe_error

TURN = 20
"""So many lanes of one publisher are tried before those of the next."""
BEHIND = "}"
"""Sorts behind whatever follows a publisher's name in the id of a lane."""
log = structlog.get_logger()


class LaneRetries:
    """Tries the lanes of one department.

    `count` is told what was committed. A lane whose effects cannot be written is noted as failed,
    like one whose handler fails; where not even that can be written, it rests in memory.
    """

    def __init__(
        self, store: Store, lanes: Lanes, clock: Clock, count: Callable[[Report], None]
    ) -> None:
        self._store = store
        self._lanes = lanes
        self._clock = clock
        self._count = count
        self._resting: dict[str, tuple[int, datetime]] = {}

    def due(
        self,
        apply: Apply,
        bring: Callable[[str], None] | None = None,
        moved: Callable[[], None] = lambda: None,
    ) -> int:
        """Try the first event of every lane that is due, and those behind it; tell how many.

        `bring` sees to the contents that a lane waits for. `moved` is called after each lane.
        Raises `StoreUnavailableError`, and nothing else.
        """
        tried: set[str] = set()
        for lane in self._due(tried):
            tried.add(lane.id)
            if bring is not None and lane.missing:
                bring(lane.id)
            self.one(lane.id, apply)
            moved()
        return len(tried)

    def these(self, lanes: Iterable[str], apply: Apply) -> int:
        """Try some lanes, due or not; tell how many."""
        return sum(1 for lane in lanes if self.one(lane, apply))

    def one(self, lane_id: str, apply: Apply) -> bool:
        """Try one lane in transactions of its own; tell whether it was tried."""
        if self._rests(lane_id):
            return False
        try:
            self._advance(lane_id, apply)
        except StoreUnavailableError:
            raise
        except RetryableError as error:
            log.warning("lane.postponed", lane=lane_id, why=describe_error(error))
        except Exception as error:  # noqa: BLE001  it is the lane's, and noted there
            log.warning("lane.failed", lane=lane_id, why=describe_error(error))
            self._note(lane_id, error)
        else:
            self._resting.pop(lane_id, None)
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
                places[last.publisher] = last.due_at or self._clock(), last.id
                fresh = [lane for lane in page if lane.id not in tried]
                yield from sorted(fresh, key=lambda lane: bool(lane.missing))

    def _publishers(self) -> Iterator[str]:
        """Name the publishers that have lanes, if any lane is due; each costs one small query."""
        if not self._store.due(Lane, "due_at", self._clock(), 1):
            return
        after = ""
        while found := self._store.page(Lane, {}, after, 1):
            yield found[0].publisher
            after = found[0].publisher + BEHIND

    def _next(self, publisher: str, after: PagePosition | None) -> list[Lane]:
        wanted = {"publisher": publisher}
        return self._store.soonest(Lane, "due_at", wanted, after, self._clock(), TURN)

    def _advance(self, lane_id: str, apply: Apply) -> None:
        """Let events take effect, several in a transaction, or one by one behind a failure."""
        most, more = STEPS, True
        while more:
            try:
                report = self._store.transact(
                    lambda session: self._lanes.advance(
                        session,
                        lane_id,
                        apply,
                        self._clock(),
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
            self._count(report)
            more = report.more

    def _note(self, lane_id: str, error: Exception) -> None:
        """Write down that a lane failed, so that it is tried later and ever more rarely."""
        try:
            self._store.transact(
                lambda session: self._lanes.fail(session, lane_id, error, self._clock())
            )
        except StoreUnavailableError:
            raise
        except Exception as other:  # noqa: BLE001  it must end no round
            log.error("lane.not_noted", lane=lane_id, why=describe_error(other))
            self._rest(lane_id, error)

    def _rest(self, lane_id: str, error: Exception) -> None:
        times = self._resting.get(lane_id, (0, self._clock()))[0] + 1
        self._resting[lane_id] = times, self._clock() + pause_of(times)
        log.warning("lane.rests", lane=lane_id, times=times, why=describe_error(error))

    def _rests(self, lane_id: str) -> bool:
        known = self._resting.get(lane_id)
        return known is not None and self._clock() < known[1]
