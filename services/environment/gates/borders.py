"""Confirm doubtful borders of plots and parcels (边界待核)."""

from services.boundaries import handlers as boundaries
from services.boundaries.domain import Boundary
from services.boundaries.messages import BoundaryConfirmed, ConfirmBoundary
from services.environment.gates.handlers import answer_again
from services.environment.plots.domain import Plot
from shared.handling import UnitOfWork


def confirm_boundary(uow: UnitOfWork, command: ConfirmBoundary) -> Boundary:
    """Record this bureau's opinion on a border, and answer what waited for it."""
    plot = uow.get(Plot, command.plot_code)
    confirmed = boundaries.confirm(uow, command)
    answer_again(uow, plot)
    return confirmed


def note_boundary(uow: UnitOfWork, event: BoundaryConfirmed) -> None:
    """Record the other bureau's opinion on a border, and answer what waited for it."""
    plot = uow.find(Plot, event.plot_code)
    if boundaries.note(uow, event) and plot is not None:
        answer_again(uow, plot)
