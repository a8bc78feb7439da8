"""Apply an event to its threads, project their clocks again, and publish the differences.

Acts of people on a clock follow the same path.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeGuard

from services.casework.messages import ClueReported
from services.casework.procedures.authorization import Authorization
from services.casework.procedures.clues import clue_authorization
from services.coordination.clocks.domain import EventThread, Obligation
from services.coordination.clocks.evaluation.admission import Admission, AdmissionVerdict
from services.coordination.clocks.evaluation.clock import Clock
from services.coordination.clocks.evaluation.compaction import compact
from services.coordination.clocks.evaluation.projection import project
from services.coordination.clocks.history import ChangeReason
from services.coordination.clocks.obligations.doubts import (
    note_claims,
    note_uncountable,
    note_verdicts,
    undated,
)
from services.coordination.clocks.obligations.event_mapping import ThreadEvent, day_known, map_event
from services.coordination.clocks.obligations.reconcile import Reconciled, reconcile, withdraw_stale
from services.coordination.clocks.observed import ClockAct
from services.coordination.clocks.rulebook.book import rulebook
from services.coordination.clocks.rulebook.rule import Rulebook
from services.coordination.clocks.states import DoubtState
from shared.calendar import latest
from shared.handling import UnitOfWork
from shared.messages import meta_of

OTHER_REPORTER = "本线索称由“{}”报告，应由该部门自行发布"


def note_event(uow: UnitOfWork, event: object) -> None:
    """Apply an event to the clocks of the threads that it belongs to, as far as it is accepted."""
    book, uow = rulebook(), _without_unknown_date(uow)
    for told in map_event(event, uow.cause, book, uow.now):
        if not told.is_dated:
            uow.save(undated(told))
        elif is_of_other_reporter(event, told.heard.publisher):
            refused = AdmissionVerdict(
                told.heard, DoubtState.REFUSED, OTHER_REPORTER.format(event.reporter)
            )
            note_verdicts(uow, told, [refused])
        else:
            _admit(uow, told, meta_of(event).title, book)


def is_of_other_reporter(event: object, publisher: str) -> TypeGuard[ClueReported]:
    """Return whether a publisher reports a clue in the name of another [code.1083]."""
    if not isinstance(event, ClueReported):
        return False
    found = clue_authorization(ClueReported, publisher, event.reporter, None)
    return found is Authorization.STRANGER


def _without_unknown_date(uow: UnitOfWork) -> UnitOfWork:
    """Drop an effective date that no calendar contains."""
    if day_known(uow.cause.effective_at):
        return uow
    return replace(uow, cause=replace(uow.cause, effective_at=None))


def _admit(uow: UnitOfWork, mapped: ThreadEvent, title: str, book: Rulebook) -> None:
    thread = uow.find(EventThread, mapped.thread) or EventThread(
        mapped.thread, mapped.kind, mapped.key
    )
    if mapped.heard.id in {known.id for known in (*thread.heard, *thread.waiting)}:
        return
    admission = Admission(thread)
    admission.admit(mapped.heard)
    note_verdicts(uow, mapped, admission.verdicts)
    if any(verdict.state is DoubtState.BELIEVED for verdict in admission.verdicts):
        what = mapped.heard.said.get("step") or title
        why = ChangeReason(mapped.heard.by, what, f"依据事件“{what}”（{mapped.heard.id}）")
        reproject(uow, admission.thread, book, why)
    elif admission.thread != thread:
        uow.save(admission.thread)


def act_on(uow: UnitOfWork, obligation: Obligation, act: ClockAct) -> Obligation:
    """Apply the act of a person to one clock."""
    thread = uow.get(EventThread, obligation.thread)
    why = ChangeReason(act.who, act.kind.value, act.why)
    reproject(uow, replace(thread, acts=(*thread.acts, act)), rulebook(), why)
    return uow.get(Obligation, obligation.id)


def reproject(uow: UnitOfWork, thread: EventThread, book: Rulebook, why: ChangeReason) -> None:
    """Project a thread again: store and publish every difference, and compact the thread.

    The cost depends on the bounded size of a thread, not on its history.
    """
    found = project(thread, book, latest())
    clocks = {clock.id: clock for clock in found.clocks}
    made = replace(thread, obligations=tuple(dict.fromkeys((*thread.obligations, *clocks))))
    uow.session.load(Obligation, made.obligations)
    for known, settled in differences(uow, made.obligations, clocks, book, why):
        save_and_emit(uow, known, settled)
        note_claims(uow, known, settled.kept)
    note_uncountable(uow, thread.id, found.uncountable)
    small, page = compact(made, tuple(clocks.values()), book)
    uow.save(small, *([page] if page else []))


def differences(
    uow: UnitOfWork,
    names: Iterable[str],
    clocks: Mapping[str, Clock],
    book: Rulebook,
    why: ChangeReason,
) -> Iterator[tuple[Obligation | None, Reconciled]]:
    """Reconcile the stored obligations of a thread with its clocks as they follow now."""
    for name in names:
        known = uow.find(Obligation, name)
        if (clock := clocks.get(name)) is not None:
            yield known, reconcile(known, clock, book.version, uow.now, why)
        elif known is not None:
            yield known, withdraw_stale(known, uow.now, why)


def save_and_emit(uow: UnitOfWork, known: Obligation | None, settled: Reconciled) -> None:
    """Save an obligation and emit its events, if anything changed."""
    if settled.kept != known:
        uow.save(settled.kept)
        uow.emit(*settled.events)
