"""The documents of the inbox: marks of what took effect, lanes, parked events, quarantine."""

from datetime import datetime
from enum import StrEnum

from shared.store.document import document


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


class LaneState(StrEnum):
    """Why a lane stands still."""

    FAILED = "failed"  # the first event raised an error
    GAP = "gap"  # an earlier event has not come


@document("lanes", title="停靠车道", key="id", indexes=(("due_at",), ("publisher", "due_at")))
class Lane:
    """Events of one publisher's subject that wait for the first of them: `<publisher>|<subject>`.

    `head` is the lowest sequence that waits. `due_at` is when it is tried again; None means that it
    waits for a person. `missing` names the content that the head waits for, if it does.
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
    """One event that waits in a lane, with the signed bytes that it came in.

    `mended` holds other content that a person has answered for; the original stays.
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
    """A delivery that is no valid message, kept whole; `id` is the hash of its bytes.

    `publisher` is whose key signed it, empty if none that is trusted did.
    Of one that no document can hold, `body` is the first part, and `size` and `sha256` are those of
    the whole; else they are 0 and empty. `exact_headers` holds the headers as AMQP's bytes where
    `headers` cannot say all of them.
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
    """A message as it was when a person acted on it: `<intervention>|<failure>`; kept for ever."""

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
    """Which failed messages a filter found at one moment; never changed, kept for ever."""

    id: str
    wanted: dict[str, str]
    actor: str
    why: str
    at: datetime
    ids: tuple[str, ...]
