"""Applications for land procedures, and when the soil lets them proceed."""

from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum

from services.environment.gates.messages import (
    GateBlocked,
    GateCleared,
    GateDeferred,
    GateReason,
)
from services.natural_resources.applications.messages import (
    LandGateQueried,
    Procedure,
    ProcedureApproved,
    ProcedureRefused,
    ProcedureStopped,
)
from services.natural_resources.overlay.domain import Hold, HoldKind
from services.natural_resources.parcels.domain import Parcel
from shared.document import document
from shared.land_use import LandUse
from shared.wording import enumerated


class ApplicationState(StrEnum):
    """Where an application stands."""

    PENDING = "待核验"
    DEFERRED = "待调查"
    APPROVED = "准予办理"
    REFUSED = "不予办理"
    STOPPED = "已中止"


@document(
    "applications",
    title="用地手续申请",
    key="application_id",
    indexes=(("parcel_code",), ("county",), ("state",)),
)
class Application:
    """An application for a land procedure on one parcel."""

    application_id: str
    parcel_code: str
    county: str
    procedure: Procedure
    applicant: str
    wanted_use: LandUse
    requested_on: date
    state: ApplicationState = ApplicationState.PENDING
    decided_on: date | None = None
    reason: str = ""
    plot_codes: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()


Decision = tuple[Application, LandGateQueried | ProcedureApproved | ProcedureRefused]


def is_decided(application: Application) -> bool:
    """Tell whether the environment bureau need not be waited for."""
    return application.state is not ApplicationState.PENDING


def is_in_hand(application: Application) -> bool:
    """Tell whether an application may still be approved."""
    return application.state in (ApplicationState.PENDING, ApplicationState.DEFERRED)


def is_approved(application: Application) -> bool:
    """Tell whether an application was approved."""
    return application.state is ApplicationState.APPROVED


def decide_request(application: Application, parcel: Parcel, holds: tuple[Hold, ...]) -> Decision:
    """Refuse every procedure on registered land, ask about all else [code.456, plan.6]."""
    if registered := _registered(holds):
        return _refuse_registered(application, registered, application.requested_on)
    return application, _query(application, parcel)


def decide_cleared(
    application: Application,
    parcel: Parcel,
    holds: tuple[Hold, ...],
    answer: GateCleared,
    answered_at: datetime,
    on: date,
) -> Decision:
    """Approve what the gate cleared, unless the overlay has learnt more since [code.456, code.461].

    An answer from before a suspicion does not speak of it: the gate is asked again [plan.8].
    """
    if registered := _registered(holds):
        return _refuse_registered(application, registered, on)
    if any(at.kind is HoldKind.SUSPECTED and at.told_at > answered_at for at in holds):
        return replace(application, state=ApplicationState.PENDING), _query(application, parcel)
    kept = [word for at in holds if at.kind is HoldKind.CONDITIONAL for word in at.conditions]
    conditions = tuple(dict.fromkeys((*answer.conditions, *kept)))
    return _approve(application, conditions, answer.plot_codes, on)


def decide_blocked(application: Application, answer: GateBlocked, on: date) -> Decision:
    """Refuse what the gate blocked [code.456, code.461]."""
    return _refuse(application, f"准入核验不通过：{answer.reason.value}", answer.plot_codes, on)


def is_stopped_by_freeze(application: Application, answer: GateBlocked) -> bool:
    """Tell whether a registration blocked an application in hand: the freeze stops it [plan.6].

    Gate and register speak of different subjects, so either may come first; the application ends
    as stopped both ways, and until then it is not approved.
    """
    deferred = application.state is ApplicationState.DEFERRED
    return deferred and answer.reason is GateReason.REGISTERED


def defer(application: Application, answer: GateDeferred) -> Application:
    """Let an application wait for the survey of its land [code.454]."""
    return replace(
        application,
        state=ApplicationState.DEFERRED,
        reason=answer.reason.value,
        plot_codes=answer.plot_codes,
    )


def stop(
    application: Application, plot_code: str, on: date
) -> tuple[Application, ProcedureStopped]:
    """Stop an application in hand because its plot was registered [code.456, plan.6]."""
    reason = f"地块 {plot_code} 列入名录，在办手续中止 [code.456, plan.6]"
    stopped = replace(
        application,
        state=ApplicationState.STOPPED,
        decided_on=on,
        reason=reason,
        plot_codes=(plot_code,),
    )
    return stopped, ProcedureStopped(application.application_id, application.parcel_code, reason)


def _registered(holds: tuple[Hold, ...]) -> tuple[str, ...]:
    return tuple(hold.plot_code for hold in holds if hold.kind is HoldKind.REGISTERED)


def _query(application: Application, parcel: Parcel) -> LandGateQueried:
    return LandGateQueried(
        application_id=application.application_id,
        parcel_code=parcel.parcel_code,
        county=parcel.county,
        area=parcel.area,
        procedure=application.procedure,
        present_use=parcel.use,
        wanted_use=application.wanted_use,
    )


def _refuse_registered(application: Application, plot_codes: tuple[str, ...], on: date) -> Decision:
    plots, wanted = enumerated(plot_codes), application.procedure.value
    reason = f"{GateReason.REGISTERED.value}（{plots}），不得办理{wanted}手续 [code.456, plan.6]"
    return _refuse(application, reason, plot_codes, on)


def _refuse(
    application: Application, reason: str, plot_codes: tuple[str, ...], on: date
) -> Decision:
    refused = replace(
        application,
        state=ApplicationState.REFUSED,
        decided_on=on,
        reason=reason,
        plot_codes=plot_codes,
    )
    return refused, ProcedureRefused(
        refused.application_id, refused.parcel_code, refused.procedure, reason
    )


def _approve(
    application: Application, conditions: tuple[str, ...], plot_codes: tuple[str, ...], on: date
) -> Decision:
    approved = replace(
        application,
        state=ApplicationState.APPROVED,
        decided_on=on,
        reason="",
        plot_codes=plot_codes,
        conditions=conditions,
    )
    return approved, ProcedureApproved(
        approved.application_id,
        approved.parcel_code,
        approved.procedure,
        approved.wanted_use,
        conditions,
    )
