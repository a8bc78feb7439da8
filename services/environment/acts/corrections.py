"""Correct an act about a plot: its standing is folded anew, and what relied on it is answered."""

from dataclasses import replace
from typing import Any

from services.corrections.messages import ActCorrected, CorrectAct, CorrectionKind
from services.environment.acts.domain import ActCorrection, PlotAct
from services.environment.acts.handlers import refold
from services.environment.acts.steps import class_of
from services.environment.gates.handlers import answer_all_again
from services.environment.plots.messages import StandingCause
from shared.errors import (
    FieldError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
    WrongStateError,
)
from shared.handling import UnitOfWork
from shared.messages import contract_of, meta_of

OF_THE_CITY = ("plot.registered", "plot.delisted", "assessment.concluded", "plot.polluted_listed")
"""Acts of the city's office, which it corrects itself."""
CAUSES = {
    CorrectionKind.CORRECTED: StandingCause.CORRECTED,
    CorrectionKind.REVOKED: StandingCause.REVOKED,
    CorrectionKind.VOID: StandingCause.VOID,
}


def correct_act(uow: UnitOfWork, command: CorrectAct) -> PlotAct:
    """Correct, revoke or void an act, or undo an earlier correction [行政许可法 69]."""
    act, earlier = _act(uow, command.event_id)
    _check_office(uow, act)
    if command.effective_on > uow.today:
        fault = f"不能晚于今天（{uow.today}），请核对日期"
        raise InvalidInputError((FieldError("effective_on", fault),))
    content = _replacement(act, command) if earlier is None else None
    if earlier is None:
        _refuse_second(act)
    else:
        _refuse_undone(command, earlier)
    (correction_id,) = uow.emit(_event(act, command, is_undone=earlier is not None))
    changed = (
        _corrected(uow, act, command, correction_id, content)
        if earlier is None
        else _undone(uow, act, earlier, correction_id)
    )
    cause = CAUSES[command.kind] if earlier is None else StandingCause.UNDONE
    plot = refold(uow, act.plot_code, cause, changed).plot
    if plot is not None:
        answer_all_again(uow, plot)
    return changed


def _act(uow: UnitOfWork, event_id: str) -> tuple[PlotAct, ActCorrection | None]:
    """Find the act with an event, or the act and its correction with that event."""
    for act in uow.select(PlotAct, event_id=event_id):
        return act, None
    for act in uow.select(PlotAct, correction_ids=event_id):
        return act, next(each for each in act.corrections if each.correction_id == event_id)
    raise NotFoundError("可更正的地块办理记录（见 GET /v1/plot-acts）", event_id)


def _check_office(uow: UnitOfWork, act: PlotAct) -> None:
    office = uow.cause.office
    if office is None:
        return
    if act.type not in OF_THE_CITY:
        office.check_act(act)
    elif not office.is_city:
        raise ForbiddenError("省级公告的转办由市级更正：请报市级生态环境部门")


def _replacement(act: PlotAct, command: CorrectAct) -> dict[str, Any] | None:
    """Return the corrected content of an act; raises `InvalidInputError` for one that misfits."""
    given = command.replacement
    if command.kind is not CorrectionKind.CORRECTED:
        if given is not None:
            raise InvalidInputError((FieldError("replacement", "撤销或确认无效时不填写"),))
        return None
    if given is None:
        raise InvalidInputError((FieldError("replacement", "更正须填写更正后的全部内容"),))
    content = contract_of(class_of(act.type)).load(given)
    if content.plot_code != act.plot_code:
        raise InvalidInputError((FieldError("replacement", f"地块应为“{act.plot_code}”"),))
    return dict(given)


def _refuse_second(act: PlotAct) -> None:
    standing = [each for each in act.corrections if each.undone_at is None]
    if standing:
        raise WrongStateError(
            f"该行为已于 {standing[-1].effective_on} {standing[-1].kind}；"
            f"如需再改，请先撤销该次处理（编号 {standing[-1].correction_id}）"
        )


def _refuse_undone(command: CorrectAct, earlier: ActCorrection) -> None:
    if command.kind is not CorrectionKind.REVOKED:
        raise InvalidInputError((FieldError("kind", "对此前的更正只能办理“撤销”"),))
    if earlier.undone_at is not None:
        raise WrongStateError("该次更正已经撤销，不能重复办理")


def _event(act: PlotAct, command: CorrectAct, *, is_undone: bool) -> ActCorrected:
    return ActCorrected(
        matter_id=act.plot_code,
        event_id=command.event_id,
        event_type=meta_of(class_of(act.type)).type,
        kind=command.kind,
        county=act.county,
        effective_on=command.effective_on,
        document_number=command.document_number,
        is_undone=is_undone,
    )


def _corrected(
    uow: UnitOfWork,
    act: PlotAct,
    command: CorrectAct,
    correction_id: str,
    content: dict[str, Any] | None,
) -> PlotAct:
    correction = ActCorrection(
        correction_id=correction_id,
        kind=command.kind.value,
        effective_on=command.effective_on,
        known_at=uow.now,
        document_number=command.document_number,
        reason=command.reason,
        from_beginning=command.kind is not CorrectionKind.REVOKED,
        content=content,
    )
    return replace(
        act,
        corrections=(*act.corrections, correction),
        correction_ids=(*act.correction_ids, correction_id),
    )


def _undone(uow: UnitOfWork, act: PlotAct, earlier: ActCorrection, correction_id: str) -> PlotAct:
    corrections = tuple(
        replace(each, undone_at=uow.now, undone_by=correction_id) if each is earlier else each
        for each in act.corrections
    )
    return replace(act, corrections=corrections)
