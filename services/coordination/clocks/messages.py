"""Obligations: what the clocks tell."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from shared.messages import Example, Length, Title, event
from shared.vocabulary import Day, Division, Id, LongText, Name

ObligationId = Annotated[
    str, Title("应办事项编号"), Length(1, 160), Example("01960000-0000-7000-8000-000000000001:C9")
]
RuleId = Annotated[Name, Title("期限规则"), Example("C9")]
RuleTitle = Annotated[Name, Title("应办事项"), Example("决定立案或不予立案")]
Owner = Annotated[Name, Title("责任单位"), Example("public_security")]
ThreadId = Annotated[Name, Title("所属事项"), Example("case:k-1")]
ActId = Annotated[Id, Title("起算事件")]
Started = Annotated[datetime, Title("起算时间"), Example("2026-10-09T08:30:00Z")]
Due = Annotated[
    datetime | None,
    Title("逾期时刻", "first instant that is too late"),
    Example("2026-10-12T16:00:00Z"),
]
LastDay = Annotated[date | None, Title("最后一日"), Example("2026-10-12")]
Basis = Annotated[tuple[str, ...], Title("依据"), Example(["17号 9"])]
Why = Annotated[LongText, Title("理由"), Example("委托鉴定，鉴定期间不计入")]
Counted = Annotated[
    LongText | None,
    Title("期限说明", "how the period was counted"),
    Example("2026-10-09“签收案件”（当日不计），至2026-10-12止"),
]
Concerned = Annotated[
    Division | None, Title("所涉区划", "county concerned, or the city"), Example("140727")
]


@dataclass(frozen=True, slots=True)
class ObligationFields:
    """The fields that all events of an obligation share."""

    obligation_id: ObligationId
    rule: RuleId
    title: RuleTitle
    owner: Owner
    thread: ThreadId
    act_id: ActId
    started_at: Started
    due_at: Due
    last_day: LastDay
    basis: Basis


@event("obligation.opened", title="应办事项已产生", subject="obligation_id")
class ObligationOpened(ObligationFields):
    """An act obliges a department to something, until an instant."""

    explanation: Counted = None
    division: Concerned = None


@event("obligation.due_soon", title="应办事项即将到期", subject="obligation_id")
class ObligationDueSoon(ObligationFields):
    """What is owed has not come, and its period is nearly over."""

    explanation: Counted = None
    division: Concerned = None


@event("obligation.overdue", title="应办事项已逾期", subject="obligation_id")
class ObligationOverdue(ObligationFields):
    """What is owed has not come in time."""

    explanation: Counted = None
    division: Concerned = None


@event("obligation.fulfilled", title="应办事项已履行", subject="obligation_id")
class ObligationFulfilled(ObligationFields):
    """What was owed came; `late` tells whether it came too late, by the time of the act."""

    answer_id: Annotated[Id, Title("履行事件")]
    fulfilled_at: Annotated[datetime, Title("履行时间"), Example("2026-10-10T02:00:00Z")]
    late: Annotated[bool, Title("是否逾期履行"), Example(False)]
    explanation: Counted = None
    division: Concerned = None


@event("obligation.withdrawn", title="应办事项已撤回", subject="obligation_id")
class ObligationWithdrawn(ObligationFields):
    """What was owed is owed no longer."""

    reason: Annotated[LongText, Title("原因"), Example("案件已转送有管辖权机关")]
    explanation: Counted = None
    division: Concerned = None


@event("obligation.changed", title="应办事项已变更", subject="obligation_id")
class ObligationChanged(ObligationFields):
    """A clock was set anew, or what was told of it is put right: what, by whom, why."""

    due_before: Annotated[
        datetime | None,
        Title("原逾期时刻", "due before the change"),
        Example("2026-10-12T16:00:00Z"),
    ]
    what: Annotated[LongText, Title("变更内容"), Example("延长")]
    why: Why
    who: Annotated[Name, Title("变更人"), Example("head-1")]
    explanation: Counted = None
    division: Concerned = None


@event("legal_basis.changed", title="期限依据已变更", subject="change_id", effective="effective_on")
class LegalBasisChanged:
    """A text that periods rest on came into force or ended; open clocks are counted anew."""

    change_id: Annotated[Id, Title("变更编号")]
    title: Annotated[Name, Title("文件名称"), Example("关于2027年部分节假日安排的通知")]
    basis: Basis
    effective_on: Annotated[Day, Title("生效日期")]
    why: Why
