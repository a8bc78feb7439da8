"""Count all open clocks anew: for a new calendar, for other rules, for a change of the law."""

from collections import defaultdict
from dataclasses import replace
from functools import partial

from services.coordination.clocks.commands import AnnounceLegalChange, RecountObligations
from services.coordination.clocks.domain import Obligation, Recount, RecountState, Thread
from services.coordination.clocks.folding import clocks_of
from services.coordination.clocks.glancing import stands
from services.coordination.clocks.handlers import differences, keep
from services.coordination.clocks.messages import LegalBasisChanged
from services.coordination.clocks.picturing import PORTIONS
from services.coordination.clocks.rulebook import rulebook
from services.coordination.clocks.settling import Reason, Settled
from shared.calendar import latest
from shared.desk import Desk
from shared.ledgers import Numbering
from shared.session import Session
from shared.uow import Cause, UnitOfWork

UNFINISHED = {"state": RecountState.RUNNING}
WHAT = "重算"


def begin(uow: UnitOfWork, command: RecountObligations) -> Recount:
    """Order a recount; it is done portion by portion, right after."""
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
    """Tell that the law changed, and order a recount because of it [code.1057, code.1242]."""
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


def proceed(desk: Desk) -> int:
    """Go on with every recount that is not finished, to its end; say how many clocks changed.

    Each portion is one transaction that also notes how far it is: a crash repeats nothing and
    leaves nothing out, and of two processes one finds the portion done.
    """
    changed = 0
    for recount in desk.store.page(Recount, UNFINISHED, "", 10):
        at: Recount | None = recount
        while at is not None and at.state is RecountState.RUNNING:
            at = desk.store.transact(partial(_portion, desk=desk, recount_id=recount.id))
            changed = at.changed if at else changed
    return changed


def _portion(session: Session, *, desk: Desk, recount_id: str) -> Recount | None:
    """Count the open clocks of the next portion anew."""
    recount = session.find(Recount, recount_id)
    if recount is None or recount.state is RecountState.DONE:
        return recount
    cause = Cause(recount.id, "recount", recount.who, desk.place.department, recount.correlation)
    uow = UnitOfWork(session, cause, desk.place, desk.clock())
    counted = session.select(Obligation, portion=recount.next_portion)
    changed = _recount(uow, counted, Reason(recount.who, WHAT, recount.why))
    following = recount.next_portion + 1
    done = following >= recount.portions
    fresh = replace(
        recount,
        next_portion=following,
        counted=recount.counted + len(counted),
        changed=recount.changed + changed,
        state=RecountState.DONE if done else recount.state,
        finished_at=uow.now if done else None,
    )
    session.save(fresh)
    return fresh


def _recount(uow: UnitOfWork, counted: tuple[Obligation, ...], why: Reason) -> int:
    """Fold the threads of these clocks anew; read and write each kind of document in one go.

    Of most a glance tells that nothing moved: their threads are not even read.
    """
    session, book, calendar = uow.session, rulebook(), latest()
    names: dict[str, list[str]] = defaultdict(list)
    for at in counted:
        if not stands(at, book, calendar):
            names[at.thread].append(at.id)
    found: list[tuple[Obligation | None, Settled]] = []
    for thread in session.load(Thread, names).values():
        clocks = {at.id: at for at in clocks_of(thread, book, calendar)}
        found += differences(uow, names[thread.id], clocks, book, why)
    fresh = [(known, settled) for known, settled in found if settled.kept != known]
    session.load(Numbering, [settled.kept.id for _, settled in fresh])
    for known, settled in fresh:
        keep(uow, known, settled)
    return sum(bool(settled.events) for _, settled in fresh)
