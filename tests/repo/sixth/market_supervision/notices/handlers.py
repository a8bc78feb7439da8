"""What the made-up department does when a plot is registered."""

from services.environment.plots.messages import PlotRegistered
from services.market_supervision.notices.domain import Notice
from shared.handling import UnitOfWork


def note_registration(uow: UnitOfWork, event: PlotRegistered) -> None:
    """Keep a notice of the plot."""
    uow.save(Notice(event.plot_code, event.registered_on))
