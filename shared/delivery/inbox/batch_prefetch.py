"""What a batch of events will ask for, read in a few queries before the handlers run."""

from collections.abc import Sequence
from functools import partial

from shared.clock.system import Clock
from shared.delivery.inbox.event import InboundEvent, position_key
from shared.delivery.inbox.progress import LastAppliedCache
from shared.delivery.lanes.report import Apply
from shared.delivery.records import Applied, Lane
from shared.handling.cause import PublisherIdentity
from shared.handling.prefetch import Prefetcher, Run
from shared.handling.unit_of_work import UnitOfWork
from shared.store.session import Session


class BatchPrefetcher:
    """Reads marks, lanes and documents ahead, and learns what handlers ask for."""

    def __init__(self, place: PublisherIdentity, clock: Clock, progress: LastAppliedCache) -> None:
        self._place = place
        self._clock = clock
        self._progress = progress
        self._foresight = Prefetcher()
        self.record_miss = self._foresight.record_miss

    def ahead(
        self, session: Session, batch: Sequence[InboundEvent], apply: Apply, *, trusting: bool
    ) -> None:
        """Read in a few queries what the events of a batch will ask for one by one.

        With trust, an event that seems to be the next of its lane is taken for new.
        """
        if len(batch) == 1:
            return
        lanes = session.load(Lane, [received.lane for received in batch])
        if trusting:
            new = [
                event.id
                for event in batch
                if event.lane not in lanes and self._progress.is_probably_new(event)
            ]
            session.assume_absent(Applied, new)
        known = session.load(Applied, [*(event.id for event in batch), *self._predecessors(batch)])
        now = self._clock()

        def run(received: InboundEvent, probe: Session) -> None:
            apply(UnitOfWork(probe, received.cause, self._place, now), received)

        fresh = [event for event in batch if event.id not in known and event.lane not in lanes]
        self._foresight.prefetch(
            session,
            [
                Run(event.envelope.type, event.envelope.subject, partial(run, event))
                for event in fresh
            ],
        )

    def _predecessors(self, batch: Sequence[InboundEvent]) -> list[str]:
        return [
            position_key(received.lane, received.predecessor)
            for received in batch
            if received.predecessor and not self._progress.follows(received)
        ]
