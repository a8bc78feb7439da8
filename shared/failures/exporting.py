"""Export: messages as lines of evidence that anybody with the trust list can verify."""

import base64
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from shared.failed import Intervention, Original, Snapshot
from shared.failures.errors import GoneMeanwhileError
from shared.failures.ids import FailureKind, target_of
from shared.failures.locating import quarantined_of, waiting_of
from shared.failures.messages import ExportOriginals, ExportSnapshot
from shared.failures.recording import act_of
from shared.failures.views import Exported
from shared.received import Headers
from shared.session import Session
from shared.uow import UnitOfWork

AT_A_TIME = 200
Line = dict[str, Any]


def export_snapshot(uow: UnitOfWork, command: ExportSnapshot) -> Exported:
    """Hand out the next messages that a snapshot lists; the first part is recorded for all."""
    session, snapshot = uow.session, uow.get(Snapshot, command.id)
    act = act_of(uow, "export", command.why)
    if not command.after:
        act.record(session, snapshot.ids, [])
    start = snapshot.ids.index(command.after) + 1 if command.after in snapshot.ids else 0
    names = snapshot.ids[start : start + AT_A_TIME]
    lines, gone = _lines(session, names)
    more = names[-1] if start + AT_A_TIME < len(snapshot.ids) else None
    return Exported(act.id, lines, gone, more)


def export_originals(uow: UnitOfWork, command: ExportOriginals) -> Exported:
    """Hand out messages as they were before an intervention."""
    done = uow.get(Intervention, command.id)
    kept = uow.select(Original, intervention=done.id)
    act = act_of(uow, "export", command.why)
    act.record(uow.session, [at.failure for at in kept], [])
    return Exported(act.id, tuple(_original_line(at) for at in kept))


def _lines(session: Session, names: Sequence[str]) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    lines: list[Line] = []
    gone: list[str] = []
    for name in names:
        try:
            lines.append(_line_of(session, name))
        except GoneMeanwhileError:
            gone.append(name)
    return tuple(lines), tuple(gone)


def _line_of(session: Session, name: str) -> Line:
    target = target_of(name)
    if target.kind is FailureKind.QUARANTINE:
        kept = quarantined_of(session, target)
        where = kept.exchange, kept.routing_key
        return _line(name, kept.kind, kept.reason, kept.body, kept.headers, kept.at, *where)
    lane, parked = waiting_of(session, target)
    line = _line(name, target.kind.value, lane.error, parked.body, parked.headers, parked.at)
    return _with_mended(line, parked.mended)


def _original_line(kept: Original) -> Line:
    line = _line(
        kept.failure,
        kept.kind,
        kept.reason,
        kept.body,
        kept.headers,
        kept.at,
        kept.exchange,
        kept.routing_key,
    )
    return _with_mended({**line, "intervention": kept.intervention}, kept.mended)


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
            header: value if isinstance(value, str) else {"base64": _text(value)}
            for header, value in headers.items()
        },
        "body": _text(body),
    }


def _with_mended(line: Line, mended: bytes | None) -> Line:
    return {**line, "mended": _text(mended)} if mended is not None else line


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()
