"""Prefetch for a batch of events: reads the documents that it needs in a few queries."""

from collections.abc import Sequence
from functools import partial

from shared.delivery.inbox.event import InboundEvent, position_key
from shared.delivery.inbox.progress import LastAppliedCache
from shared.delivery.lanes.report import Apply
from shared.delivery.records import Applied, Lane
from shared.handling.context import DepartmentContext
from shared.handling.prefetch import DryRun, Prefetcher
from shared.handling.unit_of_work import UnitOfWork
from shared.store.session import Session


class BatchPrefetcher:
    """Prefetches inbox entries, lanes and documents, and learns what handlers read."""

    def __init__(self, context: DepartmentContext, progress: LastAppliedCache) -> None:
        self._context = context
        self._progress = progress
        self._prefetcher = Prefetcher()
        self.record_miss = self._prefetcher.record_miss

    def prefetch(
        self, session: Session, batch: Sequence[InboundEvent], apply: Apply, *, optimistic: bool
    ) -> None:
        """Read in a few queries what the events of a batch would read one by one.

        If `optimistic`, an event that seems to be the next of its lane is presumed to be new.
        """
        if len(batch) == 1:
            return
        lanes = session.load(Lane, [received.lane for received in batch])
        if optimistic:
            new = [
                event.id
                for event in batch
                if event.lane not in lanes and self._progress.is_probably_new(event)
            ]
            session.assume_absent(Applied, new)
        known = session.load(Applied, [*(event.id for event in batch), *self._predecessors(batch)])
        now = self._context.clock()

        def run(received: InboundEvent, probe: Session) -> None:
            apply(UnitOfWork(probe, received.cause, self._context.identity, now), received)

        fresh = [event for event in batch if event.id not in known and event.lane not in lanes]
        self._prefetcher.prefetch(
            session,
            [
                DryRun(event.envelope.type, event.envelope.subject, partial(run, event))
                for event in fresh
            ],
        )

    def _predecessors(self, batch: Sequence[InboundEvent]) -> list[str]:
        return [
            position_key(received.lane, received.predecessor)
            for received in batch
            if received.predecessor and not self._progress.is_next(received)
        ]
