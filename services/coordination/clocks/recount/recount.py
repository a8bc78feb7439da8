"""Recount all open clocks: for a new calendar, for other rules, for a change of the law."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial

from services.coordination.clocks.commands import AnnounceLegalChange, RecountObligations
from services.coordination.clocks.domain import (
    OPEN_CLOCKS,
    EventThread,
    Obligation,
    Recount,
    RecountBaseline,
)
from services.coordination.clocks.evaluation.projection import clocks_of
from services.coordination.clocks.handlers import differences, save_and_emit
from services.coordination.clocks.history import ChangeReason
from services.coordination.clocks.messages import LegalBasisChanged
from services.coordination.clocks.obligations.reconcile import Reconciled
from services.coordination.clocks.obligations.snapshot import PORTIONS
from services.coordination.clocks.recount.filter import ALIKE, is_unaffected
from services.coordination.clocks.rulebook.book import rulebook
from services.coordination.clocks.states import RecountState
from shared.calendar import latest
from shared.handling import Cause, DepartmentContext, SequenceState, UnitOfWork
from shared.store import Group, KeyRange, Session, Store

UNFINISHED = {"state": RecountState.RUNNING}
WHAT = "重算"
PORTIONS_AT_A_TIME = 32
CLOCKS_AT_A_TIME = 400
"""Transactions must be small: the embedded server came to a standstill at 1,500 clocks in one."""


def begin(uow: UnitOfWork, command: RecountObligations) -> Recount:
    """Order a recount; it then runs portion by portion."""
    return uow.add(
        Recount(
            id=uow.new_id(),
            why=command.why,
            who=uow.cause.actor,
            calendar=latest().version,
            rulebook=rulebook().version,
            started_at=uow.now,
            correlation=uow.cause.correlation,
            portions=PORTIONS,
        )
    )


def announce(uow: UnitOfWork, command: AnnounceLegalChange) -> Recount:
    """Publish a change of the law, and order the recount it requires [code.1057, code.1242]."""
    made = begin(uow, RecountObligations(f"{command.title}：{command.why}"))
    uow.emit(
        LegalBasisChanged(
            change_id=made.id,
            title=command.title,
            basis=command.basis,
            effective_on=command.effective_on,
            why=command.why,
        )
    )
    return made


def proceed(context: DepartmentContext) -> int:
    """Run every unfinished recount to its end; return how many clocks changed.

    Unchanged clocks are not written. The others are reconciled in batches of some hundreds, each in
    one transaction whose result is final. A crash therefore repeats no event and leaves no clock
    out, and of two processes the second finds nothing to do.
    """
    changed = 0
    for recount in context.store.page(Recount, UNFINISHED, "", 10):
        at: Recount | None = recount
        while at is not None and at.state is RecountState.RUNNING:
            at = _portions(context, at)
            changed = at.changed if at else changed
    return changed


def _portions(context: DepartmentContext, recount: Recount) -> Recount | None:
    """Recount the open clocks of the remaining portions, and record the progress."""
    at: Recount | None = recount
    for part, groups in _groups_by_portion(context.store, recount):
        counted = context.store.read(RecountBaseline, OPEN_CLOCKS)
        for names in _affected(groups, counted):
            context.store.transact(
                partial(_reproject, context=context, recount=recount, names=names)
            )
        at = context.store.transact(
            partial(_record_progress, context=context, recount=recount, part=part, groups=groups)
        )
        if at is None or at.next_portion != part.before:
            return at
    return at


def _groups_by_portion(
    store: Store, recount: Recount
) -> Iterator[tuple[KeyRange, Sequence[Group]]]:
    """Read the remaining portions; the next ones are read while the current ones are reconciled."""
    firsts = range(recount.next_portion, recount.portions, PORTIONS_AT_A_TIME)
    parts = [
        KeyRange("portion", first, min(first + PORTIONS_AT_A_TIME, recount.portions))
        for first in firsts
    ]
    with ThreadPoolExecutor(1, "recount looks ahead") as beside:

        def look(part: KeyRange) -> Future[list[Group]]:
            return beside.submit(store.group, Obligation, part, ALIKE)

        coming = look(parts[0])
        for part, following in zip(parts, [*parts[1:], None], strict=True):
            groups = coming.result()
            if following is not None:
                coming = look(following)
            yield part, groups


def _affected(groups: Sequence[Group], counted: RecountBaseline | None) -> Iterator[list[str]]:
    """List the clocks that might change, in batches of some hundreds."""
    book, calendar = rulebook(), latest()
    moved = [
        group.keys for group in groups if not is_unaffected(group.values, counted, book, calendar)
    ]
    names = sorted(name for keys in moved for name in keys)
    for first in range(0, len(names), CLOCKS_AT_A_TIME):
        yield names[first : first + CLOCKS_AT_A_TIME]


def _reproject(
    session: Session, *, context: DepartmentContext, recount: Recount, names: Sequence[str]
) -> None:
    """Project the threads of these clocks again; one read and one write for each document type."""
    cause = Cause(recount.id, "recount", recount.who, context.department, recount.correlation)
    uow = UnitOfWork(session, cause, context.identity, context.clock())
    book, calendar, why = rulebook(), latest(), ChangeReason(recount.who, WHAT, recount.why)
    by_thread: dict[str, list[str]] = defaultdict(list)
    for obligation in session.load(Obligation, names).values():
        if obligation.open:
            by_thread[obligation.thread].append(obligation.id)
    found: list[tuple[Obligation | None, Reconciled]] = []
    for thread in session.load(EventThread, by_thread).values():
        names_here = by_thread[thread.id]
        clocks = {clock.id: clock for clock in clocks_of(thread, book, calendar, names_here)}
        found += differences(uow, names_here, clocks, book, why)
    fresh = [(known, settled) for known, settled in found if not _is_confirmed(known, settled)]
    session.load(SequenceState, [settled.kept.id for _, settled in fresh])
    for known, settled in fresh:
        save_and_emit(uow, known, settled)
    if changed := sum(bool(settled.events) for _, settled in fresh):
        so_far = uow.get(Recount, recount.id)
        session.save(replace(so_far, changed=so_far.changed + changed))


def _is_confirmed(known: Obligation | None, settled: Reconciled) -> bool:
    """Return whether only the certainty is new, which is stored once for all open clocks."""
    if known is None or settled.events:
        return False
    return replace(settled.kept, calendar=known.calendar, provisional=known.provisional) == known


def _record_progress(
    session: Session,
    *,
    context: DepartmentContext,
    recount: Recount,
    part: KeyRange,
    groups: Sequence[Group],
) -> Recount | None:
    """Record the progress of a recount, unless another process has; at its end, the baseline."""
    known = session.find(Recount, recount.id)
    if known is None or known.next_portion != part.first:
        return known
    borne = {group.values["rulebook"] for group in groups}
    done = part.before >= known.portions
    fresh = replace(
        known,
        next_portion=part.before,
        counted=known.counted + sum(len(group.keys) for group in groups),
        rulebooks=tuple(sorted(borne.union(known.rulebooks))),
        state=RecountState.DONE if done else known.state,
        finished_at=context.clock() if done else None,
    )
    session.save(fresh)
    if done:
        session.save(_baseline(fresh))
    return fresh


def _baseline(done: Recount) -> RecountBaseline:
    """Return the calendar and rules that all open clocks follow after a finished recount."""
    book = rulebook()
    borne = tuple(sorted({*done.rulebooks, book.version}))
    rules = {kind: book.digest(kind) for kind in book.threads}
    return RecountBaseline(OPEN_CLOCKS, latest().version, borne, rules)
