"""Looking again at a reclamation that was approved before something came up against its land."""

from dataclasses import replace
from datetime import date

from services.agriculture.plots.domain import KnownPlot, standing
from services.agriculture.reclamations.domain import (
    Reclamation,
    ReclamationState,
    ReviewState,
)
from services.agriculture.reclamations.messages import (
    ReclamationReviewed,
    ReclamationReviewRequired,
    ReviewReclamation,
)
from services.natural_resources.applications.messages import ReviewOutcome
from shared.errors import WrongStateError
from shared.wording import cut_to_fit

MOST_CAUSES = 50


def require_review(
    reclamation: Reclamation, plot: KnownPlot, on: date
) -> tuple[Reclamation, ReclamationReviewRequired | None]:
    """Have an approval looked at again because of a plot, once for each finding [code.428]."""
    cause = f"地块 {plot.plot_code} {standing(plot)}"
    if cause in reclamation.review_because:
        return reclamation, None
    because = (*reclamation.review_because, cause)[-MOST_CAUSES:]
    due = replace(reclamation, review=ReviewState.DUE, review_because=because)
    why = f"{cause}（{plot.since}），此前已同意复垦，请复核是否维持 [code.428, code.446, plan.2]"
    return due, ReclamationReviewRequired(
        due.reclamation_id, due.county, plot.plot_code, cut_to_fit(why), on
    )


def conclude_review(
    reclamation: Reclamation, command: ReviewReclamation, on: date
) -> tuple[Reclamation, ReclamationReviewed]:
    """Write what becomes of an approval; one that is revoked is refused [行政许可法 69].

    `WrongStateError` if no review is due.
    """
    if reclamation.review is not ReviewState.DUE:
        raise WrongStateError(
            f"复垦申请“{reclamation.reclamation_id}”当前“{reclamation.review.value}”，没有待复核事项"
        )
    note = f"{command.outcome.value}：{command.reason}"
    done = replace(reclamation, review=ReviewState.DONE, review_note=note)
    if command.outcome is ReviewOutcome.REVOKED:
        reason = cut_to_fit(f"原同意决定经复核撤销：{command.reason}")
        done = replace(done, state=ReclamationState.REFUSED, decided_on=on, note=reason)
    return done, ReclamationReviewed(done.reclamation_id, command.outcome, command.reason, on)
