"""Fetches the contents of events from their publishers, outside of any transaction."""

import time
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Protocol

import structlog

from liandong.envelope import Envelope
from liandong.messages.claim_check import (
    Claim,
    ContentError,
    Refused,
    Unreachable,
    WrongContent,
    claim_in,
    claim_of,
)
from shared.clock.system import Clock
from shared.delivery.inbox.event import InboundEvent, from_parked
from shared.delivery.lanes.waiting import waiting_in
from shared.delivery.records import Lane
from shared.handling.claim_check import Blob
from shared.observability import metrics
from shared.store.portions import portioned
from shared.store.session import Session
from shared.store.store import Store

BACKOFF = timedelta(seconds=3)
MAX_DOUBLINGS = 5
PORTION_BYTES = 32 * 1024 * 1024
EVENT_BYTES = 1024 * 1024  # events and contents of one transaction, see `split_by_size`
MOST_EVENTS = 32
REMEMBERED = 1000
log = structlog.get_logger()

ERROR_LABELS: dict[type[ContentError], tuple[str, str]] = {
    Unreachable: ("unreachable", "没有应答，稍后自动再取"),
    Refused: ("refused", "拒绝提供"),
    WrongContent: ("wrong", "给出的内容与签名中的摘要值或长度不符，未予采用"),
}


class ContentSource(Protocol):
    """A transport that fetches contents from publishers."""

    def fetch(self, publisher: str, dataref: str, patience_s: float) -> bytes:
        """Fetch content from a publisher within `patience_s` seconds; raises `ContentError`."""


class ContentFetcher:
    """Fetches contents into the store of one department, each once, checked against its hash.

    A publisher that does not answer is backed off exponentially, so that it delays no other. New
    deliveries and lane retries have separate backoff counters.
    """

    def __init__(self, department: str, store: Store, clock: Clock, source: ContentSource) -> None:
        self._department = department
        self._store = store
        self._clock = clock
        self._source = source
        self._silent: dict[tuple[str, bool], tuple[int, datetime]] = {}
        self._reasons: OrderedDict[str, str] = OrderedDict()

    def fetch_missing(
        self, envelopes: Iterable[Envelope], patience_s: float, *, waiting: bool = False
    ) -> list[Envelope]:
        """Fetch missing contents within `patience_s` seconds; return the envelopes still without.

        `last_error` gives the reason. `waiting` is true for events that are parked in a lane.
        """
        left: list[Envelope] = []
        end = time.monotonic() + patience_s
        for envelope in envelopes:
            claim, publisher = claim_in(envelope), envelope.department
            if claim is None or self._is_here(claim):
                continue
            patience = end - time.monotonic()
            tried = patience > 0 and not self._is_backing_off(publisher, waiting)
            if not (tried and self._fetch_one(publisher, claim, patience, waiting)):
                left.append(envelope)
        return left

    def fetch_for_lane(self, lane_id: str, patience_s: float) -> bool:
        """Fetch contents of the first events of a lane; return whether the head's is stored."""

        def read(session: Session) -> list[Envelope]:
            lane = session.find(Lane, lane_id)
            few = islice(waiting_in(session, lane), MOST_EVENTS) if lane else ()
            return list(_first(from_parked(parked).envelope for parked in few))

        if self._is_backing_off(lane_id.partition("|")[0], waiting=True):
            return False
        envelopes = self._store.transact(read)
        self.fetch_missing(envelopes, patience_s, waiting=True)
        claim = claim_in(envelopes[0]) if envelopes else None
        return claim is not None and self._is_here(claim)

    def last_error(self, envelope: Envelope) -> str:
        """Return why the last attempt to fetch an event's content failed; empty if none did."""
        return self._reasons.get(envelope.dataref or "", "")

    def _is_backing_off(self, publisher: str, waiting: bool) -> bool:
        known = self._silent.get((publisher, waiting))
        return known is not None and self._clock() < known[1]

    def _is_here(self, claim: Claim) -> bool:
        return self._store.read(Blob, claim.digest) is not None

    def _fetch_one(self, publisher: str, claim: Claim, patience_s: float, waiting: bool) -> bool:
        try:
            content = self._source.fetch(publisher, claim.dataref, patience_s)
            if claim_of(content) != claim:
                raise WrongContent(f"{publisher} gives other content than was signed")
        except ContentError as error:
            self._record_error(publisher, claim, error, waiting)
            return False
        self._silent.pop((publisher, waiting), None)
        self._store_content(claim, content)
        return True

    def _store_content(self, claim: Claim, content: bytes) -> None:
        def work(session: Session) -> None:
            if session.find(Blob, claim.digest) is None:
                session.add(Blob(claim.digest, content, claim.size, self._clock()))

        self._store.transact(work)
        self._reasons.pop(claim.dataref, None)
        metrics.CONTENTS_FETCHED.labels(self._department, "kept").inc()

    def _record_error(
        self, publisher: str, claim: Claim, error: ContentError, waiting: bool
    ) -> None:
        outcome, words = next(
            told for kind, told in ERROR_LABELS.items() if isinstance(error, kind)
        )
        self._reasons[claim.dataref] = f"“{publisher}”{words}；{error}"
        while len(self._reasons) > REMEMBERED:
            self._reasons.popitem(last=False)
        if isinstance(error, Unreachable):
            times = self._silent.get((publisher, waiting), (0, self._clock()))[0]
            pause: timedelta = BACKOFF * 2 ** min(times, MAX_DOUBLINGS)
            self._silent[publisher, waiting] = times + 1, self._clock() + pause
        log.warning("content.missing", publisher=publisher, outcome=outcome, why=str(error))
        metrics.CONTENTS_FETCHED.labels(self._department, outcome).inc()


def split_by_size(
    batch: Sequence[InboundEvent], most: int = EVENT_BYTES
) -> Iterator[Sequence[InboundEvent]]:
    """Split a batch, in order, into parts of at most `most` bytes of events and their contents."""
    return portioned(batch, lambda received: len(received.body) + _size_of(received.envelope), most)


def _size_of(envelope: Envelope) -> int:
    claim = claim_in(envelope)
    return claim.size if claim else 0


def _first(envelopes: Iterable[Envelope]) -> Iterator[Envelope]:
    """Yield the first envelopes whose contents fit into memory together."""
    room = PORTION_BYTES
    for envelope in envelopes:
        yield envelope
        room -= _size_of(envelope)
        if room <= 0:
            return
