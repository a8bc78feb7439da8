"""The cause of a unit of work, and the identity of the department that runs it."""

from dataclasses import dataclass
from datetime import datetime

from shared.handling.claim_check import CLAIM_CHECK_BYTES
from shared.handling.jurisdiction import Office
from shared.handling.sealing import Sealer
from shared.messages.namespace import source_of


@dataclass(frozen=True, slots=True)
class Cause:
    """The command or event that a unit of work handles.

    `actor` is the person or system that acted, `department` the one it acts for: of an event, its
    publisher. `sequence` and `published_at` are set for events only, `office` for commands: that of
    the person.
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
    office: Office | None = None


@dataclass(frozen=True, slots=True)
class PublisherIdentity:
    """The identity under which events are published: the city's code and the department's id.

    An event of more than `claim_check_bytes` is sent with only the hash of its content. `sealer`
    encrypts restricted events; without one they cannot be published. Sequence numbers continue
    after `min_sequence`.
    """

    city: str
    department: str
    claim_check_bytes: int = CLAIM_CHECK_BYTES
    sealer: Sealer | None = None
    min_sequence: int = 0

    @property
    def source(self) -> str:
        """The CloudEvents source of events published by this department."""
        return source_of(self.city, self.department)
