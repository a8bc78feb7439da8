"""The ledger: one line for every open act, without its content."""

from datetime import datetime

from shared.handling import Cause
from shared.messages import meta_of
from shared.store import document
from shared.vocabulary import division_of

PLACES = ("division", "county", "plot_code", "parcel_code")
"""The fields that tell where the matter of an event is handled, the most certain first."""


@document(
    "ledger",
    title="台账记录",
    key="id",
    placed="division",
    indexes=(("correlation",), ("subject",), ("department",), ("type",), ("division",)),
)
class LedgerEntry:
    """Publisher, subject and cause of an event; `id` is the event's and sorts by time.

    `division` is that of the office or the place that the event names, "" for the city.
    """

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
    division: str = ""


def entry_of(cause: Cause, event: object, now: datetime) -> LedgerEntry:
    """Build the entry for one event."""
    return LedgerEntry(
        id=cause.id,
        type=cause.type,
        title=meta_of(event).title,
        subject=cause.subject,
        department=cause.department,
        actor=cause.actor,
        correlation=cause.correlation,
        causation=cause.causation,
        at=cause.published_at or now,
        recorded_at=now,
        division=_division(event),
    )


def _division(event: object) -> str:
    """Return the division of the office or the place that an event names; "" for the city's."""
    found = (division_of(str(getattr(event, name, None) or "")) for name in PLACES)
    return next(filter(None, found), "")
