"""A department's desk: runs handlers in units of work, once per command and once per event."""

import time
from collections.abc import Callable, Iterable, Sequence
from itertools import count
from typing import Any, TypeVar

from shared.clock.system import Clock
from shared.delivery.inbox.batch_prefetch import BatchPrefetcher
from shared.delivery.inbox.event import InboundEvent, inbox_entry
from shared.delivery.inbox.progress import LastAppliedCache
from shared.delivery.inbox.quarantine import Quarantine
from shared.delivery.inbox.unwritable import UnwritableEvents
from shared.delivery.lanes.lanes import Lanes, predecessor_applied
from shared.delivery.lanes.report import Apply, Report
from shared.delivery.lanes.retries import LaneRetries
from shared.delivery.metrics import note_told, record_applied, record_parked
from shared.delivery.records import Applied, Lane
from shared.delivery.resend.records import Resend
from shared.delivery.tracing import NO_TRACING, TracingHooks
from shared.errors import RetryableError
from shared.handling.cause import Cause, PublisherIdentity
from shared.handling.commands import CommandExecutor, CommandResult, IdempotencyKey, PendingCommand
from shared.handling.unit_of_work import UnitOfWork
from shared.store.outbox import PendingEvent
from shared.store.portions import divided
from shared.store.session import Session
from shared.store.store import BATCH_BYTES, LARGEST_BYTES, Store
from shared.texts.error_text import describe_error

T = TypeVar("T")
Handler = Callable[[UnitOfWork, Any], T]


