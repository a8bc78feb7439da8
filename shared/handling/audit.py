"""The audit log of a department: privileged acts, linked in a hash chain.

An act is an `Intervention`; the log stores only its digest. Both are written in the transaction of
the act.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from liandong.keys.hash_chain import (
    FIRST,
    START,
    ChainEntry,
    Checkpoint,
    chained_after,
    digest_of,
    end_of,
    verify_chain,
)
from shared.messages.codec import to_wire
from shared.store.document import document
from shared.store.session import Session
from shared.store.store import Store

PAGE = 500
HEAD = "head"


@document("audit", title="审计记录", key="id", indexes=(("record",),))
class AuditEntry:
    """One link of the log, with the digest of an intervention as it was at that time.

    `id` is the sequence in twelve digits. An intervention that is continued has several entries.
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
    """The end of the log; concurrent acts conflict on this document, so one of them is retried."""

    id: str = HEAD
    sequence: int = 0
    hash: str = FIRST


@document("interventions", title="人工处置", key="id", indexes=(("at",),))
class Intervention:
    """A person's act on failed messages: action, actor, reason, time, targets and results."""

    id: str
    action: str
    actor: str
    why: str
    at: datetime
    targets: tuple[str, ...]
    results: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AuditReport:
    """Result of `verify_log`: the end of the log, to be stored elsewhere, and the faults found."""

    end: Checkpoint
    faults: tuple[str, ...]


def append_entry(session: Session, act: Intervention) -> None:
    """Store a privileged act, new or continued, and append its entry to the log."""
    head = session.find(AuditHead, HEAD) or AuditHead()
    digest = digest_of(to_wire(act))
    body = _body(act.id, act.action, act.actor, act.at, digest)
    link = chained_after(Checkpoint(head.sequence, head.hash), body)
    session.save(act)
    session.add(_entry(link, act, digest))
    session.save(AuditHead(HEAD, link.sequence, link.hash))


def read_log(store: Store) -> Iterator[AuditEntry]:
    """Read the log, oldest first."""
    after = ""
    while page := store.page(AuditEntry, {}, after, PAGE):
        yield from page
        after = page[-1].id


def verify_log(store: Store, noted: Checkpoint = START) -> AuditReport:
    """Verify the whole hash chain and the digest of every act.

    `noted` is an end that was stored elsewhere earlier: it reveals a log cut back or rewritten.
    """
    entries = list(read_log(store))
    links = [_link(entry) for entry in entries]
    end = end_of(links[-1]) if links else START
    faults = (*verify_chain(links, noted), *_changed(store, entries))
    return AuditReport(end, faults)


def _changed(store: Store, entries: Iterable[AuditEntry]) -> Iterator[str]:
    """Yield faults: acts that were changed, removed, or written without a log entry."""
    newest = {entry.record: entry for entry in entries}
    acts = {act.id: act for act in _acts(store)}
    for record, entry in newest.items():
        if record not in acts:
            yield f"{entry.sequence}: the act {record} was removed"
        elif digest_of(to_wire(acts[record])) != entry.digest:
            yield f"{entry.sequence}: the act {record} was changed"
    began = min((entry.at for entry in newest.values()), default=None)
    for act in acts.values():
        if act.id not in newest and began is not None and act.at >= began:
            yield f"the act {act.id} was written past the log"


def _acts(store: Store) -> Iterator[Intervention]:
    after = ""
    while page := store.page(Intervention, {}, after, PAGE):
        yield from page
        after = page[-1].id


def _body(record: str, action: str, actor: str, at: datetime, digest: str) -> dict[str, object]:
    told = {"record": record, "action": action, "actor": actor, "digest": digest}
    return {**told, "at": at.isoformat()}


def _entry(link: ChainEntry, act: Intervention, digest: str) -> AuditEntry:
    return AuditEntry(
        id=f"{link.sequence:012}",
        sequence=link.sequence,
        record=act.id,
        action=act.action,
        actor=act.actor,
        at=act.at,
        digest=digest,
        previous=link.previous,
        hash=link.hash,
    )


def _link(entry: AuditEntry) -> ChainEntry:
    body = _body(entry.record, entry.action, entry.actor, entry.at, entry.digest)
    return ChainEntry(entry.sequence, body, entry.previous, entry.hash)
