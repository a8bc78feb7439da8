"""What happens to the known plots when the environment bureau speaks of one."""

from services.agriculture.plots import domain
from services.agriculture.plots.domain import KnownPlot
from services.agriculture.reclamations.effects import refuse_and_require_reviews
from services.environment.plots.messages import (
    PlotDelisted,
    PlotEntryChanged,
    PlotRegistered,
    PlotSuspected,
)
from services.environment.surveys.messages import SurveyOutcome, SurveyReviewed
from shared.handling import UnitOfWork


def note_suspicion(uow: UnitOfWork, event: PlotSuspected) -> None:
    """Remember a suspected plot, and what it forbids."""
    _note(uow, domain.suspect(uow.find(KnownPlot, event.plot_code), event))


def note_registration(uow: UnitOfWork, event: PlotRegistered) -> None:
    """Remember a registered plot, and refuse the reclamations that wait on it."""
    _note(uow, domain.register(uow.find(KnownPlot, event.plot_code), event))


def note_change(uow: UnitOfWork, event: PlotEntryChanged) -> None:
    """Remember where a later act draws a registered plot, and refuse what waits on it there."""
    _note(uow, domain.relocate(uow.find(KnownPlot, event.plot_code), event))


def note_delisting(uow: UnitOfWork, event: PlotDelisted) -> None:
    """Remember that a plot left the register, even one never seen."""
    uow.save(domain.delist(uow.find(KnownPlot, event.plot_code), event))


def note_review(uow: UnitOfWork, event: SurveyReviewed) -> None:
    """Remember a plot that exceeds the limits; forget the suspicion of one found clean."""
    plot = uow.find(KnownPlot, event.plot_code)
    if event.outcome is SurveyOutcome.EXCEEDED:
        _note(uow, domain.exceed(plot, event))
    elif plot is not None:
        uow.save(domain.disprove(plot, event))


def _note(uow: UnitOfWork, plot: KnownPlot) -> None:
    uow.save(plot)
    if domain.is_toxic(plot):
        refuse_and_require_reviews(uow, plot)
