"""A failed message as a line of evidence: its bytes, signature and metadata."""

import base64
from datetime import datetime
from typing import Any

from liandong.messages.claim_check import claim_in
from shared.delivery.records import OriginalMessage, QuarantinedMessage
from shared.handling.claim_check import Blob
from shared.operations.failures.ids import FailureKind, target_of
from shared.operations.failures.locate import quarantined_of, waiting_of
from shared.operations.failures.query import claimed_by
from shared.store.session import Session
from shared.texts.stored_headers import Headers

Line = dict[str, Any]


def line_of(session: Session, name: str) -> Line:
    """Return the line of a message that still fails; else raises `AlreadyResolvedError`."""
    target = target_of(name)
    if target.kind is FailureKind.QUARANTINE:
        kept = quarantined_of(session, target)
        where = kept.exchange, kept.routing_key
        line = _line(name, kept.kind, kept.reason, kept.body, kept.headers, kept.at, *where)
        return _with_content(session, _with_rest(line, kept), kept.body)
    lane, parked = waiting_of(session, target)
    line = _line(name, target.kind.value, lane.error, parked.body, parked.headers, parked.at)
    return _with_content(session, _with_mended(line, parked.mended), parked.body)


def original_line(session: Session, kept: OriginalMessage) -> Line:
    """Return the line of a message as it was before an operator action."""
    where = kept.exchange, kept.routing_key
    line = _line(kept.failure, kept.kind, kept.reason, kept.body, kept.headers, kept.at, *where)
    told = _with_mended({**line, "intervention": kept.intervention}, kept.mended)
    told = _with_rest(told, kept)
    return _with_content(session, told, kept.body)


def text_of(value: bytes) -> str:
    """Encode bytes as base64 text."""
    return base64.b64encode(value).decode()


def _line(
    name: str,
    kind: str,
    reason: str,
    body: bytes,
    headers: Headers,
    at: datetime,
    exchange: str = "",
    routing_key: str = "",
) -> Line:
    return {
        "id": name,
        "kind": kind,
        "reason": reason,
        "received_at": at.isoformat(),
        "exchange": exchange,
        "routing_key": routing_key,
        "headers": {
            header: value if isinstance(value, str) else {"base64": text_of(value)}
            for header, value in headers.items()
        },
        "body": text_of(body),
    }


def _with_mended(line: Line, mended: bytes | None) -> Line:
    return {**line, "mended": text_of(mended)} if mended is not None else line


def _with_rest(line: Line, kept: QuarantinedMessage | OriginalMessage) -> Line:
    """Add the exact AMQP bytes of the headers, and size and hash of a truncated message."""
    exact = {"exact_headers": text_of(kept.exact_headers)} if kept.exact_headers else {}
    cut = {"size": kept.size, "sha256": kept.sha256} if kept.size else {}
    return {**line, **exact, **cut}


def _with_content(session: Session, line: Line, body: bytes) -> Line:
    """Add, for an event with large content, whether the content was fetched."""
    event = claimed_by(body)
    claim = claim_in(event) if event else None
    if claim is None:
        return line
    here = session.find(Blob, claim.digest) is not None
    return {**line, "dataref": claim.dataref, "content": "here" if here else "not_fetched"}
