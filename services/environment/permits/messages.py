"""Discharge permits: what clerks record, and what others learn when one ends."""

from enum import StrEnum
from typing import Annotated

from shared.messages import Classification, Example, Length, Title, command, event
from shared.vocabulary import Area, County, CreditCode, Day, LongText, Name, PermitNumber, PlotCode

Industry = Annotated[Name | None, Title("行业类别", "trade of the holder"), Example("炼焦")]


class CancellationKind(StrEnum):
    """How a permit ends: 注销 [行政许可法 70], 撤销 [行政许可法 69], 吊销 [code.1108]."""

    CANCELLED = "注销"
    WITHDRAWN = "撤销"
    REVOKED = "吊销"


class PermitEnd(StrEnum):
    """What lies behind the end of a permit: whether the unit leaves the land, or only its form."""

    CLOSED = "关闭"
    MOVED = "搬迁"
    HOLDER_CHANGED = "主体变更"
    CATEGORY_CHANGED = "管理类别变更"
    EXPIRED = "到期未延续"
    WITHDRAWN = "撤销"
    REVOKED = "吊销"


EndKind = Annotated[PermitEnd | None, Title("终止情形"), Example("关闭")]


@command("登记排污许可证")
class RecordPermit:
    """Record a discharge permit and the plot that its holder uses."""

    number: PermitNumber
    holder: Annotated[Name, Title("持证单位"), Example("某某焦化有限公司")]
    credit_code: CreditCode
    county: County
    address: Annotated[LongText, Title("生产经营场所地址"), Example("平遥县某某工业园区")]
    plot_code: PlotCode
    valid_until: Annotated[Day, Title("有效期至")]
    industry: Industry = None
    plot_codes: Annotated[
        tuple[PlotCode, ...],
        Title("其他地块", "plots that the holder uses beside `plot_code`"),
        Length(0, 99),
        Example(["140728-0008"]),
    ] = ()


@command("注销、撤销或吊销排污许可证")
class CancelPermit:
    """Record that a permit ended, by whichever of the three ways [plan.5]."""

    number: PermitNumber
    kind: Annotated[CancellationKind, Title("终止方式"), Example("注销")]
    reason: Annotated[LongText, Title("原因"), Example("企业关闭，生产终止")]
    cancelled_on: Annotated[Day, Title("终止日期")]
    end_kind: EndKind = None


@event(
    "permit.cancelled",
    title="排污许可证注销、撤销或吊销",
    subject="number",
    classification=Classification.PUBLIC,
    effective="cancelled_on",
)
class PermitCancelled:
    """A discharge permit ended; its plot is to be watched [plan.5, code.1102].

    With the `area` natural resources answers at once, whatever else is held against the plot; of
    several plots it is the ground of all.
    """

    number: PermitNumber
    kind: Annotated[CancellationKind, Title("终止方式"), Example("注销")]
    holder: Annotated[Name, Title("持证单位"), Example("某某焦化有限公司")]
    credit_code: CreditCode
    county: County
    plot_code: PlotCode
    reason: Annotated[LongText, Title("原因"), Example("企业关闭，生产终止")]
    cancelled_on: Annotated[Day, Title("终止日期")]
    area: Annotated[Area | None, Title("地块范围", "the ground of the plot")] = None
    industry: Industry = None
    plot_codes: Annotated[
        tuple[PlotCode, ...], Title("涉及地块"), Length(0, 100), Example(["140728-0007"])
    ] = ()
    end_kind: EndKind = None
