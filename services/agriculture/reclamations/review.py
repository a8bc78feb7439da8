"""Reviews of reclamations with a finding against their land after the approval."""

from dataclasses import replace
from datetime import date

from services.agriculture.plots.domain import KnownPlot, standing
from services.agriculture.reclamations.domain import Reclamation, ReclamationState
from services.agriculture.reclamations.messages import (
    ReclamationReviewed,
    ReclamationReviewRequired,
    ReviewReclamation,
)
from services.environment.gates.messages import LandHistoryReturned
from services.natural_resources.applications.messages import ReviewOutcome
from shared.texts import cut_to_fit
from shared.vocabulary import review_done, review_due


def require_review(
    reclamation: Reclamation, plot: KnownPlot, on: date
) -> tuple[Reclamation, ReclamationReviewRequired | None]:
    """Order the review of an approval because of a plot, once for each finding [code.428]."""
    cause = f"地块 {plot.plot_code} {standing(plot)}"
    due = review_due(reclamation, cause)
    if due is None:
        return reclamation, None
    why = f"{cause}（{plot.since}），此前已同意复垦，请复核是否维持 [code.428, code.446, plan.2]"
    return due, ReclamationReviewRequired(
        due.reclamation_id, due.county, plot.plot_code, cut_to_fit(why), on
    )


def require_review_of_answer(
    reclamation: Reclamation, answer: LandHistoryReturned, on: date
) -> tuple[Reclamation, ReclamationReviewRequired | None]:
    """Order the review of an approval that a later answer does not support any more.

    An act that the answer relied on was corrected, revoked or came late [行政许可法 69].
    """
    barred = answer.survey_due or answer.forbidden or (reclamation.edible and not answer.clean)
    if reclamation.state is not ReclamationState.APPROVED or not barred or not answer.plot_codes:
        return reclamation, None
    cause = cut_to_fit(f"地块历史核查结论已改变：{answer.note}")
    due = review_due(reclamation, cause)
    if due is None:
        return reclamation, None
    why = f"{cause}；此前已同意复垦，请复核是否维持 [code.428, code.446]"
    return due, ReclamationReviewRequired(
        due.reclamation_id, due.county, answer.plot_codes[0], cut_to_fit(why), on
    )


def conclude_review(
    reclamation: Reclamation, command: ReviewReclamation, on: date
) -> tuple[Reclamation, ReclamationReviewed]:
    """Record the outcome for an approval; a revoked one is refused [行政许可法 69].

    `WrongStateError` if no review is due.
    """
    named = f"复垦申请“{reclamation.reclamation_id}”"
    done = review_done(reclamation, named, command.outcome.value, command.reason)
    if command.outcome is ReviewOutcome.REVOKED:
        reason = cut_to_fit(f"原同意决定经复核撤销：{command.reason}")
        done = replace(done, state=ReclamationState.REFUSED, decided_on=on, note=reason)
    return done, ReclamationReviewed(done.reclamation_id, command.outcome, command.reason, on)
