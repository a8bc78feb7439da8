"""The documents of the inbox: entries of applied events, lanes, parked events, quarantine."""

from datetime import datetime
from enum import StrEnum

from shared.store.document import document


@document("inbox", title="收件", key="id", indexes=(("subject",),))
class Applied:
    """The inbox entry of an applied event: `id` is `<publisher>|<subject>|<sequence>`.

    `claimed_at` is the time by the publisher's clock if that was ahead: then the event counts from
    its arrival, which is `published_at`.
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


class LaneState(StrEnum):
    """Why a lane waits."""

    FAILED = "failed"  # the first event raised an error
    GAP = "gap"  # an earlier event has not arrived


@document("lanes", title="停靠车道", key="id", indexes=(("due_at",), ("publisher", "due_at")))
class Lane:
    """A queue of parked events of one publisher and subject: `id` is `<publisher>|<subject>`.

    `head` is the lowest parked sequence number, `waiting` the number of parked events. `due_at` is
    the next retry; None means that manual action is needed. `missing` names the content that the
    head waits for, if any.
    """

    id: str
    publisher: str
    subject: str
    state: LaneState
    attempts: int
    error: str
    since: datetime
    due_at: datetime | None
    head: int
    waiting: int = 1
    missing: str = ""


@document("parked", title="停靠事件", key="id", indexes=(("lane", "sequence"),))
class ParkedEvent:
    """One event that waits in a lane, with its signed bytes as received.

    `mended` holds content corrected by a person, which is applied instead; the original stays.
    """

    id: str
    lane: str
    sequence: int
    event_id: str
    type: str
    body: bytes
    headers: dict[str, str | bytes]
    at: datetime
    predecessor: int = 0
    mended: bytes | None = None


@document("quarantine", title="隔离消息", key="id", indexes=(("at",),))
class QuarantinedMessage:
    """A delivery that is no valid message; `id` is a hash of its body, headers and routing.

    `publisher` is the owner of the signing key, empty if no trusted key signed it. If the body is
    too large for a document, `body` is its first part, and `size` and `sha256` are those of the
    whole; else they are 0 and empty. `exact_headers` holds the headers as AMQP bytes where
    `headers` cannot represent all of them.
    """

    id: str
    reason: str
    kind: str
    body: bytes
    headers: dict[str, str | bytes]
    exchange: str
    routing_key: str
    at: datetime
    times: int = 1
    publisher: str = ""
    exact_headers: bytes = b""
    size: int = 0
    sha256: str = ""


@document("originals", title="处置原件", key="id", indexes=(("failure",), ("intervention",)))
class OriginalMessage:
    """A message before a person acted on it; `id` is `<intervention>|<failure>`; never deleted."""

    id: str
    failure: str
    intervention: str
    kind: str
    reason: str
    body: bytes
    headers: dict[str, str | bytes]
    exchange: str
    routing_key: str
    at: datetime
    mended: bytes | None = None
    exact_headers: bytes = b""
    size: int = 0
    sha256: str = ""


@document("snapshots", title="快照", key="id", indexes=(("at",),))
class Selection:
    """The failed messages that a filter found at one moment; never changed or deleted."""

    id: str
    wanted: dict[str, str]
    actor: str
    why: str
    at: datetime
    ids: tuple[str, ...]
