"""All kinds of documents in a department's database: those of the kit, and its own."""

from typing import Any

from shared.broker.inbox_layout import Layout
from shared.catalog.catalog import documents
from shared.delivery.partitions.consumers import Reader
from shared.delivery.records import Applied, Lane, Original, Parked, Quarantined, Snapshot
from shared.delivery.refusals.messages import RefusedCount, RefusedElsewhere, Untold
from shared.delivery.resend.records import Absent, Resend
from shared.handling.audit_records import AuditEntry, AuditHead, Intervention
from shared.handling.blob import Blob
from shared.handling.owned_numbers import NumberOwner
from shared.handling.records import Answer, Numbering
from shared.operations.recovery.records import LostAct, Recovery
from shared.store.outbox import Lease, Outgoing, Pending
from shared.store.pulse import Pulse
from shared.web.read_record import Read

KINDS = (
    Outgoing,
    Pending,
    Numbering,
    Applied,
    Answer,
    Lease,
    Resend,
    Absent,
    Untold,
    RefusedElsewhere,
    RefusedCount,
    Blob,
    Lane,
    Parked,
    Quarantined,
    Intervention,
    AuditEntry,
    AuditHead,
    Original,
    Snapshot,
    Read,
    LostAct,
    Recovery,
)


def kinds_of(department: str) -> tuple[type[Any], ...]:
    """List what a department keeps; the document about the database itself is not among it."""
    return (*KINDS, Layout, Reader, NumberOwner, Pulse, *documents(department))
