"""What news of the land does to applications: stopped, resumed, to be looked at again."""

from dataclasses import replace
from datetime import date

from services.natural_resources.applications.decisions import ask
from services.natural_resources.applications.domain import (
    Application,
    ApplicationState,
    ReviewState,
)
from services.natural_resources.applications.messages import (
    ApprovalReviewed,
    ApprovalReviewRequired,
    LandGateQueried,
    Procedure,
    ProcedureResumed,
    ProcedureStopped,
    ReviewApproval,
    ReviewOutcome,
)
from services.natural_resources.overlay.domain import Hold, HoldKind, standing
from services.natural_resources.parcels.domain import Parcel
from shared.errors import WrongStateError
from shared.wording import cut_to_fit

MOST_CAUSES = 50


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


def resume(
    application: Application, parcel: Parcel, plot_code: str, on: date
) -> tuple[Application, ProcedureResumed, LandGateQueried]:
    """Take up a stopped application again and ask about its land anew [code.461].

    To stop (中止) is a pause: only its applicant or a decision ends a procedure (终止).
    """
    reason = f"地块 {plot_code} 已移出名录，恢复办理并重新核验 [code.461]"
    asked, query = ask(replace(application, decided_on=None, reason=reason), parcel)
    told = ProcedureResumed(asked.application_id, asked.parcel_code, plot_code, on)
    return asked, told, query


def is_at_stake(application: Application, hold: Hold) -> bool:
    """Tell whether an approved procedure would not be approved beside a hold as it stands now.

    On registered and polluted land none would [code.455-456]; on suspected land no sensitive use,
    no farmland and no handing over [code.454, code.428, plan.8].
    """
    if hold.kind is HoldKind.REGISTERED or hold.finding:
        return True
    tender = any(use.is_sensitive or use.is_edible_cropland for use in application.wanted)
    return tender or application.procedure is not Procedure.CHANGE_USE


def require_review(
    application: Application, hold: Hold, on: date
) -> tuple[Application, ApprovalReviewRequired | None]:
    """Have an approval looked at again because of a hold, once for each finding [code.456]."""
    cause = f"地块 {hold.plot_code} {standing(hold)}（{hold.since}）"
    if cause in application.review_because:
        return application, None
    because = (*application.review_because, cause)[-MOST_CAUSES:]
    due = replace(application, review=ReviewState.DUE, review_because=because)
    why = f"{cause}，此前已准予{application.procedure.value}手续，请复核是否维持 [code.456, plan.6]"
    return due, ApprovalReviewRequired(
        application_id=due.application_id,
        parcel_code=due.parcel_code,
        county=due.county,
        procedure=due.procedure,
        plot_code=hold.plot_code,
        why=cut_to_fit(why),
        required_on=on,
    )


def conclude_review(
    application: Application, command: ReviewApproval, on: date
) -> tuple[Application, ApprovalReviewed]:
    """Write what becomes of an approval; one that is revoked is refused [行政许可法 69].

    `WrongStateError` if no review is due.
    """
    if application.review is not ReviewState.DUE:
        raise WrongStateError(
            f"申请“{application.application_id}”当前“{application.review.value}”，没有待复核事项"
        )
    note = f"{command.outcome.value}：{command.reason}"
    done = replace(application, review=ReviewState.DONE, review_note=note)
    if command.outcome is ReviewOutcome.REVOKED:
        reason = cut_to_fit(f"原准予决定经复核撤销：{command.reason}")
        done = replace(done, state=ApplicationState.REFUSED, decided_on=on, reason=reason)
    return done, ApprovalReviewed(
        done.application_id, done.parcel_code, command.outcome, command.reason, on
    )
