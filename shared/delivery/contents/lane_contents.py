"""Fetches contents of parked events in the background, one thread per publisher."""

import threading
from collections import OrderedDict
from collections.abc import Callable

import structlog

PATIENCE_S = 30.0
MAX_REQUESTED = 1_000  # lanes of one publisher; further ones request again when they are due
log = structlog.get_logger()

FetchForLane = Callable[[str, float], bool]
"""Fetches a lane's contents within some seconds; returns whether the head's content is stored."""


class LaneContents:
    """Runs one fetching thread per publisher, for as long as lanes of that publisher request.

    A publisher that answers slowly, or never completes an answer, thus delays only its own lanes.
    """

    def __init__(self, fetch_for_lane: FetchForLane) -> None:
        self._fetch_for_lane = fetch_for_lane
        self._lock = threading.Lock()
        self._requested: dict[str, OrderedDict[str, None]] = {}
        self._arrived: list[str] = []
        self._stopping = False

    def request(self, lane: str) -> None:
        """Queue a lane whose contents are missing; return at once."""
        publisher = lane.partition("|")[0]
        with self._lock:
            line = self._requested.get(publisher)
            if line is not None:
                if len(line) < MAX_REQUESTED:
                    line[lane] = None
                return
            self._requested[publisher] = OrderedDict({lane: None})
        name = f"contents of {publisher}"
        threading.Thread(target=self._serve, args=(publisher,), name=name, daemon=True).start()

    def drain(self) -> list[str]:
        """Return the lanes whose content was fetched since the last call."""
        with self._lock:
            arrived, self._arrived = self._arrived, []
        return arrived

    def stop(self) -> None:
        """Start no further fetches."""
        self._stopping = True

    def _serve(self, publisher: str) -> None:
        """Fetch for queued lanes until the queue is empty; the body of a thread."""
        while (lane := self._next(publisher)) is not None:
            try:
                if self._fetch_for_lane(lane, PATIENCE_S):
                    with self._lock:
                        self._arrived.append(lane)
            except Exception:  # the lane requests again when it is due
                log.exception("contents.failed", lane=lane)

    def _next(self, publisher: str) -> str | None:
        with self._lock:
            line = self._requested[publisher]
            if line and not self._stopping:
                return line.popitem(last=False)[0]
            del self._requested[publisher]
            return None
