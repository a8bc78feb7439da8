"""Acts of the head of the office on a clock; each is stored with person, time and reason."""

from dataclasses import replace
from datetime import datetime

from services.coordination.clocks.commands import (
    AcceptClaim,
    CorrectObligation,
    ExtendObligation,
    ResumeObligation,
    SuspendObligation,
)
from services.coordination.clocks.domain import EventThread, Obligation
from services.coordination.clocks.errors import NotAllowedError
from services.coordination.clocks.handlers import act_on
from services.coordination.clocks.observed import ClockAct, ClockActKind
from services.coordination.clocks.rulebook.book import rulebook
from services.coordination.clocks.rulebook.rule import ClockRule
from services.coordination.clocks.states import ObligationState
from shared.calendar import Period
from shared.handling import UnitOfWork

Command = SuspendObligation | ResumeObligation | ExtendObligation | CorrectObligation


def suspend(uow: UnitOfWork, command: SuspendObligation) -> Obligation:
    """Suspend a clock, where its rule allows it."""
    known, rule = _open_obligation(uow, command)
    if not rule.suspendable:
        raise NotAllowedError(f"“{rule.title}”的期限不能中止；起算有误的，请更正起算时间")
    _refuse_named(known, rule, "中止")
    if known.state is ObligationState.SUSPENDED:
        raise NotAllowedError("计时已经中止，请先恢复")
    at = _checked_instant(uow, command.since, known.started_at)
    return act_on(uow, known, _act(uow, command, ClockActKind.SUSPEND, at))


def resume(uow: UnitOfWork, command: ResumeObligation) -> Obligation:
    """Resume a suspended clock."""
    known, _ = _open_obligation(uow, command)
    last = known.pauses[-1] if known.pauses else None
    if last is None or last.until is not None:
        raise NotAllowedError("计时没有中止，无需恢复")
    at = _checked_instant(uow, command.until, last.since)
    return act_on(uow, known, _act(uow, command, ClockActKind.RESUME, at))


def extend(uow: UnitOfWork, command: ExtendObligation) -> Obligation:
    """Grant a clock one of the longer periods of its rule, as long as it has not ended."""
    known, rule = _open_obligation(uow, command)
    limit = rule.limit_named(known.limit)
    allowed = {extension.period for extension in limit.extend} if limit else set()
    wanted = Period(command.length, command.unit)
    if wanted not in allowed:
        may = "、".join(
            f"{period.length}（{period.unit.value}）" for period in sorted(allowed, key=_length)
        )
        raise NotAllowedError(
            f"“{rule.title}”只能延长至：{may}" if may else f"“{rule.title}”的期限不能延长"
        )
    if wanted.length <= known.length:
        raise NotAllowedError(f"期限已是 {known.length}，延长后应更长")
    if known.due_at is not None and uow.now >= known.due_at:
        raise NotAllowedError("期限已届满，不能再延长；起算有误的，请更正起算时间")
    return act_on(uow, known, _act(uow, command, ClockActKind.EXTEND, uow.now))


def correct(uow: UnitOfWork, command: CorrectObligation) -> Obligation:
    """Set another start for a clock."""
    known, rule = _open_obligation(uow, command)
    _refuse_named(known, rule, "更正起算时间")
    if command.started_at > uow.now:
        raise NotAllowedError("起算时间不能晚于现在")
    return act_on(uow, known, _act(uow, command, ClockActKind.CORRECT, command.started_at))


def accept(uow: UnitOfWork, command: AcceptClaim) -> Obligation:
    """Accept a claim about the time before a breach; both dates stay in the history."""
    known = uow.get(Obligation, command.obligation_id)
    claim = next((claim for claim in known.claims if claim.event == command.event_id), None)
    if claim is None or claim.accepted:
        raise NotAllowedError("该应办事项没有这项待核的事后主张，请核对事件编号")
    if known.id not in uow.get(EventThread, known.thread).obligations:
        raise NotAllowedError("该事项已归档，不能再采信；请在月度通报中以书面说明更正")
    act = ClockAct(
        uow.cause.id,
        known.id,
        ClockActKind.ACCEPT,
        claim.claimed_on,
        uow.cause.actor,
        command.why,
        event=claim.event,
    )
    return act_on(uow, known, act)


def _open_obligation(uow: UnitOfWork, command: Command) -> tuple[Obligation, ClockRule]:
    known = uow.get(Obligation, command.obligation_id)
    if known.state.is_ended:
        raise NotAllowedError(f"该事项{known.state}，不能再改动计时")
    rule = rulebook().rules.get(known.rule)
    if rule is None:
        raise NotAllowedError(f"规则“{known.rule}”已不在现行规则中，请先重算期限")
    return known, rule


def _refuse_named(known: Obligation, rule: ClockRule, act: str) -> None:
    limit = rule.limit_named(known.limit)
    if limit is not None and limit.form.is_named:
        raise NotAllowedError(
            f"“{rule.title}”的期限由起算事件所载日期确定，不能{act}；请由发布部门更正该日期"
        )


def _checked_instant(uow: UnitOfWork, at: datetime | None, earliest: datetime) -> datetime:
    moment = at or uow.now
    if not earliest <= moment <= uow.now:
        raise NotAllowedError("时间应在起算之后、现在之前")
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _act(uow: UnitOfWork, command: Command, kind: ClockActKind, at: datetime) -> ClockAct:
    plain = ClockAct(uow.cause.id, command.obligation_id, kind, at, uow.cause.actor, command.why)
    if not isinstance(command, ExtendObligation):
        return plain
    by = command.approved_by
    return replace(plain, length=command.length, unit=command.unit, approved_by=by)


def _length(period: Period) -> int:
    return period.length
