"""A department's desk: runs handlers in units of work, once per command and once per event."""

import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from typing import Any, TypeVar

import structlog

from shared import metrics
from shared.errors import KeyReusedError, RetryError
from shared.failed import Lane, Quarantined
from shared.foresight import Foresight, Run
from shared.lanes import Apply, Lanes, Report, has_come, reason_of
from shared.ledgers import Answer, Applied
from shared.received import Received, mark_of, place_of, quarantined
from shared.session import Session
from shared.store import Store
from shared.timing import Clock
from shared.uow import Cause, Place, UnitOfWork

T = TypeVar("T")
Handler = Callable[[UnitOfWork, Any], T]
REMEMBERED = 200_000
DUE_AT_A_TIME = 200
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Once:
    """What makes a request the same: its Idempotency-Key, scoped to the caller, and its content."""

    key: str
    fingerprint: str


class Desk:
    """Runs the handlers of one department against its store.

    `act` serves a command, `react` a batch of events, `retry_lanes` the events that wait.
    """

    def __init__(self, place: Place, store: Store, clock: Clock) -> None:
        self.place = place
        self.store = store
        self.clock = clock
        self.lanes = Lanes(place)
        self._foresight = Foresight()
        self._last: OrderedDict[str, int] = OrderedDict()
        self._doubled = True  # what came before this process started may come again

    def act(
        self,
        handle: Handler[T],
        message: Any,
        cause: Cause,
        *,
        once: Once,
        dump: Callable[[T], Any],
    ) -> tuple[Any, bool]:
        """Run a command's handler; a repeated request gets the first answer and changes nothing.

        Tells the answer and whether it is fresh. The answer is written in the same transaction as
        the effects. Raises `KeyReusedError` when the key comes back with other content.
        """

        def work(session: Session) -> tuple[Any, bool]:
            if (earlier := session.find(Answer, once.key)) is not None:
                if earlier.fingerprint != once.fingerprint:
                    raise KeyReusedError
                return earlier.body, False
            uow = UnitOfWork(session, cause, self.place, self.clock())
            body = dump(handle(uow, message))
            session.add(Answer(once.key, once.fingerprint, body, uow.now))
            return body, True

        return self.store.transact(work)

    def react(self, batch: Sequence[Received], apply: Apply) -> None:
        """Let a batch of events take effect, each exactly once, in order per subject.

        Unless the batch before held doubles, none are looked for at first: the mark of an event
        that took effect cannot be written twice, and then the transaction runs again and looks.

        One transaction for all. What fails is parked in its lane, within the same transaction; if
        the transaction itself cannot be written, the batch is split down to the event at fault.
        Returning means that every event is applied or parked, durably. Raises `RetryError` when
        nothing was done and the batch must come again.
        """
        tries, began = count(), time.perf_counter()

        def work(session: Session) -> Report:
            trusting = next(tries) == 0 and not self._doubled
            return self._apply_all(session, batch, apply, trusting=trusting)

        try:
            report = self.store.transact(work)
        except RetryError:
            raise
        except Exception as error:  # noqa: BLE001  a message ends here: it is parked with the error
            self._last.clear()
            if len(batch) > 1:
                middle = len(batch) // 2
                self.react(batch[:middle], apply)
                self.react(batch[middle:], apply)
                return
            report = self.store.transact(partial(self._park, batch[0], error))
        self.count(report, time.perf_counter() - began)

    def retry_lanes(self, apply: Apply, bring: Callable[[str], None] | None = None) -> int:
        """Try the first event of every lane that is due, and those behind it; tell how many.

        `bring` fetches the contents that a lane waits for; those lanes come last, so that a slow
        publisher holds up only them.
        """
        tried = 0
        while due := self.store.due(Lane, "due_at", self.clock(), DUE_AT_A_TIME):
            for lane in sorted(due, key=lambda at: bool(at.missing)):
                if bring is not None and lane.missing:
                    bring(lane.id)
                self._advance(lane.id, apply)
            tried += len(due)
            if len(due) < DUE_AT_A_TIME:
                break
        return tried

    def admit(self, session: Session, received: Received, apply: Apply) -> Report:
        """Let one event take effect or wait, as `react` does, within a transaction of the caller.

        Once that is committed, `count` the report.
        """
        return self._apply_all(session, [received], apply)

    def quarantine(self, refused: Sequence[Quarantined]) -> None:
        """Keep what is no valid message; the same bytes again only raise the count."""

        def work(session: Session) -> None:
            known = session.load(Quarantined, [at.id for at in refused])
            for at in refused:
                earlier = known.get(at.id)
                known[at.id] = replace(earlier, times=earlier.times + 1) if earlier else at
                session.save(known[at.id])

        self.store.transact(work)

    def _apply_all(
        self, session: Session, batch: Sequence[Received], apply: Apply, *, trusting: bool = False
    ) -> Report:
        report, now, doubled = Report(), self.clock(), False
        self._read_ahead(session, batch, apply, trusting=trusting)
        for received in batch:
            mark = session.find(Applied, received.id)
            if mark is not None:
                doubled = True
                self._compare(session, mark, received)
            elif session.find(Lane, received.lane) is not None:
                self.lanes.join(session, received, now)
            elif not self._in_turn(session, received):
                self.lanes.wait(session, received, now)
                report.parked.append((received, "gap"))
            else:
                self._apply(session, received, apply, report)
        self._doubled = doubled
        return report

    def _apply(self, session: Session, received: Received, apply: Apply, report: Report) -> None:
        now, mark, fetches = self.clock(), session.mark(), session.fetches
        envelope = received.envelope
        try:
            apply(UnitOfWork(session, received.cause, self.place, now), received)
        except Exception as error:
            if session.failure is not None:
                raise
            session.undo(mark)
            self.lanes.open(session, received, error, now)
            report.parked.append((received, reason_of(error)))
            return
        self._foresight.learn(envelope.type, fell_short=session.fetches > fetches)
        session.add(applied := mark_of(received, now))
        report.applied.append(applied)

    def _read_ahead(
        self, session: Session, batch: Sequence[Received], apply: Apply, *, trusting: bool
    ) -> None:
        """Read in a few queries what the events of a batch will ask for one by one.

        With trust, an event that seems to be the next of its lane is taken for new.
        """
        if len(batch) == 1:
            return
        lanes = session.load(Lane, [received.lane for received in batch])
        if trusting:
            new = [at.id for at in batch if at.lane not in lanes and self._seems_new(at)]
            session.presume_absent(Applied, new)
        wanted = [received.id for received in batch]
        wanted += [
            place_of(received.lane, received.predecessor)
            for received in batch
            if received.predecessor and not self._follows(received)
        ]
        known = session.load(Applied, wanted)
        now = self.clock()

        def run(received: Received, probe: Session) -> None:
            apply(UnitOfWork(probe, received.cause, self.place, now), received)

        fresh = [at for at in batch if at.id not in known and at.lane not in lanes]
        self._foresight.read_ahead(
            session,
            [Run(at.envelope.type, at.envelope.subject, partial(run, at)) for at in fresh],
        )

    def _in_turn(self, session: Session, received: Received) -> bool:
        return self._follows(received) or has_come(session, received)

    def _follows(self, received: Received) -> bool:
        """Tell from memory that the event before took effect; effects are in order per lane."""
        return self._last.get(received.lane, 0) >= received.predecessor

    def _seems_new(self, received: Received) -> bool:
        last = self._last.get(received.lane, 0)
        return received.predecessor <= last < received.envelope.sequence

    def _compare(self, session: Session, mark: Applied, received: Received) -> None:
        """Absorb a second delivery; another event at the same place is kept for a person."""
        if mark.event_id != received.envelope.id:
            reason = f"sequence {mark.sequence} of {received.lane} is taken by {mark.event_id}"
            session.save(
                quarantined(received.body, received.headers, reason, "conflict", self.clock())
            )

    def _park(self, received: Received, error: Exception, session: Session) -> Report:
        report, now = Report(), self.clock()
        if session.find(Applied, received.id) is None:
            if session.find(Lane, received.lane) is None:
                self.lanes.open(session, received, error, now)
            else:
                self.lanes.join(session, received, now)
            report.parked.append((received, reason_of(error)))
        return report

    def _advance(self, lane_id: str, apply: Apply) -> None:
        more = True
        while more:
            report = self.store.transact(
                lambda session: self.lanes.advance(session, lane_id, apply, self.clock())
            )
            self.count(report)
            more = report.more

    def count(self, report: Report, seconds: float | None = None) -> None:
        """Note what was committed, in the metrics, the log, and the memory of the last events.

        `seconds` is what the transaction of a batch took.
        """
        metrics.note_effects(self.place.department, report.applied, seconds)
        for mark in report.applied:
            lane = mark.id.rpartition("|")[0]
            self._last[lane] = max(mark.sequence, self._last.pop(lane, 0))
        while len(self._last) > REMEMBERED:
            self._last.popitem(last=False)
        for received, reason in report.parked:
            at = received.envelope
            told = {"type": at.type, "id": at.id, "correlation": at.correlationid}
            log.warning("event.parked", **told, reason=reason)
            metrics.EVENTS_PARKED.labels(self.place.department).inc()
