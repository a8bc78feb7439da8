"""The ledger: one line for every open act, without its content."""

from datetime import datetime

from shared.handling import Cause
from shared.messages import MessageMeta
from shared.store import document


@document(
    "ledger",
    title="台账记录",
    key="id",
    indexes=(("correlation",), ("subject",), ("department",), ("type",)),
)
class LedgerEntry:
    """Publisher, subject and cause of an event; `id` is the event's and sorts by time."""

    id: str
    type: str
    title: str
    subject: str
    department: str
    actor: str
    correlation: str
    causation: str | None
    at: datetime
    recorded_at: datetime


def entry_of(cause: Cause, meta: MessageMeta, now: datetime) -> LedgerEntry:
    """Build the entry for one event."""
    return LedgerEntry(
        id=cause.id,
        type=cause.type,
        title=meta.title,
        subject=cause.subject,
        department=cause.department,
        actor=cause.actor,
        correlation=cause.correlation,
        causation=cause.causation,
        at=cause.published_at or now,
        recorded_at=now,
    )
