"""Details of one failed message: content, cause, events waiting behind it, possible actions."""

import base64
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Any

from liandong.envelope import Envelope, decode
from liandong.messages.sealing import is_sealed
from shared.delivery.inbox.receiver import Receiver
from shared.delivery.lanes.waiting import waiting_in
from shared.delivery.records import Lane, ParkedEvent
from shared.errors import PlatformError
from shared.handling.claim_check import load_content
from shared.handling.unit_of_work import UnitOfWork
from shared.messages.codec import to_wire
from shared.messages.declare import Classification
from shared.operations.failures.actions.context import signature_fault
from shared.operations.failures.actions.record import act_of
from shared.operations.failures.commands import ReadFailure
from shared.operations.failures.guidance import actions_of, waiter_actions
from shared.operations.failures.ids import FailureKind, Target, id_of, target_of
from shared.operations.failures.locate import quarantined_of, truncation_note, waiting_of
from shared.operations.failures.query import claimed_by, quarantine_row, short, waiting_row
from shared.operations.failures.views import Content, Failure, Shown, Waiting
from shared.store.session import Session
from shared.store.store import Store
from shared.texts.stored_headers import Headers

MOST_SHOWN = 100
WITHHELD = "限制性内容：须以 --content 说明理由后查阅，查阅会被记录"
SEALED = "内容已密封：只有收件机关能启封，运维能看到的只有密文"
UNVERIFIED = "签名未通过验证，内容密级不明：须以 --content 说明理由后查阅，查阅会被记录"


def show(store: Store, receiver: Receiver, name: str) -> Shown:
    """Return a failed message; restricted or unverified content is withheld."""
    return store.transact(partial(_shown, receiver=receiver, target=target_of(name)))


def read(uow: UnitOfWork, command: ReadFailure) -> Content:
    """Return the content whatever its classification, and record who read it and why.

    Sealed content stays sealed: operators need not know whom a case concerns.
    """
    act, target = act_of(uow, "read", command.why), target_of(command.id)
    body = _body_of(uow.session, target)
    act.record(uow.session, [command.id], [])
    envelope = claimed_by(body)
    content = dict(load_content(uow.session, envelope)) if envelope else None
    return Content(act.id, content, "" if envelope else body.decode(errors="replace"))


def _shown(session: Session, receiver: Receiver, target: Target) -> Shown:
    if target.kind is FailureKind.QUARANTINE:
        return _shown_quarantined(session, receiver, target)
    lane, parked = waiting_of(session, target)
    fault = signature_fault(receiver, parked.body, parked.headers)
    envelope = decode(parked.mended or parked.body)
    head = parked.sequence == lane.head
    failure = waiting_row(lane, parked) if head else _waiter_row(lane, parked)
    behind = _behind(session, lane) if head else ()
    gap = head and failure.kind is FailureKind.GAP
    return Shown(
        failure=failure,
        signature=fault or "ok",
        **_content(session, envelope, fault),
        mended=parked.mended is not None,
        headers=_headers(parked.headers),
        actions=actions_of(failure, fault) if head else waiter_actions(lane),
        waiting=behind,
        missing=(parked.predecessor,) if gap else (),
    )


def _shown_quarantined(session: Session, receiver: Receiver, target: Target) -> Shown:
    kept = quarantined_of(session, target)
    fault = signature_fault(receiver, kept.body, kept.headers)
    failure = quarantine_row(kept)
    return Shown(
        failure=failure,
        signature=fault or "ok",
        **_content(session, claimed_by(kept.body), fault),
        mended=False,
        headers=_headers(kept.headers),
        actions=actions_of(failure, fault),
        exchange=kept.exchange,
        routing_key=kept.routing_key,
        times=kept.times,
        kept=truncation_note(kept)
        or ("头部另有原始字节留存，见导出" if kept.exact_headers else ""),
    )


def _content(session: Session, envelope: Envelope | None, fault: str) -> dict[str, Any]:
    """Return the attributes; the content only if the signature is valid and it is unrestricted."""
    if envelope is None:
        return {"event": {}, "content": None, "withheld": f"不是可读的事件；{UNVERIFIED}"}
    told = {name: value for name, value in to_wire(envelope).items() if value is not None}
    told.pop("data")
    if fault:
        return {"event": told, "content": None, "withheld": UNVERIFIED}
    if envelope.classification == Classification.RESTRICTED.value:
        withheld = SEALED if is_sealed(envelope) else WITHHELD
        return {"event": told, "content": None, "withheld": withheld}
    try:
        return {"event": told, "content": dict(load_content(session, envelope)), "withheld": ""}
    except PlatformError as error:  # not fetched yet, or no JSON
        return {"event": told, "content": None, "withheld": str(error)}


def _headers(headers: Headers) -> dict[str, str]:
    return {
        name: value if isinstance(value, str) else f"base64:{base64.b64encode(value).decode()}"
        for name, value in headers.items()
    }


def _waiter_row(lane: Lane, parked: ParkedEvent) -> Failure:
    told = waiting_row(lane, parked)
    return replace(
        told,
        id=id_of(FailureKind.LANE, parked.id),
        sequence=parked.sequence,
        reason=f"排在第 {lane.head} 号之后等待：{lane.error}",
        since=parked.at,
    )


def _behind(session: Session, lane: Lane) -> tuple[Waiting, ...]:
    """List the first events behind the head, without their content."""
    return tuple(
        Waiting(
            id_of(FailureKind.LANE, parked.id),
            parked.sequence,
            short(parked.type),
            parked.event_id,
            parked.at,
        )
        for parked in islice(waiting_in(session, lane), 1, MOST_SHOWN + 1)
    )


def _body_of(session: Session, target: Target) -> bytes:
    if target.kind is FailureKind.QUARANTINE:
        return quarantined_of(session, target).body
    _, parked = waiting_of(session, target)
    return parked.mended or parked.body
