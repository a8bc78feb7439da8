"""Edit: an operator changes the content of an event; the original bytes are kept."""

from dataclasses import replace
from typing import Any

from liandong.envelope import Envelope, decode, encode
from shared.delivery.inbox.event import InboundEvent
from shared.delivery.records import Lane, ParkedEvent, QuarantinedMessage
from shared.errors import FieldError, InvalidInputError, WrongStateError
from shared.handling.claim_check import load_content
from shared.handling.sealing import seal_or_refuse
from shared.handling.unit_of_work import UnitOfWork
from shared.messages.contract import contract_of
from shared.messages.declare import meta_of
from shared.operations.failures.actions.context import ActionContext
from shared.operations.failures.actions.record import OperatorActionDraft, act_of
from shared.operations.failures.actions.retry import occupant_note, result_at
from shared.operations.failures.commands import EditFailure
from shared.operations.failures.errors import NotSignedError
from shared.operations.failures.ids import FailureKind, Target, target_of
from shared.operations.failures.locate import head_of, quarantined_of
from shared.operations.failures.query import claimed_by
from shared.operations.failures.views import Acted, Result
from shared.store.session import Session
from shared.texts.stored_headers import Headers


def edit(context: ActionContext, uow: UnitOfWork, command: EditFailure) -> Acted:
    """Edit an event that fails or breaks its contract, and retry it at once."""
    act = act_of(uow, "edit", command.why)
    result = edit_one(context, uow.session, act, command)
    act.record(uow.session, [command.id], [result])
    return Acted(act.id, result)


def edit_one(
    context: ActionContext, session: Session, act: OperatorActionDraft, command: EditFailure
) -> Result:
    """Edit one event and retry it; raises a `RejectedError` if that is not possible."""
    target = target_of(command.id)
    if target.kind is FailureKind.GAP:
        raise WrongStateError(
            "等待的是更早的事件，修正本事件无济于事：请重试（再次请求补发）或丢弃"
        )
    mend = _mend_quarantined if target.kind is FailureKind.QUARANTINE else _mend_waiting
    return mend(context, session, act, command)


def merged(content: Any, patch: Any) -> Any:
    """Apply a JSON merge patch (RFC 7396)."""
    if not isinstance(patch, dict):
        return patch
    kept = dict(content) if isinstance(content, dict) else {}
    for name, value in patch.items():
        if value is None:
            kept.pop(name, None)
        else:
            kept[name] = merged(kept.get(name), value)
    return kept


def _mend_waiting(
    context: ActionContext, session: Session, act: OperatorActionDraft, command: EditFailure
) -> Result:
    target = target_of(command.id)
    lane, parked = head_of(session, target)
    _signed(context, parked.body, parked.headers)
    envelope = _mended(context, session, decode(parked.mended or parked.body), command)
    act.store_parked(session, parked, command.id, lane.error)
    session.save(replace(parked, mended=encode(envelope)))
    context.retry_lane(session, lane.id, act.at)
    return result_at(session, command.id, target)


def _mend_quarantined(
    context: ActionContext, session: Session, act: OperatorActionDraft, command: EditFailure
) -> Result:
    """Append the edited message to its lane as an inbound event with its original bytes."""
    kept = quarantined_of(session, target_of(command.id))
    _signed(context, kept.body, kept.headers)
    envelope = _mended(context, session, _against_contract(kept), command)
    predecessor = context.receiver.predecessor(envelope)
    received = InboundEvent(envelope, kept.body, kept.headers, predecessor, arrived=kept.at)
    if taken := occupant_note(session, received):
        raise WrongStateError(taken)
    if session.find(Lane, received.lane) is None:
        context.dispatcher.lanes.park_early(session, received, act.at)
    else:
        context.dispatcher.lanes.append(session, received, act.at)
    parked = session.find(ParkedEvent, received.id)
    if parked is not None:
        session.save(replace(parked, mended=encode(envelope)))
    act.release(session, kept)
    lane = session.find(Lane, received.lane)
    if lane is not None and lane.head == envelope.sequence:
        context.retry_lane(session, lane.id, act.at)
    return result_at(session, command.id, Target(FailureKind.LANE, received.id))


def _against_contract(kept: QuarantinedMessage) -> Envelope:
    claimed = claimed_by(kept.body)
    if kept.kind != "contract" or claimed is None:
        raise WrongStateError(
            f"只有不合契约的消息才能修正内容，该消息的问题是 {kept.kind}：请重试、导出或丢弃"
        )
    return claimed


def _signed(context: ActionContext, body: bytes, headers: Headers) -> None:
    if fault := context.signature_fault(body, headers):
        raise NotSignedError(f"{fault}；请更正信任名单后重试，或导出、丢弃")


def _mended(
    context: ActionContext, session: Session, envelope: Envelope, command: EditFailure
) -> Envelope:
    """Return the envelope with new content, which must keep the contract, subject and recipient."""
    if (command.patch is None) == (command.content is None):
        raise InvalidInputError(
            (FieldError("patch", "补丁（patch）与全部内容（content）须且只须给出一个"),)
        )
    data = _patched(context, session, envelope, command)
    made = replace(envelope, data=data, dataref=None)
    message = context.receiver.load(made)
    meta = meta_of(message)
    kept = {meta.subject: envelope.subject}
    if meta.recipient:
        kept[meta.recipient] = context.department.department
    written = contract_of(type(message)).dump(message)
    faults = [
        FieldError(name, f"须为“{value}”：修正不得改变事件所指")
        for name, value in kept.items()
        if str(written[name]) != value
    ]
    if faults:
        raise InvalidInputError(tuple(faults))
    if not meta.sealed_for:
        return made
    here = context.department  # an editor may be unable to read the content: it is sealed again
    return seal_or_refuse(here.identity.sealer, made, (here.department,), here.clock())


def _patched(
    context: ActionContext, session: Session, envelope: Envelope, command: EditFailure
) -> Any:
    if command.content is not None:
        return command.content
    whole = replace(envelope, data=load_content(session, envelope), dataref=None)
    return merged(dict(context.receiver.readable_data(whole)), command.patch)
