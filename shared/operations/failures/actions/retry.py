"""Retry: a parked event is applied again, a quarantined message is processed as a new delivery."""

from dataclasses import replace

from shared.delivery.inbox.dead_letters import UNREADABLE
from shared.delivery.inbox.event import LONGEST_REASON, InboundEvent
from shared.delivery.inbox.message_faults import KINDS, kind_of
from shared.delivery.records import Applied, Lane, LaneState, ParkedEvent, QuarantinedMessage
from shared.handling.unit_of_work import UnitOfWork
from shared.operations.failures.actions.context import ActionContext
from shared.operations.failures.actions.record import OperatorActionDraft, act_of
from shared.operations.failures.commands import RetryFailure
from shared.operations.failures.ids import FailureKind, Target, id_of, target_of
from shared.operations.failures.locate import effect_note, head_of, quarantined_of, truncation_note
from shared.operations.failures.query import KIND_OF
from shared.operations.failures.views import Acted, ActionOutcome, Result
from shared.store.session import Session
from shared.texts.error_text import describe_error
from shared.texts.stored_headers import storable


def retry(context: ActionContext, uow: UnitOfWork, command: RetryFailure) -> Acted:
    """Retry one failed message and record it."""
    act = act_of(uow, "retry", command.why)
    result = retry_one(context, uow.session, act, command.id)
    act.record(uow.session, [command.id], [result])
    return Acted(act.id, result)


def retry_one(
    context: ActionContext, session: Session, act: OperatorActionDraft, name: str
) -> Result:
    """Retry one failed message; raises a `RejectedError` if it no longer fails."""
    target = target_of(name)
    if target.kind is FailureKind.QUARANTINE:
        return _open_again(context, session, act, name)
    lane, _ = head_of(session, target)
    context.retry_lane(session, lane.id, act.at)
    return result_at(session, name, target)


def result_at(session: Session, name: str, target: Target) -> Result:
    """Return the result of an action on an event, from the state of its position."""
    lane = session.find(Lane, target.lane)
    if session.find(Applied, target.key) is not None:
        behind = f"其后第 {lane.head} 号仍在等待：{lane.error}" if lane else ""
        return Result(name, ActionOutcome.TOOK_EFFECT, behind)
    if lane is None:
        return Result(name, ActionOutcome.GONE, "已不在等待之列")
    if lane.head != target.sequence:
        return Result(name, ActionOutcome.WAITING, f"排在第 {lane.head} 号之后等待：{lane.error}")
    now = id_of(KIND_OF[lane.state], target.key)
    renamed = f"（现编号 {now}）" if now != name else ""
    failed = lane.state is LaneState.FAILED
    outcome = ActionOutcome.FAILED_AGAIN if failed else ActionOutcome.WAITING
    return Result(name, outcome, f"{lane.error}{renamed}")


def occupant_note(session: Session, received: InboundEvent) -> str:
    """Return which other event occupies this one's position, applied or parked; empty if none."""
    held = session.find(Applied, received.id) or session.find(ParkedEvent, received.id)
    if held is None or held.event_id == received.envelope.id:
        return ""
    place = f"{received.lane} 第 {received.envelope.sequence} 号"
    return f"{place}已由另一事件 {held.event_id} 占用；请发布部门核对后另发新事件"


def _open_again(
    context: ActionContext, session: Session, act: OperatorActionDraft, name: str
) -> Result:
    kept = quarantined_of(session, target_of(name))
    if kept.size:
        return Result(name, ActionOutcome.FAILED_AGAIN, truncation_note(kept))
    try:
        received = context.receiver.open(kept.body, kept.headers, kept.at)
    except tuple(KINDS) as error:
        return _still_refused(session, kept, name, kind_of(error), str(error))
    except Exception as error:  # noqa: BLE001  (still an internal error; it stays quarantined)
        return _still_refused(session, kept, name, UNREADABLE, describe_error(error))
    if taken := occupant_note(session, received):
        return _still_refused(session, kept, name, "conflict", taken)
    act.release(session, kept)
    if (mark := session.find(Applied, received.id)) is not None:
        return Result(name, ActionOutcome.GONE, effect_note(mark))
    context.dispatch_one(session, received)
    return result_at(session, name, Target(FailureKind.LANE, received.id))


def _still_refused(
    session: Session, kept: QuarantinedMessage, name: str, kind: str, reason: str
) -> Result:
    session.save(replace(kept, kind=kind, reason=storable(reason[:LONGEST_REASON])))
    return Result(name, ActionOutcome.FAILED_AGAIN, reason)