class Desk:
    """Runs the handlers of one department against its store.

    `act` serves a command, `dispatch_batch` a batch of events, `retries` and `retry_due_lanes`
    those that wait; `quarantine` keeps what is no valid message.
    """

    def __init__(
        self, place: PublisherIdentity, store: Store, clock: Clock, spans: TracingHooks = NO_TRACING
    ) -> None:
        self.place = place
        self.store = store
        self.clock = clock
        self.acts = CommandExecutor(place, store, clock)
        self.lanes = Lanes(place)
        self.retries = LaneRetries(store, self.lanes, clock, self.count)
        quarantine = Quarantine(store, self.lanes.notices.quarantined)
        self.quarantine = quarantine.keep
        self._unwritable = UnwritableEvents(place, store, self.lanes, quarantine, clock)
        self._spans = spans
        self._progress = LastAppliedCache()
        self._reading = BatchPrefetcher(place, clock, self._progress)
        self._doubled = True  # what came before this process started may come again

    def act(
        self,
        handle: Handler[T],
        message: Any,
        cause: Cause,
        *,
        once: IdempotencyKey,
        dump: Callable[[T], Any],
    ) -> CommandResult:
        """Run a command's handler; a repeated request gets the first answer and changes nothing.

        The answer is written in the same transaction as the effects; commands of other callers may
        share it. Raises `KeyReusedError` when the key comes back with other content.
        """
        with self._spans.act(cause) as known:
            return self.acts.do(PendingCommand(handle, message, known, once, dump))

    def dispatch_batch(self, batch: Sequence[InboundEvent], apply: Apply) -> bool:
        """Let a batch of events take effect, each exactly once, in order per subject.

        Unless the batch before held doubles, none are looked for at first: the mark of an event
        that took effect cannot be written twice, and then the transaction runs again and looks.

        One transaction for all, or several if they write much. What fails is parked in its lane,
        within the same transaction; if the transaction itself cannot be written, the batch is split
        down to the event at fault, which is parked, or quarantined if not even that can be written.
        Returning means that every event is applied, parked or quarantined, durably; it tells
        whether there is work for the relay because of that. Raises `RetryableError` when nothing
        was done and the batch must come again.
        """
        return self._react(batch, self._spans.watched(apply))

    def _react(self, batch: Sequence[InboundEvent], apply: Apply) -> bool:
        tries, began = count(), time.perf_counter()

        def work(session: Session) -> Report:
            trusting = next(tries) == 0 and not self._doubled
            return self._apply_all(session, batch, apply, trusting=trusting)

        try:
            most = BATCH_BYTES if len(batch) > 1 else LARGEST_BYTES
            report = self.store.transact(work, most=most)
        except RetryableError:
            raise
        except Exception as error:  # noqa: BLE001  a message ends here: it is parked with the error
            self._progress.forget()
            if len(batch) > 1:
                done = [self._react(part, apply) for part in divided(batch, error)]
                return any(done)
            report = self._unwritable.put_aside(batch[0], error)
        self.count(report, time.perf_counter() - began)
        return report.for_relay

    def retry_due_lanes(
        self,
        apply: Apply,
        bring: Callable[[str], None] | None = None,
        moved: Callable[[], None] = lambda: None,
    ) -> int:
        """Try the first event of every lane that is due, and those behind it; tell how many.

        See `LaneRetries.due`. What is missing is asked for, and what was refused is told: those
        count, too.
        """
        tried = self.retries.due(self._spans.watched(apply), bring, moved)
        self.ask_for_missing()
        return tried + self.lanes.notices.tell(self.store, self.clock())

    def ask_for_missing(self) -> None:
        """Ask for what committed transactions found missing, in few requests."""
        self.lanes.gaps.ask(self.store, self.clock())

    def retry_these(self, lanes: Iterable[str], apply: Apply) -> int:
        """Try some lanes now; tell how many."""
        return self.retries.these(lanes, self._spans.watched(apply))

    def admit(self, session: Session, received: InboundEvent, apply: Apply) -> Report:
        """Let one event take effect or wait, within a transaction of the caller.

        Once that is committed, `count` the report.
        """
        return self._apply_all(session, [received], self._spans.watched(apply))

    def _apply_all(
        self,
        session: Session,
        batch: Sequence[InboundEvent],
        apply: Apply,
        *,
        trusting: bool = False,
    ) -> Report:
        report, now, doubled = Report(), self.clock(), False
        self._reading.ahead(session, batch, apply, trusting=trusting)
        for received in batch:
            mark = session.find(Applied, received.id)
            if mark is not None:
                doubled = True
                self.lanes.absorb(session, mark, received, now)
            elif session.find(Lane, received.lane) is not None:
                self.lanes.join(session, received, now)
            elif not self._in_turn(session, received):
                self.lanes.wait(session, received, now)
                report.parked.append((received, "gap"))
            else:
                self._apply(session, received, apply, report)
        self._doubled, report.for_relay = doubled, session.changes(PendingEvent, Resend)
        return report

    def _apply(
        self, session: Session, received: InboundEvent, apply: Apply, report: Report
    ) -> None:
        now, mark, fetches = self.clock(), session.mark(), session.fetches
        envelope = received.envelope
        try:
            apply(UnitOfWork(session, received.cause, self.place, now), received)
        except Exception as error:
            if session.failure is not None:
                raise
            session.rollback_to(mark)
            self.lanes.open(session, received, error, now)
            report.parked.append((received, describe_error(error)))
            return
        self._reading.record_miss(envelope.type, fell_short=session.fetches > fetches)
        session.add(applied := inbox_entry(received, now))
        report.took_effect(applied, received)

    def _in_turn(self, session: Session, received: InboundEvent) -> bool:
        return self._progress.follows(received) or predecessor_applied(session, received)

    def count(self, report: Report, seconds: float | None = None) -> None:
        """Note what was committed, in the metrics, the log, and the memory of the last events.

        `seconds` is what the transaction of a batch took.
        """
        record_applied(self.place.department, report.applied, seconds)
        self._spans.effects(report, seconds)
        self._progress.note(report.applied)
        record_parked(self.place.department, report.parked)
        self.lanes.gaps.collect(report.asks)
        note_told(self.place.department, report.told)
