"""Record events in the ledger."""

from services.coordination.clocks import handlers as clocks
from services.coordination.ledger.domain import LedgerEntry, entry_of
from shared.handling import UnitOfWork


def note_event(uow: UnitOfWork, event: object) -> None:
    """Record an event in the ledger, and apply it to the clocks; once per event."""
    entry = entry_of(uow.cause, event, uow.now)
    known = uow.find(LedgerEntry, entry.id)
    if known is not None and known.department == entry.department:
        return
    uow.add(entry)
    clocks.note_event(uow, event)
