"""Refusals reported by other departments: stored for people, a bounded number of each."""

from typing import Annotated

from shared.delivery.refusals.messages import (
    MAX_STORED,
    REMEDIES,
    RefusedCount,
    RefusedElsewhere,
)
from shared.delivery.refusals.notices import EventsRefused
from shared.handling.audit import Intervention, append_entry
from shared.handling.unit_of_work import UnitOfWork
from shared.messages.declare import Example, Length, Title, command, value_object
from shared.store.outbox import OutboxEvent

UNKNOWN = "与对方核对"
NOT_OWN = "本部门发件中没有此事件：先保全证据，核对密钥是否外泄（liandong keys list）；"


@command("办结他方未采纳")
class DismissRefusal:
    """Mark a refusal by another department as resolved."""

    id: Annotated[str, Title("编号"), Length(1, 200)]
    why: Annotated[str, Title("理由"), Length(2, 500), Example("已另发更正事件")]


@value_object("办结答复")
class Dismissed:
    """The resolved refusal, and the audit record of it."""

    id: str
    intervention: str


def record_refusals_elsewhere(uow: UnitOfWork, event: EventsRefused) -> None:
    """Store the refusals of another department; the newest overwrite the oldest."""
    by = uow.cause.department
    count = uow.find(RefusedCount, by) or RefusedCount(by)
    known = uow.session.load(
        OutboxEvent, [refusal.event_id for refusal in event.refusals if refusal.event_id]
    )
    for number, refusal in enumerate(event.refusals, start=count.told):
        own = refusal.event_id in known
        remedy = REMEDIES.get(refusal.kind, UNKNOWN)
        told = remedy if own or not refusal.event_id else NOT_OWN + remedy
        kept = RefusedElsewhere(
            f"{by}.{number % MAX_STORED}",
            by,
            refusal.event_id,
            refusal.type,
            refusal.subject,
            refusal.kind,
            refusal.reason,
            told,
            own,
            refusal.at,
            uow.now,
        )
        uow.save(kept)
    uow.save(RefusedCount(by, count.told + len(event.refusals), count.more + event.more))


def dismiss(uow: UnitOfWork, asked: DismissRefusal) -> Dismissed:
    """Remove a refusal from the list, and record actor and reason in the audit."""
    uow.remove(uow.get(RefusedElsewhere, asked.id))
    act = Intervention(
        uow.new_id(), "dismiss", uow.cause.actor, asked.why, uow.now, (asked.id,), {}
    )
    append_entry(uow.session, act)
    return Dismissed(asked.id, act.id)
