"""Applies events: a batch in one transaction, each event once, in order per subject."""

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import count

from shared.delivery.inbox.batch_prefetch import BatchPrefetcher
from shared.delivery.inbox.event import InboundEvent, inbox_entry
from shared.delivery.inbox.progress import LastAppliedCache
from shared.delivery.inbox.quarantine import Quarantine
from shared.delivery.inbox.unwritable import UnwritableEvents
from shared.delivery.lanes.lanes import Lanes, predecessor_applied
from shared.delivery.lanes.report import Apply, DispatchReport
from shared.delivery.lanes.retries import LaneRetries
from shared.delivery.metrics import record_applied, record_parked, record_refusals
from shared.delivery.records import Applied, Lane, QuarantinedMessage
from shared.delivery.resend.records import Resend
from shared.delivery.tracing import NO_EVENT_TRACING, EventTracing
from shared.errors import RetryableError
from shared.handling.context import DepartmentContext
from shared.handling.unit_of_work import UnitOfWork
from shared.store.outbox import PendingEvent
from shared.store.portions import divided
from shared.store.session import Session
from shared.store.store import BATCH_BYTES, LARGEST_BYTES
from shared.texts.error_text import describe_error


class EventDispatcher:
    """Applies the events of one department; the argument `apply` runs the handler of an event.

    `dispatch_batch` serves deliveries, `retry_lanes` and `retry_due_lanes` parked events;
    `quarantine` stores invalid messages.
    """

    def __init__(
        self, context: DepartmentContext, tracing: EventTracing = NO_EVENT_TRACING
    ) -> None:
        self.context = context
        self.lanes = Lanes(context)
        self._retries = LaneRetries(context, self.lanes, self.record_metrics)
        self._quarantine = Quarantine(context.store, self.lanes.notices.quarantined)
        self._unwritable = UnwritableEvents(context, self.lanes, self._quarantine)
        self._tracing = tracing
        self._progress = LastAppliedCache()
        self._prefetcher = BatchPrefetcher(context, self._progress)
        self._expect_duplicates = True  # unsettled deliveries of an earlier process come again

    def dispatch_batch(self, batch: Sequence[InboundEvent], apply: Apply) -> bool:
        """Apply a batch of events, each exactly once, in order per subject.

        Unless the previous batch held duplicates, the first attempt does not check for any: the
        inbox entry of an applied event cannot be written twice, so a duplicate fails the
        transaction, and its second attempt does check.

        One transaction for all, or several if they write much. An event whose handler fails is
        parked in its lane within the same transaction. If the transaction itself cannot be written,
        the batch is split down to the event at fault, which is parked, or quarantined if parking
        cannot be written either. On return, every event is durably applied, parked or quarantined;
        the value is whether this made work for the relay. Raises `RetryableError` if nothing was
        done and the batch must be delivered again.
        """
        apply, for_relay = self._tracing.trace_handler(apply), False
        parts = deque([batch])
        while parts:
            part, began = parts.popleft(), time.perf_counter()
            work = partial(self._apply_batch, part, apply, count())
            try:
                report = self.context.store.transact(work, most=_most_bytes(part))
            except RetryableError:
                raise
            except Exception as error:  # noqa: BLE001  a message ends here: it is parked with the error
                self._progress.clear()
                if len(part) > 1:
                    parts.extendleft(reversed(divided(part, error)))
                    continue
                report = self._unwritable.put_aside(part[0], error)
            self.record_metrics(report, time.perf_counter() - began)
            for_relay |= report.for_relay
        return for_relay

    def dispatch_one(
        self, session: Session, received: InboundEvent, apply: Apply
    ) -> DispatchReport:
        """Apply or park one event within a transaction of the caller.

        Pass the report to `record_metrics` once that transaction is committed.
        """
        again = count(1)  # nothing is presumed absent, as in a second try
        return self._apply_batch([received], self._tracing.trace_handler(apply), again, session)

    def retry_due_lanes(
        self,
        apply: Apply,
        fetch: Callable[[str], None] | None = None,
        moved: Callable[[], None] = lambda: None,
    ) -> int:
        """Retry all lanes that are due, request missing events and publish refusal notices.

        Return the number of lanes tried, plus one if notices were published. See `LaneRetries.due`.
        """
        tried = self._retries.due(self._tracing.trace_handler(apply), fetch, moved)
        self.request_missing()
        return tried + self.lanes.notices.publish(self.context.store, self.context.clock())

    def retry_lanes(self, lanes: Iterable[str], apply: Apply) -> int:
        """Retry some lanes now; return how many were tried."""
        return self._retries.these(lanes, self._tracing.trace_handler(apply))

    def request_missing(self) -> None:
        """Request the events that committed transactions found missing, in few requests."""
        self.lanes.gaps.request(self.context.store, self.context.clock())

    def quarantine(self, refused: Sequence[QuarantinedMessage]) -> None:
        """Store invalid messages; see `Quarantine.store_messages`."""
        self._quarantine.store_messages(refused)

    def record_metrics(self, report: DispatchReport, seconds: float | None = None) -> None:
        """Record committed work in the metrics, the log and the cache of last applied events.

        `seconds` is the duration of a batch's transaction.
        """
        department = self.context.department
        record_applied(department, report.applied, seconds)
        self._tracing.record_effects(report, seconds)
        self._progress.record(report.applied)
        record_parked(department, report.parked)
        self.lanes.gaps.collect(report.asks)
        record_refusals(department, report.refusals)

    def _apply_batch(
        self, batch: Sequence[InboundEvent], apply: Apply, tries: Iterator[int], session: Session
    ) -> DispatchReport:
        report, now, duplicates = DispatchReport(), self.context.clock(), False
        optimistic = next(tries) == 0 and not self._expect_duplicates
        self._prefetcher.prefetch(session, batch, apply, optimistic=optimistic)
        for received in batch:
            entry = session.find(Applied, received.id)
            if entry is not None:
                duplicates = True
                self.lanes.absorb(session, entry, received, now)
            elif session.find(Lane, received.lane) is not None:
                self.lanes.append(session, received, now)
            elif not self._predecessor_applied(session, received):
                self.lanes.park_early(session, received, now)
                report.parked.append((received, "gap"))
            else:
                with self._execution(session, received, report) as uow:
                    apply(uow, received)
        self._expect_duplicates = duplicates
        report.for_relay = session.has_changes(PendingEvent, Resend)
        return report

    @contextmanager
    def _execution(
        self, session: Session, received: InboundEvent, report: DispatchReport
    ) -> Iterator[UnitOfWork]:
        """Record that an event took effect; an error inside undoes and parks this event alone."""
        now, before, fetches = self.context.clock(), session.savepoint(), session.fetches
        try:
            yield UnitOfWork(session, received.cause, self.context.identity, now)
        except Exception as error:
            if session.failure is not None:
                raise
            session.rollback_to(before)
            self.lanes.park_failed(session, received, error, now)
            report.parked.append((received, describe_error(error)))
            return
        fell_short = session.fetches > fetches
        self._prefetcher.record_miss(received.envelope.type, fell_short=fell_short)
        session.add(applied := inbox_entry(received, now))
        report.took_effect(applied, received)

    def _predecessor_applied(self, session: Session, received: InboundEvent) -> bool:
        return self._progress.is_next(received) or predecessor_applied(session, received)


def _most_bytes(batch: Sequence[InboundEvent]) -> int:
    return BATCH_BYTES if len(batch) > 1 else LARGEST_BYTES
