"""What happens to the known plots when the environment bureau speaks of one."""

from typing import Any

from services.agriculture.plots import domain
from services.agriculture.plots.domain import KnownPlot
from services.agriculture.reclamations.domain import (
    Reclamation,
    is_decided,
    is_forbidden,
    refuse_known,
)
from services.environment.plots.messages import (
    PlotDelisted,
    PlotEntryChanged,
    PlotRegistered,
    PlotSuspected,
)
from services.environment.surveys.messages import SurveyReviewed
from shared.grid import overlapping
from shared.uow import UnitOfWork


def note_suspicion(uow: UnitOfWork, event: PlotSuspected) -> None:
    """Remember a suspected plot."""
    uow.save(domain.suspect(uow.find(KnownPlot, event.plot_code), event))


def note_registration(uow: UnitOfWork, event: PlotRegistered) -> None:
    """Remember a registered plot, and refuse the reclamations for food that wait on it."""
    plot = domain.register(uow.find(KnownPlot, event.plot_code), event)
    uow.save(plot)
    _refuse_on(uow, plot, event.area)


def note_change(uow: UnitOfWork, event: PlotEntryChanged) -> None:
    """Remember where a later act draws a registered plot, and refuse what waits on it there."""
    plot = domain.relocate(uow.find(KnownPlot, event.plot_code), event)
    uow.save(plot)
    _refuse_on(uow, plot, event.area)


def note_delisting(uow: UnitOfWork, event: PlotDelisted) -> None:
    """Remember that a plot left the register, even one never seen."""
    uow.save(domain.delist(uow.find(KnownPlot, event.plot_code), event))


def note_review(uow: UnitOfWork, event: SurveyReviewed) -> None:
    """Forget the suspicion of a plot whose survey found nothing."""
    plot = uow.find(KnownPlot, event.plot_code)
    if plot is not None:
        uow.save(domain.disprove(plot, event))


def plots_on(uow: UnitOfWork, area: dict[str, Any]) -> tuple[KnownPlot, ...]:
    """Find the known plots that share ground with an area, by code."""
    return overlapping(uow, KnownPlot, area)


def _refuse_on(uow: UnitOfWork, plot: KnownPlot, area: dict[str, Any]) -> None:
    for reclamation in _undecided_on(uow, area):
        if is_forbidden(reclamation, (plot,)):
            refused, refusal = refuse_known(reclamation, (plot,), uow.today)
            uow.save(refused)
            uow.emit(refusal)


def _undecided_on(uow: UnitOfWork, area: dict[str, Any]) -> tuple[Reclamation, ...]:
    return tuple(at for at in overlapping(uow, Reclamation, area) if not is_decided(at))
