"""Answers of the environment bureau to others who must not act before they have one."""

from enum import StrEnum
from typing import Annotated

from services.environment.plots.messages import LandClass
from shared.messages import Between, Example, Title, event
from shared.vocabulary import Id, LongText, PlotCode

Asked = Annotated[int, Title("第几次询问", "which query this answers"), Between(0, 1_000_000)]
Why = Annotated[
    LongText | None, Title("理由和应当办理的事项"), Example("地块在名录内，不得办理任何手续")
]


class GateReason(StrEnum):
    """Why a gate does not open, in short; the `note` of an answer says it in full."""

    REGISTERED = "地块在名录内"
    POLLUTED = "地块超标，未完成风险评估或修复"
    SURVEY_DUE = "应先完成调查并通过评审"


@event("gate.cleared", title="准入核验通过", subject="application_id")
class GateCleared:
    """As of this answer the soil does not forbid the procedure [code.456, code.461, plan.6]."""

    application_id: Annotated[Id, Title("申请编号")]
    plot_codes: Annotated[tuple[str, ...], Title("涉及地块"), Example(["140728-0007"])] = ()
    conditions: Annotated[tuple[str, ...], Title("后期管理要求"), Example([])] = ()
    asked: Annotated[Asked, Example(1)] = 0


@event("gate.blocked", title="准入核验不通过", subject="application_id")
class GateBlocked:
    """The law forbids the procedure on this land now [code.456, code.461]."""

    application_id: Annotated[Id, Title("申请编号")]
    reason: Annotated[GateReason, Title("原因"), Example("地块在名录内")]
    plot_codes: Annotated[tuple[str, ...], Title("涉及地块"), Example(["140728-0007"])]
    note: Why = None
    asked: Annotated[Asked, Example(1)] = 0


@event("gate.deferred", title="准入核验待调查", subject="application_id")
class GateDeferred:
    """The land must be surveyed first; the gate answers again after the review [code.454]."""

    application_id: Annotated[Id, Title("申请编号")]
    reason: Annotated[GateReason, Title("原因"), Example("应先完成调查并通过评审")]
    plot_codes: Annotated[tuple[str, ...], Title("涉及地块"), Example(["140728-0007"])]
    note: Why = None
    asked: Annotated[Asked, Example(1)] = 0
    land_class: Annotated[LandClass | None, Title("应按何类用地调查"), Example("第一类用地")] = None


@event("land_history.returned", title="地块历史情况回复", subject="reclamation_id")
class LandHistoryReturned:
    """What is known against farmland on a piece of land [code.446, code.428, plan.2].

    Not `clean` with `survey_due`: the land must be surveyed, and the answer comes again after it.
    """

    reclamation_id: Annotated[Id, Title("复垦申请编号")]
    clean: Annotated[bool, Title("未见不利历史"), Example(False)]
    plot_codes: Annotated[tuple[PlotCode, ...], Title("涉及地块"), Example(["140728-0007"])] = ()
    note: Annotated[LongText, Title("说明"), Example("曾用于焦化生产")] = "无"
    survey_due: Annotated[
        bool, Title("应先调查", "undecided until the land was surveyed"), Example(False)
    ] = False
    forbidden: Annotated[
        bool, Title("不得复垦为任何耕地", "whatever shall grow on it"), Example(False)
    ] = False
