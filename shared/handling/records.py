"""The documents that every department keeps besides its own: outbox, inbox, answers."""

from dataclasses import field
from datetime import datetime
from typing import Any

from shared.store.document import document


@document("sequences", title="序号", key="subject")
class SequenceState:
    """Where the events about a subject stand: the last number, and the last of each topic.

    Topics of restricted events are kept apart: only restricted events may name them.
    """

    subject: str
    last: int = 0
    position: int = 0
    topics: dict[str, int] = field(default_factory=dict)
    restricted: dict[str, int] = field(default_factory=dict)


@document("answers", title="已答复请求", key="id")
class IdempotencyRecord:
    """What a request with this Idempotency-Key was answered; `fingerprint` tells the request."""

    id: str
    fingerprint: str
    body: dict[str, Any]
    at: datetime
