"""Land procedures: change of use, recovery, purchase, supply; none proceeds but by the gate."""

from enum import StrEnum
from typing import Annotated

from shared.messages import Between, Example, Length, Title, command, event
from shared.vocabulary import (
    Area,
    County,
    Day,
    Id,
    LandUseField,
    LongText,
    Name,
    ParcelCode,
    PlotCode,
)

FurtherUses = Annotated[
    tuple[LandUseField, ...],
    Title("并存的其他用途", "uses beside the wanted one"),
    Length(0, 20),
    Example([]),
]


class Procedure(StrEnum):
    """The procedures that the plan freezes on a registered plot [plan.6]."""

    CHANGE_USE = "改变用途"
    RECOVERY = "收回"
    PURCHASE = "收购"
    SUPPLY = "供应"


class ReviewOutcome(StrEnum):
    """What becomes of an approval that was looked at again [行政许可法 69, code.456]."""

    KEPT = "维持"
    ALTERED = "变更"
    REVOKED = "撤销"
    TOO_LATE = "已无法撤销"


@command("申请用地手续")
class RequestProcedure:
    """Ask for a land procedure; `wanted_use` is the use that the land shall have after it.

    Land for several uses (商住混合) names the others too: the strictest decides [code.454].
    """

    parcel_code: ParcelCode
    procedure: Annotated[Procedure, Title("手续"), Example("改变用途")]
    applicant: Annotated[Name, Title("申请人"), Example("某某房地产开发有限公司")]
    wanted_use: Annotated[LandUseField, Title("拟定用途")]
    further_uses: FurtherUses = ()


@event("land_gate.queried", title="准入核验请求", subject="application_id")
class LandGateQueried:
    """Asks whether the soil stands against a procedure [code.454, code.456, plan.6].

    `known_uses` are all uses that the land is known to have had, the present one among them;
    `asked` counts the queries of one application, and the answer repeats it.
    """

    application_id: Annotated[Id, Title("申请编号")]
    parcel_code: ParcelCode
    county: County
    area: Area
    procedure: Annotated[Procedure, Title("手续"), Example("改变用途")]
    present_use: Annotated[LandUseField, Title("现状用途")]
    wanted_use: Annotated[LandUseField, Title("拟定用途")]
    further_uses: FurtherUses = ()
    known_uses: Annotated[
        tuple[LandUseField, ...], Title("历来用途", "all uses so far"), Length(0, 500), Example([])
    ] = ()
    holder: Annotated[Name | None, Title("使用权人"), Example("某某焦化有限公司")] = None
    asked: Annotated[int, Title("第几次询问"), Between(0, 1_000_000), Example(1)] = 0


@event("procedure.approved", title="用地手续准予办理", subject="application_id")
class ProcedureApproved:
    """A land procedure passed the gate and was approved."""

    application_id: Annotated[Id, Title("申请编号")]
    parcel_code: ParcelCode
    procedure: Annotated[Procedure, Title("手续"), Example("改变用途")]
    wanted_use: Annotated[LandUseField, Title("拟定用途")]
    conditions: Annotated[tuple[str, ...], Title("后期管理要求"), Example([])] = ()
    further_uses: FurtherUses = ()


@event("procedure.refused", title="用地手续不予办理", subject="application_id")
class ProcedureRefused:
    """A land procedure was refused because of the soil [code.456, code.461, plan.6]."""

    application_id: Annotated[Id, Title("申请编号")]
    parcel_code: ParcelCode
    procedure: Annotated[Procedure, Title("手续"), Example("改变用途")]
    reason: Annotated[LongText, Title("理由"), Example("地块在名录内")]


@event("procedure.stopped", title="在办用地手续中止", subject="application_id")
class ProcedureStopped:
    """A procedure in hand was stopped because its plot was registered [code.456, plan.6]."""

    application_id: Annotated[Id, Title("申请编号")]
    parcel_code: ParcelCode
    reason: Annotated[LongText, Title("理由"), Example("地块列入名录")]


@event("procedure.resumed", title="中止的用地手续恢复办理", subject="application_id")
class ProcedureResumed:
    """A stopped procedure goes on and is asked about anew: its plot left the register [code.461].

    To stop (中止) is a pause, not an end (终止).
    """

    application_id: Annotated[Id, Title("申请编号")]
    parcel_code: ParcelCode
    plot_code: PlotCode
    resumed_on: Annotated[Day, Title("恢复日期")]


@command("复核已准予的用地手续")
class ReviewApproval:
    """Decide what becomes of an approval against which something came up [行政许可法 69]."""

    application_id: Annotated[Id, Title("申请编号")]
    outcome: Annotated[ReviewOutcome, Title("复核结论"), Example("撤销")]
    reason: Annotated[LongText, Title("理由"), Example("地块已列入名录，撤销原准予决定")]


@event("approval.review_required", title="已准予的用地手续应复核", subject="application_id")
class ApprovalReviewRequired:
    """Something came up against land whose procedure was approved before [code.456, plan.6]."""

    application_id: Annotated[Id, Title("申请编号")]
    parcel_code: ParcelCode
    county: County
    procedure: Annotated[Procedure, Title("手续"), Example("改变用途")]
    plot_code: PlotCode
    why: Annotated[LongText, Title("原因"), Example("地块 140728-0007 在名录内（2026-10-08）")]
    required_on: Annotated[Day, Title("提出日期")]


@event("approval.reviewed", title="已准予的用地手续复核结论", subject="application_id")
class ApprovalReviewed:
    """What became of an approval against which something had come up [行政许可法 69]."""

    application_id: Annotated[Id, Title("申请编号")]
    parcel_code: ParcelCode
    outcome: Annotated[ReviewOutcome, Title("复核结论"), Example("撤销")]
    reason: Annotated[LongText, Title("理由"), Example("地块已列入名录，撤销原准予决定")]
    reviewed_on: Annotated[Day, Title("复核日期")]
