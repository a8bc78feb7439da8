"""The documents that every department keeps besides its own: outbox, inbox, answers, lanes."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from shared.document import document


@document(
    "outbox",
    title="发件",
    key="id",
    indexes=(("sent_at", "subject", "sequence"),),
    unique=(("subject", "sequence"),),
)
class Outgoing:
    """An event that this department published or is about to publish; kept for ever."""

    id: str
    subject: str
    sequence: int
    routing_key: str
    body: bytes
    at: datetime
    sent_at: datetime | None = None


@document("sequences", title="序号", key="subject")
class Sequence:
    """The number of the last event about a subject."""

    subject: str
    last: int = 0


@document("inbox", title="收件", key="id", indexes=(("subject",), ("type",)))
class Applied:
    """The mark that an event took effect here: `id` is source and event id."""

    id: str
    type: str
    subject: str
    sequence: int
    published_at: datetime
    applied_at: datetime


@document("answers", title="已答复请求", key="id")
class Answer:
    """What a request with this Idempotency-Key was answered; `fingerprint` tells the request."""

    id: str
    fingerprint: str
    body: dict[str, Any]
    at: datetime


@document("lanes", title="停靠车道", key="id", indexes=(("due_at",),))
class Lane:
    """Events of one publisher's subject that wait, in order, for the first of them to succeed.

    `due_at` is when the first is tried again; None means that it waits for a person.
    """

    id: str
    waiting: tuple[bytes, ...]
    attempts: int
    error: str
    since: datetime
    due_at: datetime | None

    def joined_by(self, body: bytes) -> "Lane":
        """Queue one more event behind the others."""
        return replace(self, waiting=(*self.waiting, body))


@document("lanes", title="停靠车道", key="id")
class LaneView:
    """A lane as ops sees it: without the bodies."""

    id: str
    waiting: int
    attempts: int
    error: str
    since: datetime
    due_at: datetime | None


def view_of(lane: Lane) -> LaneView:
    """Show a lane without the bodies of its events."""
    return LaneView(lane.id, len(lane.waiting), lane.attempts, lane.error, lane.since, lane.due_at)


KINDS = (Outgoing, Sequence, Applied, Answer, Lane)
