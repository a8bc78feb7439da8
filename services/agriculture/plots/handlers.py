"""Update the known plots from the events of the environment bureau."""

from services.agriculture.plots import domain
from services.agriculture.plots.domain import KnownPlot
from services.agriculture.reclamations.effects import refuse_and_require_reviews
from services.environment.plots.messages import PlotStandingChanged, PlotSuspected, SuspicionRemoved
from services.environment.register.messages import PlotDelisted, PlotEntryChanged, PlotRegistered
from services.environment.surveys.messages import SurveyOutcome, SurveyReviewed
from shared.handling import UnitOfWork


def note_suspicion(uow: UnitOfWork, event: PlotSuspected) -> None:
    """Record a suspected plot, and apply what it prohibits."""
    _note(uow, domain.suspect(uow.find(KnownPlot, event.plot_code), event))


def note_registration(uow: UnitOfWork, event: PlotRegistered) -> None:
    """Record a registered plot, and refuse the waiting reclamations on it."""
    _note(uow, domain.register(uow.find(KnownPlot, event.plot_code), event))


def note_change(uow: UnitOfWork, event: PlotEntryChanged) -> None:
    """Record the new area of a registered plot, and refuse the waiting reclamations there."""
    _note(uow, domain.relocate(uow.find(KnownPlot, event.plot_code), event))


def note_delisting(uow: UnitOfWork, event: PlotDelisted) -> None:
    """Record that a plot left the register, even an unknown one."""
    uow.save(domain.delist(uow.find(KnownPlot, event.plot_code), event))


def note_review(uow: UnitOfWork, event: SurveyReviewed) -> None:
    """Record a plot that exceeds the limits; remove the suspicion of one found clean."""
    plot = uow.find(KnownPlot, event.plot_code)
    if event.outcome is SurveyOutcome.EXCEEDED:
        _note(uow, domain.exceed(plot, event))
    elif plot is not None:
        uow.save(domain.disprove(plot, event))


def note_suspicion_removed(uow: UnitOfWork, event: SuspicionRemoved) -> None:
    """Forget a plot that is not suspected any more [42号令 12]."""
    plot = uow.find(KnownPlot, event.plot_code)
    if plot is not None and domain.is_unsuspected(plot, event):
        uow.remove(plot)


def note_standing(uow: UnitOfWork, event: PlotStandingChanged) -> None:
    """Record the whole standing of a plot that was folded anew, and apply what it prohibits."""
    known = uow.find(KnownPlot, event.plot_code)
    plot = domain.restate(known, event)
    if plot is not None:
        _note(uow, plot)
    elif known is not None:
        uow.remove(known)


def _note(uow: UnitOfWork, plot: KnownPlot) -> None:
    uow.save(plot)
    if domain.is_toxic(plot):
        refuse_and_require_reviews(uow, plot)
