"""Applications that end because their parcel was split, merged or cancelled (终止)."""

from dataclasses import replace

from services.natural_resources.applications.domain import (
    IN_HAND,
    Application,
    ApplicationState,
)
from services.natural_resources.applications.messages import ProcedureStopped
from services.natural_resources.parcels.domain import Parcel
from shared.handling import UnitOfWork
from shared.texts import cut_to_fit, enumerated

OPEN = (*IN_HAND, ApplicationState.STOPPED)


def end_applications(uow: UnitOfWork, parcel: Parcel) -> None:
    """Stop the open applications on an ended parcel; nobody resumes them.

    The applicant asks anew for the successors: a person must say for which of them.
    """
    remedy = (
        f"请按后续宗地 {enumerated(parcel.successors)} 重新申请"
        if parcel.successors
        else "请重新登记宗地后再申请"
    )
    reason = cut_to_fit(f"宗地 {parcel.parcel_code} {parcel.state.value}，在办手续中止；{remedy}")
    in_hand = [
        application
        for state in OPEN
        for application in uow.select(Application, parcel_code=parcel.parcel_code, state=state)
    ]
    for application in in_hand:
        stopped = replace(
            application,
            state=ApplicationState.STOPPED,
            decided_on=uow.today,
            reason=reason,
            plot_codes=(),
        )
        uow.save(stopped)
        uow.emit(ProcedureStopped(stopped.application_id, stopped.parcel_code, reason))
