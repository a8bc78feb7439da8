"""Reviews of procedures with a finding against their land after the approval."""

from dataclasses import replace
from datetime import date

from services.environment.gates.messages import GateBlocked, GateDeferred
from services.natural_resources.applications.domain import Application, ApplicationState
from services.natural_resources.applications.messages import (
    ApprovalReviewed,
    ApprovalReviewRequired,
    Procedure,
    ReviewApproval,
    ReviewOutcome,
)
from services.natural_resources.overlay.domain import Hold, HoldKind, standing
from shared.texts import cut_to_fit
from shared.vocabulary import review_done, review_due


def is_at_stake(application: Application, hold: Hold) -> bool:
    """Return whether an approved procedure would be refused under the current hold.

    On registered and polluted land every procedure would [code.455-456]; on suspected land a
    sensitive use, farmland and a transfer [code.454, code.428, plan.8].
    """
    if hold.kind is HoldKind.REGISTERED or hold.finding:
        return True
    sensitive = any(use.is_sensitive or use.is_edible_cropland for use in application.wanted)
    return sensitive or application.procedure is not Procedure.CHANGE_USE


def require_review(
    application: Application, hold: Hold, on: date
) -> tuple[Application, ApprovalReviewRequired | None]:
    """Order the review of an approval because of a hold, once for each finding [code.456]."""
    cause = f"地块 {hold.plot_code} {standing(hold)}（{hold.since}）"
    due = review_due(application, cause)
    if due is None:
        return application, None
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


def require_review_of_answer(
    application: Application, answer: GateBlocked | GateDeferred, on: date
) -> tuple[Application, ApprovalReviewRequired | None]:
    """Order the review of an approval whose answer the environment bureau took back.

    An act that the answer relied on was corrected, revoked or came late [行政许可法 69].
    """
    cause = f"准入核验结论改为“{answer.reason.value}”"
    due = review_due(application, cause)
    if due is None:
        return application, None
    why = (
        f"{cause}：{answer.note or ''}；此前已准予{application.procedure.value}手续，请复核是否维持"
    )
    return due, ApprovalReviewRequired(
        application_id=due.application_id,
        parcel_code=due.parcel_code,
        county=due.county,
        procedure=due.procedure,
        plot_code=answer.plot_codes[0],
        why=cut_to_fit(f"{why} [行政许可法 69, code.456]"),
        required_on=on,
    )


def conclude_review(
    application: Application, command: ReviewApproval, on: date
) -> tuple[Application, ApprovalReviewed]:
    """Record the outcome for an approval; a revoked one is refused [行政许可法 69].

    `WrongStateError` if no review is due.
    """
    named = f"申请“{application.application_id}”"
    done = review_done(application, named, command.outcome.value, command.reason)
    if command.outcome is ReviewOutcome.REVOKED:
        reason = cut_to_fit(f"原准予决定经复核撤销：{command.reason}")
        done = replace(done, state=ApplicationState.REFUSED, decided_on=on, reason=reason)
    return done, ApprovalReviewed(
        done.application_id, done.parcel_code, command.outcome, command.reason, on
    )
