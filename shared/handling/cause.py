"""What a unit of work serves, and who works in it."""

from dataclasses import dataclass
from datetime import datetime

from shared.handling.claim_check import CLAIM_CHECK_BYTES
from shared.handling.sealing import Sealer
from shared.messages.namespace import source_of


@dataclass(frozen=True, slots=True)
class Cause:
    """What a unit of work serves: one command or one event.

    `actor` is the person or system that acted; `department` is who it acts for: the publisher of an
    event. `sequence` and `published_at` are those of an event.
    """

    id: str
    type: str
    actor: str
    department: str
    correlation: str
    subject: str = ""
    sequence: int = 0
    published_at: datetime | None = None
    effective_at: datetime | None = None
    traceparent: str | None = None
    causation: str | None = None


@dataclass(frozen=True, slots=True)
class PublisherIdentity:
    """Who works here: the city's code and the department's id.

    Of an event of more than `claim_check_bytes` only the hash of its content is sent. `sealer`
    encrypts restricted events; without one they cannot be published. Numbers go on behind
    `min_sequence`.
    """

    city: str
    department: str
    claim_check_bytes: int = CLAIM_CHECK_BYTES
    sealer: Sealer | None = None
    min_sequence: int = 0

    @property
    def source(self) -> str:
        """The CloudEvents source of what is published from here."""
        return source_of(self.city, self.department)
