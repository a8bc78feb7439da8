"""Export: messages as lines of evidence that anyone with the trust list can verify."""

from collections.abc import Callable, Sequence

from liandong.messages.claim_check import claim_in
from shared.delivery.records import OriginalMessage, Selection
from shared.errors import NotFoundError
from shared.handling.audit import Intervention
from shared.handling.claim_check import Blob
from shared.handling.unit_of_work import UnitOfWork
from shared.operations.failures.actions.context import ActionContext
from shared.operations.failures.actions.record import OperatorActionDraft, act_of
from shared.operations.failures.commands import ExportContent, ExportOriginals, ExportSnapshot
from shared.operations.failures.errors import AlreadyResolvedError
from shared.operations.failures.evidence import Line, line_of, original_line, text_of
from shared.operations.failures.ids import FailureKind, target_of
from shared.operations.failures.locate import quarantined_of, waiting_of
from shared.operations.failures.query import claimed_by
from shared.operations.failures.views import Exported, ExportedContent
from shared.store.session import Session

AT_A_TIME = 200
PART_CHARACTERS = 4_000_000
"""A part of more than this ends after the line: its answer is kept in one document."""


def export_snapshot(uow: UnitOfWork, command: ExportSnapshot) -> Exported:
    """Export the next messages of a snapshot; the first part records the whole export."""
    session, snapshot = uow.session, uow.get(Selection, command.id)
    act = act_of(uow, "export", command.why)
    if not command.after:
        act.record(session, snapshot.ids, [])
    names = _behind(snapshot.ids, command.after)
    return _part(act, names, lambda name: line_of(session, name))


def export_originals(uow: UnitOfWork, command: ExportOriginals) -> Exported:
    """Export the original messages of an operator action."""
    session, done = uow.session, uow.get(Intervention, command.id)
    kept = {
        original.failure: original for original in uow.select(OriginalMessage, intervention=done.id)
    }
    act = act_of(uow, "export", command.why)
    if not command.after:
        act.record(session, tuple(kept), [])
    names = _behind(sorted(kept), command.after)
    return _part(act, names, lambda name: original_line(session, kept[name]))


def export_content(
    context: ActionContext, command: ExportContent, actor: str, new_id: Callable[[], str]
) -> ExportedContent:
    """Export large content; the response is not stored, since it may fill a document."""
    act = OperatorActionDraft(new_id(), "export", actor, command.why, context.department.clock())

    def work(session: Session) -> ExportedContent:
        event = claimed_by(_body_of(session, command))
        claim = claim_in(event) if event else None
        kept = session.find(Blob, claim.digest) if claim else None
        if claim is None or kept is None:
            raise NotFoundError("大段内容", command.id)
        act.record(session, [command.id], [])
        return ExportedContent(act.id, claim.dataref, text_of(kept.content))

    return context.department.store.transact(work)


def _body_of(session: Session, command: ExportContent) -> bytes:
    if command.intervention:
        original = session.find(OriginalMessage, f"{command.intervention}|{command.id}")
        if original is None:
            raise NotFoundError("处置原件", command.id)
        return original.body
    target = target_of(command.id)
    if target.kind is FailureKind.QUARANTINE:
        return quarantined_of(session, target).body
    return waiting_of(session, target)[1].body


def _behind(names: Sequence[str], after: str) -> Sequence[str]:
    return names[names.index(after) + 1 :] if after in names else names


def _part(act: OperatorActionDraft, names: Sequence[str], write: Callable[[str], Line]) -> Exported:
    lines: list[Line] = []
    gone: list[str] = []
    characters = taken = 0
    for name in names[:AT_A_TIME]:
        try:
            lines.append(write(name))
            characters += len(lines[-1]["body"]) + len(lines[-1].get("mended", ""))
        except AlreadyResolvedError:
            gone.append(name)
        taken += 1
        if characters > PART_CHARACTERS:
            break
    more = names[taken - 1] if taken < len(names) else None
    return Exported(act.id, tuple(lines), tuple(gone), more)
