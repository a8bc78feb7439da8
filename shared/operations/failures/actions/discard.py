"""Discard: an operator decides that a message never takes effect; later events continue."""

from shared.delivery.inbox.event import from_parked, inbox_entry, position_key
from shared.delivery.lanes.lanes import predecessor_applied
from shared.delivery.records import Applied, Lane
from shared.errors import WrongStateError
from shared.handling.unit_of_work import UnitOfWork
from shared.operations.failures.actions.context import ActionContext
from shared.operations.failures.actions.record import OperatorActionDraft, act_of
from shared.operations.failures.commands import DiscardFailure
from shared.operations.failures.ids import FailureKind, target_of
from shared.operations.failures.locate import head_of, quarantined_of
from shared.operations.failures.views import Acted, ActionOutcome, Result
from shared.store.session import Session

DISCARDED = "discarded"
MOST_PLACES = 1_000


def discard(context: ActionContext, uow: UnitOfWork, command: DiscardFailure) -> Acted:
    """Discard one message and record it."""
    act = act_of(uow, "discard", command.why)
    result = discard_one(context, uow.session, act, command.id)
    act.record(uow.session, [command.id], [result])
    return Acted(act.id, result)


def discard_one(
    context: ActionContext, session: Session, act: OperatorActionDraft, name: str
) -> Result:
    """Discard one message; raises a `RejectedError` if it no longer fails."""
    give_up = {
        FailureKind.LANE: _give_up_event,
        FailureKind.GAP: _give_up_missing,
        FailureKind.QUARANTINE: _give_up_quarantined,
    }[target_of(name).kind]
    return Result(name, ActionOutcome.DISCARDED, give_up(context, session, act, name))


def missing_before(session: Session, lane: Lane) -> range:
    """Return the numbers between the last applied event and the head of a lane."""
    known = session.select(Applied, subject=lane.subject)
    numbers = [mark.sequence for mark in known if mark.id == position_key(lane.id, mark.sequence)]
    last = max((number for number in numbers if number < lane.head), default=0)
    return range(max(last + 1, lane.head - MOST_PLACES), lane.head)


def _give_up_event(
    context: ActionContext, session: Session, act: OperatorActionDraft, name: str
) -> str:
    lane, parked = head_of(session, target_of(name))
    act.store_parked(session, parked, name, lane.error)
    session.add(inbox_entry(from_parked(parked), act.at, DISCARDED))
    context.retry_lane(session, lane.id, act.at)
    return _rest(session, lane)


def _give_up_missing(
    context: ActionContext, session: Session, act: OperatorActionDraft, name: str
) -> str:
    """Mark every position before the head as applied, so that no missing event can take it.

    An event that arrives late finds its position occupied and goes to the quarantine.
    """
    lane, parked = head_of(session, target_of(name))
    if predecessor_applied(session, from_parked(parked)):
        raise WrongStateError("缺失的事件已经到达，车道即将自动续行；如仍停留请重试")
    given_up = missing_before(session, lane)
    for number in given_up:
        session.add(_void(lane, number, act))
    act.store_parked(session, parked, name, lane.error)
    context.retry_lane(session, lane.id, act.at)
    return f"第 {given_up[0]} 至 {given_up[-1]} 号视为不会再来；{_rest(session, lane)}"


def _give_up_quarantined(
    _bench: ActionContext, session: Session, act: OperatorActionDraft, name: str
) -> str:
    act.release(session, quarantined_of(session, target_of(name)))
    return "原文与签名存于处置记录"


def _void(lane: Lane, number: int, act: OperatorActionDraft) -> Applied:
    event_id = f"{DISCARDED}:{act.id}"
    place = position_key(lane.id, number)
    return Applied(place, event_id, "", lane.subject, number, act.at, act.at, DISCARDED)


def _rest(session: Session, lane: Lane) -> str:
    left = session.find(Lane, lane.id)
    if left is None:
        return "其后的事件已全部生效，车道已通"
    return f"其后第 {left.head} 号仍在等待：{left.error}"
