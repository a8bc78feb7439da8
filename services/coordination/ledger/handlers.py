"""Enter what happened into the ledger."""

from services.coordination.ledger.domain import LedgerEntry, entry_of
from services.coordination.reactions.handlers import note_act, note_reply
from shared.message import meta_of
from shared.uow import UnitOfWork


def note_event(uow: UnitOfWork, event: object) -> None:
    """Write a line for an event, and watch what it asks of others or answers; once per event."""
    entry = entry_of(uow.cause, meta_of(event), uow.now)
    known = uow.find(LedgerEntry, entry.id)
    if known is not None and known.department == entry.department:
        return
    uow.add(entry)
    note_reply(uow, event)
    note_act(uow, event)
