"""Find the target of an action within its transaction, or report what became of it."""

from datetime import datetime

from shared.delivery.inbox.event import position_key
from shared.delivery.records import (
    Applied,
    Lane,
    OriginalMessage,
    ParkedEvent,
    QuarantinedMessage,
)
from shared.handling.audit import Intervention
from shared.handling.unit_of_work import LEGAL_ZONE
from shared.operations.failures.errors import AlreadyResolvedError, WaitsBehindError
from shared.operations.failures.ids import Target, id_of
from shared.operations.failures.query import KIND_OF
from shared.store.session import Session

DID = {"retry": "重试", "edit": "修正", "discard": "丢弃"}


def head_of(session: Session, target: Target) -> tuple[Lane, ParkedEvent]:
    """Return a parked event and its lane if it is still the head and fails for the same cause."""
    lane, parked = waiting_of(session, target)
    if lane.head != target.sequence:
        first = id_of(KIND_OF[lane.state], position_key(lane.id, lane.head))
        raise WaitsBehindError(
            f"第 {target.sequence} 号事件排在第 {lane.head} 号之后，请先处置 {first}"
        )
    if KIND_OF[lane.state] is not target.kind:
        now = id_of(KIND_OF[lane.state], target.key)
        raise AlreadyResolvedError(f"情况已变：{lane.error}；请改为处置 {now}")
    return lane, parked


def waiting_of(session: Session, target: Target) -> tuple[Lane, ParkedEvent]:
    """Return a parked event and its lane, at any place in the lane."""
    lane, parked = session.find(Lane, target.lane), session.find(ParkedEvent, target.key)
    if lane is None or parked is None:
        raise AlreadyResolvedError(_fate(session, target))
    return lane, parked


def quarantined_of(session: Session, target: Target) -> QuarantinedMessage:
    """Return a quarantined message that is not handled yet."""
    kept = session.find(QuarantinedMessage, target.key)
    if kept is None:
        raise AlreadyResolvedError(_settled(session, target))
    return kept


def truncation_note(kept: QuarantinedMessage) -> str:
    """Return a note on what is stored of an oversized message; empty if it is complete."""
    if not kept.size:
        return ""
    return (
        f"消息共 {kept.size} 字节，超出可留存的大小：只留存了前 {len(kept.body)} 字节"
        f"和全文的 SHA-256（{kept.sha256}），不能重试，请发布部门按契约重发"
    )


def moment(at: datetime) -> str:
    """Format an instant in local legal time."""
    return f"{at.astimezone(LEGAL_ZONE):%Y-%m-%d %H:%M:%S}"


def effect_note(mark: Applied) -> str:
    """Return a note on when and how an event left the lane."""
    words = {"discarded": "被丢弃", "mended": "修正后生效"}.get(mark.outcome, "生效")
    return f"该事件已于 {moment(mark.applied_at)} {words}，无需再处置"


def _fate(session: Session, target: Target) -> str:
    mark = session.find(Applied, target.key)
    if mark is not None:
        return effect_note(mark)
    return "没有这样的等待事件，请用 liandong failed list 重新查看"


def _settled(session: Session, target: Target) -> str:
    name = id_of(target.kind, target.key)
    acted = session.select(OriginalMessage, failure=name)
    done = session.find(Intervention, acted[-1].intervention) if acted else None
    if done is None:
        return "没有这样的隔离消息，请用 liandong failed list 重新查看"
    action = DID.get(done.action, done.action)
    return f"{done.actor} 已于 {moment(done.at)} {action}该消息（处置 {done.id}），无需再处置"
