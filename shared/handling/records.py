"""The documents that every department keeps besides its own: outbox, inbox, answers."""

from dataclasses import field
from datetime import datetime
from typing import Any

from shared.delivery.records import Intervention, Lane, Original, Parked, Quarantined, Snapshot
from shared.delivery.refusals.messages import RefusedCount, RefusedElsewhere, Untold
from shared.delivery.resend.gap import Gap
from shared.handling.audit_records import AuditEntry, AuditHead
from shared.handling.blob import Blob
from shared.operations.recovery.records import LostAct, Recovery
from shared.store.document import document
from shared.web.read_record import Read


@document("outbox", title="发件", key="id", indexes=(("at",),), unique=(("subject", "sequence"),))
class Outgoing:
    """An event of this department, as it was written; never changed, kept for ever."""

    id: str
    subject: str
    sequence: int
    routing_key: str
    body: bytes
    at: datetime


@document("pending", title="待发", key="id", indexes=(("position",),))
class Pending:
    """An event that the broker has not confirmed yet, ready to go; removed once it has.

    `position` is in microseconds; it rises with the sequence within a subject.
    """

    id: str
    position: int
    subject: str
    routing_key: str
    body: bytes


@document("sequences", title="序号", key="subject")
class Numbering:
    """Where the events about a subject stand: the last number, and the last of each topic.

    Topics of restricted events are kept apart: only restricted events may name them.
    """

    subject: str
    last: int = 0
    position: int = 0
    topics: dict[str, int] = field(default_factory=dict)
    restricted: dict[str, int] = field(default_factory=dict)


@document("inbox", title="收件", key="id", indexes=(("subject",),))
class Applied:
    """The mark that an event took effect here: `id` is publisher, subject and sequence.

    `claimed_at` is what the publisher's clock said if it was ahead: then the event counts from its
    arrival, which is `published_at`.
    """

    id: str
    event_id: str
    type: str
    subject: str
    sequence: int
    published_at: datetime
    applied_at: datetime
    outcome: str = "applied"
    claimed_at: datetime | None = None


@document("answers", title="已答复请求", key="id")
class Answer:
    """What a request with this Idempotency-Key was answered; `fingerprint` tells the request."""

    id: str
    fingerprint: str
    body: dict[str, Any]
    at: datetime


@document("leases", title="租约", key="id")
class Lease:
    """Who may relay now; `token` rises with every new holder, `until` is the server's time."""

    id: str
    holder: str
    token: int
    until: datetime


@document("resends", title="补发", key="id")
class Resend:
    """Events that a subscriber asked for again: those of a subject between two numbers.

    An empty `subject` asks for all: `cursor` is the last one begun, and `reached` how far in it, 0
    for its end. `after` and `before` lie outside; `after` moves with what is sent. `number` is the
    event that the subscriber waits for, 0 for none, and `found` tells whether it was sent. `again`
    is what was asked for meanwhile: `after`, `before`, `number`.
    """

    id: str
    subscriber: str
    subject: str
    after: int
    before: int
    at: datetime
    cursor: str = ""
    reached: int = 0
    number: int = 0
    found: bool = False
    again: tuple[int, ...] = ()

    def covers(self, other: "Resend") -> bool:
        """Tell whether what is still to be sent holds all that another request asks for."""
        begun = self.cursor or self.reached or self.found
        same = other.number in (0, self.number)
        return not begun and same and self.after <= other.after and other.before <= self.before


@document("absences", title="无可补发", key="id")
class Absent:
    """What a subscriber asked for in vain and was not told yet; `id` is the subscriber."""

    id: str
    gaps: tuple[Gap, ...] = ()
    told_at: datetime | None = None


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
