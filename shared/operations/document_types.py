"""Document types of a department's database: those of the kit, and its own."""

from typing import Any

from shared.broker.inbox_layout import InboxLayout
from shared.catalog.catalog import document_types
from shared.delivery.partitions.consumers import InboxConsumer
from shared.delivery.records import (
    Applied,
    Lane,
    OriginalMessage,
    ParkedEvent,
    QuarantinedMessage,
    Selection,
)
from shared.delivery.refusals.messages import PendingRefusals, RefusedCount, RefusedElsewhere
from shared.delivery.resend.records import Absent, Resend
from shared.handling.audit import AuditEntry, AuditHead, Intervention
from shared.handling.claim_check import Blob
from shared.handling.idempotency import IdempotencyRecord
from shared.handling.owned_numbers import NumberOwner
from shared.handling.sequence import SequenceState
from shared.operations.recovery.records import LostAct, Recovery
from shared.store.outbox import Lease, OutboxEvent, PendingEvent
from shared.store.pulse import Pulse
from shared.web.read_record import Read

KIT_DOCUMENTS = (
    OutboxEvent,
    PendingEvent,
    SequenceState,
    Applied,
    IdempotencyRecord,
    Lease,
    Resend,
    Absent,
    PendingRefusals,
    RefusedElsewhere,
    RefusedCount,
    Blob,
    Lane,
    ParkedEvent,
    QuarantinedMessage,
    Intervention,
    AuditEntry,
    AuditHead,
    OriginalMessage,
    Selection,
    Read,
    LostAct,
    Recovery,
)


def document_types_of(department: str) -> tuple[type[Any], ...]:
    """List the document types of a department, without the schema of the database itself."""
    return (
        *KIT_DOCUMENTS,
        InboxLayout,
        InboxConsumer,
        NumberOwner,
        Pulse,
        *document_types(department),
    )
