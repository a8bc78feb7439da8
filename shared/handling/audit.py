"""The audit log of a department: privileged acts, each linked to all before by a chain of hashes.

An act itself is an `Intervention`; the log holds its digest, so nothing is written twice. Both are
written in the transaction of the act.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from liandong.keys.hash_chain import (
    START,
    ChainEntry,
    Checkpoint,
    chained_after,
    digest_of,
    end_of,
    verify_chain,
)
from shared.handling.audit_records import HEAD, AuditEntry, AuditHead, Intervention
from shared.messages.codec import to_wire
from shared.store.session import Session
from shared.store.store import Store

PAGE = 500


@dataclass(frozen=True, slots=True)
class Audited:
    """What a look at the whole log found: its end, to be noted elsewhere, and what is wrong."""

    end: Checkpoint
    faults: tuple[str, ...]


def append_entry(session: Session, act: Intervention) -> None:
    """Write down a privileged act, new or gone on with, and link it to all before."""
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


def verify_log(store: Store, noted: Checkpoint = START) -> Audited:
    """Look at the whole log, and at each act that it speaks of."""
    entries = list(read_log(store))
    links = [_link(entry) for entry in entries]
    end = end_of(links[-1]) if links else START
    faults = (*verify_chain(links, noted), *_changed(store, entries))
    return Audited(end, faults)


def _changed(store: Store, entries: Iterable[AuditEntry]) -> Iterator[str]:
    """Find acts that are not as they were written, were removed, or came past the log."""
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
