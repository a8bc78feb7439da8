"""Land procedures: change of use, recovery, purchase, supply; none proceeds but by the gate."""

from enum import StrEnum
from typing import Annotated

from shared.fields import Area, County, Id, Name, ParcelCode, Use, Words
from shared.message import Example, Title, command, event


class Procedure(StrEnum):
    """The procedures that the plan freezes on a registered plot [plan.6]."""

    CHANGE_USE = "改变用途"
    RECOVERY = "收回"
    PURCHASE = "收购"
    SUPPLY = "供应"


@command("申请用地手续")
class RequestProcedure:
    """Ask for a land procedure; `wanted_use` is the use that the land shall have after it."""

    parcel_code: ParcelCode
    procedure: Annotated[Procedure, Title("手续"), Example("改变用途")]
    applicant: Annotated[Name, Title("申请人"), Example("某某房地产开发有限公司")]
    wanted_use: Annotated[Use, Title("拟定用途")]


@event("land_gate.queried", title="准入核验请求", subject="application_id")
class LandGateQueried:
    """Asks whether the soil stands against a procedure [code.454, code.456, plan.6]."""

    application_id: Annotated[Id, Title("申请编号")]
    parcel_code: ParcelCode
    county: County
    area: Area
    procedure: Annotated[Procedure, Title("手续"), Example("改变用途")]
    present_use: Annotated[Use, Title("现状用途")]
    wanted_use: Annotated[Use, Title("拟定用途")]


@event("procedure.approved", title="用地手续准予办理", subject="application_id")
class ProcedureApproved:
    """A land procedure passed the gate and was approved."""

    application_id: Annotated[Id, Title("申请编号")]
    parcel_code: ParcelCode
    procedure: Annotated[Procedure, Title("手续"), Example("改变用途")]
    wanted_use: Annotated[Use, Title("拟定用途")]
    conditions: Annotated[tuple[str, ...], Title("后期管理要求"), Example([])] = ()


@event("procedure.refused", title="用地手续不予办理", subject="application_id")
class ProcedureRefused:
    """A land procedure was refused because of the soil [code.456, code.461, plan.6]."""

    application_id: Annotated[Id, Title("申请编号")]
    parcel_code: ParcelCode
    procedure: Annotated[Procedure, Title("手续"), Example("改变用途")]
    reason: Annotated[Words, Title("理由"), Example("地块在名录内")]


@event("procedure.stopped", title="在办用地手续中止", subject="application_id")
class ProcedureStopped:
    """A procedure in hand was stopped because its plot was registered [code.456, plan.6]."""

    application_id: Annotated[Id, Title("申请编号")]
    parcel_code: ParcelCode
    reason: Annotated[Words, Title("理由"), Example("地块列入名录")]
