"""When the soil data allow a procedure: the effect of a gate's answer on an application."""

from dataclasses import replace
from datetime import date, datetime

from services.environment.gates.messages import (
    GateBlocked,
    GateCleared,
    GateDeferred,
    GateReason,
)
from services.natural_resources.applications.domain import Application, ApplicationState
from services.natural_resources.applications.messages import (
    LandGateQueried,
    ProcedureApproved,
    ProcedureRefused,
)
from services.natural_resources.overlay.domain import Hold, HoldKind
from services.natural_resources.parcels.domain import Parcel
from shared.texts import cut_to_fit, enumerated

MOST_CODES = 100

Decision = tuple[Application, LandGateQueried | ProcedureApproved | ProcedureRefused]


def decide_request(application: Application, parcel: Parcel, holds: tuple[Hold, ...]) -> Decision:
    """Refuse every procedure on registered land, query the gate otherwise [code.456, plan.6]."""
    if registered := registered_among(holds):
        return _refuse_registered(application, registered, application.requested_on)
    return query_gate(application, parcel)


def query_gate(application: Application, parcel: Parcel) -> tuple[Application, LandGateQueried]:
    """Query the environment bureau, again if there was an earlier query."""
    uses = parcel.uses_so_far
    asked = replace(
        application,
        state=ApplicationState.PENDING,
        asked=application.asked + 1,
        asked_uses=uses,
        asked_version=parcel.versions,
    )
    return asked, LandGateQueried(
        application_id=asked.application_id,
        parcel_code=parcel.parcel_code,
        county=parcel.county,
        area=parcel.area,
        procedure=asked.procedure,
        present_use=parcel.use,
        wanted_use=asked.wanted_use,
        further_uses=asked.further_uses,
        known_uses=uses,
        holder=parcel.holder,
        asked=asked.asked,
    )


def decide_cleared(
    application: Application,
    parcel: Parcel,
    holds: tuple[Hold, ...],
    answer: GateCleared,
    answered_at: datetime,
    on: date,
    doubtful: tuple[Hold, ...] = (),
) -> Decision:
    """Approve what the gate cleared, unless there is newer information [code.456, code.461].

    An answer dated before a suspicion, or before a hold whose border with the parcel is in doubt
    (`doubtful`), does not cover it [plan.8]; one to a query dated before a change of use or of the
    parcel does not cover the change [code.454, 42号令 3]: the gate is queried again.
    """
    if registered := registered_among(holds):
        return _refuse_registered(application, registered, on)
    pending = (*(hold for hold in holds if hold.kind is HoldKind.SUSPECTED), *doubtful)
    held_since = any(hold.told_at > answered_at for hold in pending)
    asked_about = (application.asked_uses, application.asked_version)
    if held_since or asked_about != (parcel.uses_so_far, parcel.versions):
        return query_gate(application, parcel)
    conditional = [hold for hold in holds if hold.kind is HoldKind.CONDITIONAL]
    kept = [condition for hold in conditional for condition in hold.conditions]
    conditions = tuple(dict.fromkeys((*answer.conditions, *kept)))
    return _approve(application, conditions, answer.plot_codes, on)


def decide_blocked(application: Application, answer: GateBlocked, on: date) -> Decision:
    """Refuse an application that the gate blocked [code.456, code.461]."""
    why = answer.note or answer.reason.value
    reason = cut_to_fit(f"准入核验不通过（{answer.reason.value}）：{why}")
    return _refuse(application, reason, answer.plot_codes, on)


def is_stopped_by_freeze(application: Application, answer: GateBlocked) -> bool:
    """Return whether a registration blocked a pending application: the freeze stops it [plan.6].

    Gate and register have different subjects, so either event may arrive first; the application
    ends as stopped in both orders, and is not approved before that.
    """
    deferred = application.state is ApplicationState.DEFERRED
    return deferred and answer.reason is GateReason.REGISTERED


def defer(application: Application, answer: GateDeferred) -> Application:
    """Let an application wait for the survey or the assessment of its land [code.454-455]."""
    why = f"{answer.reason.value}：{answer.note}" if answer.note else answer.reason.value
    return replace(
        application,
        state=ApplicationState.DEFERRED,
        reason=cut_to_fit(why),
        plot_codes=answer.plot_codes,
    )


def registered_among(holds: tuple[Hold, ...]) -> tuple[str, ...]:
    """List the plots on the register."""
    return tuple(hold.plot_code for hold in holds if hold.kind is HoldKind.REGISTERED)


def _refuse_registered(application: Application, plot_codes: tuple[str, ...], on: date) -> Decision:
    plots, wanted = enumerated(plot_codes), application.procedure.value
    reason = f"{GateReason.REGISTERED.value}（{plots}），不得办理{wanted}手续 [code.456, plan.6]"
    return _refuse(application, cut_to_fit(reason), plot_codes[:MOST_CODES], on)


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
        approved.further_uses,
    )
