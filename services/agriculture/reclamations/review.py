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
