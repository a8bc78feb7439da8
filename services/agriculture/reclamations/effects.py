"""Effects of plot events on reclamations: waiting ones are refused, approved ones reviewed."""

from typing import Any

from services.agriculture.plots.domain import KnownPlot
from services.agriculture.reclamations.domain import (
    Reclamation,
    ReclamationState,
    is_forbidden,
    refuse_known,
)
from services.agriculture.reclamations.review import require_review
from shared.handling import UnitOfWork, overlapping


def plots_on(uow: UnitOfWork, area: dict[str, Any]) -> tuple[KnownPlot, ...]:
    """Find the known plots that overlap an area, by code."""
    return overlapping(uow, KnownPlot, area)


def refuse_and_require_reviews(uow: UnitOfWork, plot: KnownPlot) -> None:
    """Refuse waiting reclamations on a polluted plot, and order reviews of approved ones.

    An earlier act that arrives late also counts against an approval [code.428, code.456, plan.2].
    """
    for reclamation in _on(uow, plot, ReclamationState.PENDING):
        if is_forbidden(reclamation, (plot,)):
            refused, refusal = refuse_known(reclamation, (plot,), uow.today)
            uow.save(refused)
            uow.emit(refusal)
    for reclamation in _on(uow, plot, ReclamationState.APPROVED):
        if is_forbidden(reclamation, (plot,)):
            due, required = require_review(reclamation, plot, uow.today)
            if required is not None:
                uow.save(due)
                uow.emit(required)


def _on(uow: UnitOfWork, plot: KnownPlot, state: ReclamationState) -> tuple[Reclamation, ...]:
    if plot.area is None:
        return ()
    return overlapping(uow, Reclamation, plot.area, state=state)
