"""Applications that a registered plot stops (中止), and that resume after its removal."""

from dataclasses import replace
from datetime import date

from services.natural_resources.applications.decisions import query_gate
from services.natural_resources.applications.domain import Application, ApplicationState
from services.natural_resources.applications.messages import (
    LandGateQueried,
    ProcedureResumed,
    ProcedureStopped,
)
from services.natural_resources.parcels.domain import Parcel


def stop(
    application: Application, plot_code: str, on: date
) -> tuple[Application, ProcedureStopped]:
    """Stop a pending application because its plot was registered [code.456, plan.6]."""
    reason = f"地块 {plot_code} 列入名录，在办手续中止 [code.456, plan.6]"
    stopped = replace(
        application,
        state=ApplicationState.STOPPED,
        decided_on=on,
        reason=reason,
        plot_codes=(plot_code,),
    )
    return stopped, ProcedureStopped(application.application_id, application.parcel_code, reason)


def resume(
    application: Application, parcel: Parcel, plot_code: str, on: date
) -> tuple[Application, ProcedureResumed, LandGateQueried]:
    """Resume a stopped application and query the gate about its land again [code.461].

    To stop (中止) is a pause: only its applicant or a decision ends a procedure (终止).
    """
    reason = f"地块 {plot_code} 已移出名录或不再涉及该宗地，恢复办理并重新核验 [code.461]"
    asked, query = query_gate(replace(application, decided_on=None, reason=reason), parcel)
    told = ProcedureResumed(asked.application_id, asked.parcel_code, plot_code, on)
    return asked, told, query
