"""Fetching the contents of events from their publishers, outside of all transactions."""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from liandong.claim import (
    Claim,
    ContentError,
    Refused,
    Unreachable,
    WrongContent,
    claim_of,
    claim_on,
)
from liandong.envelope import Envelope
from shared import metrics
from shared.blob import Blob
from shared.failed import Parked
from shared.received import Received, reopened
from shared.session import Session
from shared.store import Store
from shared.timing import Clock

SILENCE = timedelta(seconds=3)
PORTION_BYTES = 32 * 1024 * 1024
REMEMBERED = 1000
log = structlog.get_logger()

WORDS: dict[type[ContentError], tuple[str, str]] = {
    Unreachable: ("unreachable", "没有应答，稍后自动再取"),
    Refused: ("refused", "拒绝提供"),
    WrongContent: ("wrong", "给出的内容与签名中的摘要值或长度不符，未予采用"),
}


class Source(Protocol):
    """Where contents come from."""

    def fetch(self, publisher: str, dataref: str, patience_s: float) -> bytes:
        """Ask a publisher for content, or raise a `ContentError`."""


class Contents:
    """Brings contents into the store of one department, each once, checked against its hash.

    A publisher that does not answer is left alone for a moment, so that it holds up nobody.
    """

    def __init__(self, department: str, store: Store, clock: Clock, source: Source) -> None:
        self._department = department
        self._store = store
        self._clock = clock
        self._source = source
        self._silent: dict[str, datetime] = {}
        self._reasons: OrderedDict[str, str] = OrderedDict()

    def bring(self, envelopes: Iterable[Envelope], patience_s: float) -> None:
        """Fetch what is not here, as far as patience goes; `why_not` tells of the rest."""
        end = time.monotonic() + patience_s
        for envelope in envelopes:
            claim = claim_on(envelope)
            if claim is None or self._rests(envelope.department) or self._is_here(claim):
                continue
            left = end - time.monotonic()
            if left <= 0:
                return
            self._bring(envelope.department, claim, left)

    def for_lanes(self, patience_s: float) -> Callable[[str], None]:
        """Make what fetches for one lane after another, as far as patience goes for all."""
        end = time.monotonic() + patience_s

        def bring(lane: str) -> None:
            parked = self._store.transact(lambda session: session.select(Parked, lane=lane))
            waiting = [reopened(at) for at in sorted(parked, key=lambda at: at.sequence)]
            for first in portions(waiting):
                self.bring([at.envelope for at in first], end - time.monotonic())
                break

        return bring

    def why_not(self, envelope: Envelope) -> str:
        """Tell what came of the last attempt to fetch an event's content; empty if none failed."""
        return self._reasons.get(envelope.dataref or "", "")

    def _rests(self, publisher: str) -> bool:
        until = self._silent.get(publisher)
        return until is not None and self._clock() < until

    def _is_here(self, claim: Claim) -> bool:
        return self._store.read(Blob, claim.digest) is not None

    def _bring(self, publisher: str, claim: Claim, patience_s: float) -> None:
        try:
            content = self._source.fetch(publisher, claim.dataref, patience_s)
            if claim_of(content) != claim:
                raise WrongContent(f"{publisher} gives other content than was signed")
        except ContentError as error:
            self._note(publisher, claim, error)
            return
        self._keep(claim, content)

    def _keep(self, claim: Claim, content: bytes) -> None:
        def work(session: Session) -> None:
            if session.find(Blob, claim.digest) is None:
                session.add(Blob(claim.digest, content, claim.size, self._clock()))

        self._store.transact(work)
        self._reasons.pop(claim.dataref, None)
        metrics.CONTENTS_FETCHED.labels(self._department, "kept").inc()

    def _note(self, publisher: str, claim: Claim, error: ContentError) -> None:
        outcome, words = next(told for kind, told in WORDS.items() if isinstance(error, kind))
        self._reasons[claim.dataref] = f"“{publisher}”{words}；{error}"
        while len(self._reasons) > REMEMBERED:
            self._reasons.popitem(last=False)
        if isinstance(error, Unreachable):
            self._silent[publisher] = self._clock() + SILENCE
        log.warning("content.missing", publisher=publisher, outcome=outcome, why=str(error))
        metrics.CONTENTS_FETCHED.labels(self._department, outcome).inc()


def portions(batch: Sequence[Received], most: int = PORTION_BYTES) -> Iterator[Sequence[Received]]:
    """Divide a batch in order, so that the contents of a part fit into memory together."""
    start = taken = 0
    for place, received in enumerate(batch):
        claim = claim_on(received.envelope)
        size = claim.size if claim else 0
        if place > start and taken + size > most:
            yield batch[start:place]
            start, taken = place, 0
        taken += size
    if start < len(batch):
        yield batch[start:]
