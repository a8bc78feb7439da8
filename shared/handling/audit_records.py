"""The documents of the audit log, and the acts that it is about."""

from dataclasses import field
from datetime import datetime

from liandong.keys.hash_chain import FIRST
from shared.store.document import document

HEAD = "head"


@document("audit", title="审计记录", key="id", indexes=(("record",),))
class AuditEntry:
    """One link of the log: that an intervention stood as its digest says, when it was written.

    `id` is the sequence in twelve digits. An intervention that goes on has several entries.
    """

    id: str
    sequence: int
    record: str
    action: str
    actor: str
    at: datetime
    digest: str
    previous: str
    hash: str


@document("audit_heads", title="审计末端", key="id")
class AuditHead:
    """Where the log ends; two acts at one moment meet here, and one of them waits."""

    id: str = HEAD
    sequence: int = 0
    hash: str = FIRST


@document("interventions", title="人工处置", key="id", indexes=(("at",),))
class Intervention:
    """What a person did about failed messages: who, when, why, to which, with what result."""

    id: str
    action: str
    actor: str
    why: str
    at: datetime
    targets: tuple[str, ...]
    results: dict[str, str] = field(default_factory=dict)
