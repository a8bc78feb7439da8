"""Handle provincial acts that enter plots in the register and remove them."""

from services.environment.acts.handlers import record_act
from services.environment.gates.handlers import answer_again
from services.environment.plots.domain import Plot, refuse_future
from services.environment.plots.messages import PlotState
from services.environment.register import domain
from services.environment.register.domain import HeldRemovals, Listing, Removal
from services.environment.register.messages import DelistPlot, RegisterPlot
from services.partners.province.messages import RegisterEntryAnnounced, RegisterEntryRemoved
from shared.errors import FieldError, InvalidInputError, WrongStateError
from shared.handling import UnitOfWork


def register_plot(uow: UnitOfWork, command: RegisterPlot) -> Plot:
    """Relay a provincial listing entered by a clerk."""
    refuse_future("registered_on", command.registered_on, uow.today)
    if faults := domain.doubts(command):
        raise InvalidInputError(faults)
    return _register(uow, command)


def note_announcement(uow: UnitOfWork, event: RegisterEntryAnnounced) -> None:
    """Relay a provincial listing; one with a future date freezes at once, as the safe side.

    So does one whose county or area (m²) contradicts the code or the polygon: its doubts are stored
    with the plot. Only a polygon in another place needs a manual decision.
    """
    misplaced = tuple(doubt for doubt in domain.doubts(event) if doubt.field == "area")
    if misplaced:
        raise InvalidInputError(misplaced)
    _register(uow, event)


def delist_plot(uow: UnitOfWork, command: DelistPlot) -> Plot:
    """Relay a provincial removal entered by a clerk."""
    plot = uow.get(Plot, command.plot_code)
    refuse_future("delisted_on", command.delisted_on, uow.today)
    if domain.has_left(plot, command):
        return plot
    if plot.state is not PlotState.REGISTERED:
        raise WrongStateError(
            f"地块“{plot.plot_code}”当前为“{plot.state.value}”，不在名录内，不能移出；请先办理列入"
        )
    if not domain.may_leave(plot, command):
        words = f"移出日期不能早于列入或续列日期（{domain.last_listed_on(plot)}），请核对"
        raise InvalidInputError((FieldError("delisted_on", words),))
    return _delist(uow, command) or plot


def note_removal(uow: UnitOfWork, event: RegisterEntryRemoved) -> None:
    """Relay a provincial removal; it waits for its day, and for a listing that is not known yet."""
    _delist(uow, event)


def _register(uow: UnitOfWork, act: Listing) -> Plot:
    _record_held(uow, act.plot_code)
    known = uow.find(Plot, act.plot_code)
    plot = record_act(uow, act.plot_code, domain.as_registered(act)).existing
    if plot != known:
        answer_again(uow, plot)
    return plot


def _delist(uow: UnitOfWork, act: Removal) -> Plot | None:
    known = uow.find(Plot, act.plot_code)
    plot = record_act(uow, act.plot_code, domain.as_delisted(act)).plot
    if plot is not None and plot != known:
        answer_again(uow, plot)
    return plot


def _record_held(uow: UnitOfWork, plot_code: str) -> None:
    """Record as acts the removals that an older release held back."""
    held = uow.find(HeldRemovals, plot_code)
    if held is not None:
        for removal in held.removals:
            record_act(uow, plot_code, domain.as_delisted(removal))
        uow.remove(held)
