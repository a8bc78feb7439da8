"""What the head of the office may ask of the clocks."""

from datetime import datetime
from typing import Annotated

from services.coordination.clocks.messages import Basis, ObligationId, Started, Why
from shared.calendar import Unit
from shared.messages import Between, Example, Title, command
from shared.vocabulary import Day, Id, Name

Moment = Annotated[datetime | None, Title("时间"), Example("2026-10-09T08:30:00Z")]
Who = Annotated[Name, Title("批准人"), Example("某某负责人")]


@command("中止计时", by_city=True)
class SuspendObligation:
    """Let a clock stand still, as during an appraisal; without a time, from now on."""

    obligation_id: ObligationId
    why: Why
    since: Moment = None


@command("恢复计时", by_city=True)
class ResumeObligation:
    """Let a suspended clock go on; without a time, from now on."""

    obligation_id: ObligationId
    why: Why
    until: Moment = None


@command("延长期限", by_city=True)
class ExtendObligation:
    """Give a clock a longer period that its rule allows, counted from the same start."""

    obligation_id: ObligationId
    length: Annotated[int, Title("延长后的期限"), Between(1, 365), Example(30)]
    unit: Annotated[Unit, Title("单位"), Example("natural_day")]
    approved_by: Who
    why: Why


@command("更正起算时间", by_city=True)
class CorrectObligation:
    """Let a clock begin at another time, because what was told was wrong."""

    obligation_id: ObligationId
    started_at: Started
    why: Why


@command("采信事后主张", by_city=True)
class AcceptClaim:
    """Believe an event that says that something was done in time, though it came too late."""

    obligation_id: ObligationId
    event_id: Annotated[Id, Title("主张事件编号")]
    why: Why


@command("重算未结期限", by_city=True)
class RecountObligations:
    """Count all open clocks anew by the newest calendar and the rules in force."""

    why: Why


@command("公布期限依据变更", by_city=True)
class AnnounceLegalChange:
    """Tell that a text came into force or ended, and count all open clocks anew."""

    title: Annotated[Name, Title("文件名称"), Example("关于2027年部分节假日安排的通知")]
    basis: Basis
    effective_on: Annotated[Day, Title("生效日期")]
    why: Why
