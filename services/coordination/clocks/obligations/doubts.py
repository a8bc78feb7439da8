"""Store and show doubts: steps out of turn, dates without proof."""

from collections.abc import Iterable
from dataclasses import replace

from services.coordination.clocks.domain import Doubt, Obligation
from services.coordination.clocks.evaluation.admission import AdmissionVerdict
from services.coordination.clocks.evaluation.projection import Uncountable
from services.coordination.clocks.obligations.event_mapping import ThreadEvent
from services.coordination.clocks.obligations.reconcile import SYSTEM
from services.coordination.clocks.observed import LateClaim, ObservedEvent
from services.coordination.clocks.states import DoubtState
from services.coordination.clocks.titles import title_of
from shared.handling import UnitOfWork

NO_DATE = "所称时间不在可计算的日期范围内（1992年至2098年）"
LATE = "称在期限内已办理，但在告知逾期之后才到达；由负责人核实后采信"


def note_verdicts(
    uow: UnitOfWork, mapped: ThreadEvent, verdicts: Iterable[AdmissionVerdict]
) -> None:
    """Store the steps that are not accepted, and record when a step that waited is accepted."""
    for verdict in verdicts:
        event, is_new = verdict.event, verdict.event.id == mapped.heard.id
        if verdict.state is not DoubtState.BELIEVED:
            claimed_on = mapped.claimed_on if is_new else str(event.at)
            uow.save(_doubt(event, mapped.thread, claimed_on, verdict.state, verdict.reason))
        elif not is_new:
            _mark_believed(uow, event.id)


def undated(mapped: ThreadEvent) -> Doubt:
    """Describe an event with a date that no calendar contains."""
    return _doubt(mapped.heard, mapped.thread, mapped.claimed_on, DoubtState.REFUSED, NO_DATE)


def note_uncountable(uow: UnitOfWork, thread: str, found: Iterable[Uncountable]) -> None:
    """Store the starts that owe something but name no day to count from; each once."""
    doubts = {f"{one.start.id}:{one.rule.id}": one for one in found}
    known = uow.session.load(Doubt, list(doubts)) if doubts else {}
    for name, one in doubts.items():
        if name not in known:
            reason = f"“{one.rule.title}”（{one.rule.id}）：{one.reason}"
            claimed_on = one.start.at.isoformat()
            doubt = _doubt(one.start, thread, claimed_on, DoubtState.REFUSED, reason)
            uow.save(replace(doubt, id=name))


def note_claims(uow: UnitOfWork, known: Obligation | None, kept: Obligation) -> None:
    """Store the late claims about a clock, and record which of them were accepted."""
    before = {claim.event: claim for claim in known.claims} if known else {}
    for claim in kept.claims:
        if claim == before.get(claim.event):
            continue
        if claim.accepted:
            _mark_believed(uow, f"{claim.event}:{kept.id}", uow.cause.actor)
        else:
            uow.save(_claimed(claim, kept))


def _mark_believed(uow: UnitOfWork, name: str, by: str = SYSTEM) -> None:
    known = uow.find(Doubt, name)
    if known is not None and known.state is not DoubtState.BELIEVED:
        fresh = replace(known, state=DoubtState.BELIEVED, settled_at=uow.now, settled_by=by)
        uow.save(fresh)


def _doubt(
    event: ObservedEvent, thread: str, claimed_on: str, state: DoubtState, reason: str
) -> Doubt:
    return Doubt(
        id=event.id,
        event=event.id,
        thread=thread,
        what=title_of(event),
        by=event.by,
        publisher=event.publisher,
        claimed_on=claimed_on,
        arrived=event.arrived or event.at,
        reason=reason,
        state=state,
    )


def _claimed(claim: LateClaim, kept: Obligation) -> Doubt:
    return Doubt(
        id=f"{claim.event}:{kept.id}",
        event=claim.event,
        thread=kept.thread,
        what=claim.what,
        by=claim.by,
        publisher=claim.by,
        claimed_on=claim.claimed_on.isoformat(),
        arrived=claim.arrived,
        reason=LATE,
        state=DoubtState.CLAIMED,
        obligation=kept.id,
    )
