"""Refusals: events that a receiver refused, while their publisher believes them delivered.

The value `Refusal` is sent; the documents hold pending notices at the receiver, and received ones
at the publisher. Both are bounded, so that no peer can fill a database.
"""

from datetime import datetime
from typing import Annotated

from liandong.envelope.validation import LONGEST_TEXT
from shared.messages.declare import Example, Length, Title, Verbatim, value_object
from shared.store.document import document

MAX_REFUSALS = 20
MAX_STORED = 500
LONGEST_REASON = 300
KINDS = {
    "malformed": "不是可读的事件",
    "signature": "签名与声明不符",
    "unknown": "对方不接收该类事件",
    "foreign": "对方认定本部门无权发布",
    "contract": "内容不合契约",
    "sealed": "对方无法启封",
    "clock": "发布时间与到达时间不符",
    "unreadable": "对方读取时出错",
    "unwritable": "对方无法存储",
    "conflict": "序号已被占用",
    "rejected": "对方不能办理",
    "not_yours": "对方认定本部门不是该事项的当事方或未到该步骤",
}
REMEDIES = {
    "malformed": "核对发布系统后另发新事件",
    "signature": "核对密钥是否过期、外泄或混用（liandong keys list）",
    "unknown": "与对方核对订阅与版本，升级后由对方执行 liandong replay",
    "foreign": "核对密钥是否外泄、双方契约版本是否一致",
    "contract": "更正后另发新事件，或请对方修正（liandong failed edit）",
    "sealed": "核对密封密钥清单，更新后由对方重试",
    "clock": "校准发布系统的时钟后另发新事件",
    "unreadable": "请对方平台维护人员查看日志，修复后由对方重试",
    "unwritable": "核对内容是否含无法存储的字符或数值，更正后另发新事件",
    "conflict": "核对是否恢复过数据库（liandong recover），更正后另发新事件",
    "rejected": "与对方核对该事项的状态，更正后另发新事件，或由对方重试、丢弃",
    "not_yours": "与对方核对当事方与办理步骤，更正后另发新事件，或由对方丢弃",
}


@value_object("未采纳的事件")
class Refusal:
    """One event that a receiver refused; fields that could not be read are empty."""

    event_id: Annotated[str, Verbatim(), Title("事件编号"), Length(0, LONGEST_TEXT)]
    type: Annotated[str, Verbatim(), Title("事件类型"), Length(0, LONGEST_TEXT)]
    subject: Annotated[str, Verbatim(), Title("事项"), Length(0, LONGEST_TEXT)]
    kind: Annotated[str, Title("类别"), Length(1, 40), Example("contract")]
    reason: Annotated[str, Title("原因"), Length(0, LONGEST_REASON), Example("缺少必填字段")]
    at: Annotated[datetime, Title("未采纳时间")]


@document("refusals_untold", title="待告知的未采纳", key="id")
class PendingRefusals:
    """Refusals not reported yet; `id` is the publisher, `more` counts those that are left out."""

    id: str
    refusals: tuple[Refusal, ...] = ()
    more: int = 0
    told_at: datetime | None = None


@document("refused_elsewhere", title="他方未采纳", key="id", indexes=(("by",), ("kind",)))
class RefusedElsewhere:
    """An event of this department that another one refused, as its notice reports it.

    `own` is false for an event that this department never published: then its key was stolen, or
    the other department is wrong.
    """

    id: str
    by: str
    event_id: str
    type: str
    subject: str
    kind: str
    reason: str
    remedy: str
    own: bool
    at: datetime
    told_at: datetime


@document("refused_counts", title="他方未采纳计数", key="id")
class RefusedCount:
    """The total of refusals that another department reported; `id` is that department."""

    id: str
    told: int = 0
    more: int = 0
