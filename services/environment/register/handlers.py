"""What happens when the province enters a plot in the register and removes it from there."""

from dataclasses import replace

from services.environment.gates.handlers import answer_again
from services.environment.plots.domain import Plot, PlotState, refuse_future, remember
from services.environment.plots.messages import DelistPlot, RegisterPlot
from services.environment.register import domain
from services.environment.register.domain import HeldRemovals, Listing, Removal
from services.partners.province.messages import RegisterEntryAnnounced, RegisterEntryRemoved
from shared.errors import Fault, InvalidInputError, WrongStateError
from shared.uow import UnitOfWork


def register_plot(uow: UnitOfWork, command: RegisterPlot) -> Plot:
    """Relay a provincial listing that a clerk typed in."""
    refuse_future("registered_on", command.registered_on, uow.today)
    return _register(uow, command)


def note_announcement(uow: UnitOfWork, event: RegisterEntryAnnounced) -> None:
    """Relay a provincial listing; one of a day to come freezes at once, which is the safe side."""
    _register(uow, event)


def delist_plot(uow: UnitOfWork, command: DelistPlot) -> Plot:
    """Relay a provincial removal that a clerk typed in."""
    plot = uow.get(Plot, command.plot_code)
    refuse_future("delisted_on", command.delisted_on, uow.today)
    if domain.has_left(plot, command):
        return plot
    if plot.state is not PlotState.REGISTERED:
        raise WrongStateError(
            f"地块“{plot.plot_code}”当前为“{plot.state.value}”，不在名录内，不能移出；请先办理列入"
        )
    if not domain.may_leave(plot, command):
        words = f"移出日期不能早于列入日期（{plot.registered_on}），请核对"
        raise InvalidInputError((Fault("delisted_on", words),))
    return _delist(uow, plot, command)


def note_removal(uow: UnitOfWork, event: RegisterEntryRemoved) -> None:
    """Relay a provincial removal, or hold it until the listing that it ends is known."""
    refuse_future("delisted_on", event.delisted_on, uow.today)
    plot = uow.find(Plot, event.plot_code)
    if domain.has_left(plot, event):
        return
    if plot is not None and domain.may_leave(plot, event):
        _delist(uow, plot, event)
    else:
        _hold(uow, plot, event)


def _register(uow: UnitOfWork, act: Listing) -> Plot:
    plot, event = domain.register(uow.find(Plot, act.plot_code), act)
    if event is None:
        return plot
    held, removal = domain.release(_held(uow, act.plot_code), plot)
    # Written even if nothing is held: a removal that comes in meanwhile is then done again and
    # finds the listing, instead of being held for ever.
    uow.save(plot, held)
    uow.emit(event)
    if removal is not None:
        return _delist(uow, plot, removal)
    answer_again(uow, plot)
    return plot


def _delist(uow: UnitOfWork, plot: Plot, act: Removal) -> Plot:
    left, event = domain.delist(plot, act)
    uow.save(left)
    uow.emit(event)
    answer_again(uow, left)
    return left


def _hold(uow: UnitOfWork, plot: Plot | None, act: RegisterEntryRemoved) -> None:
    held = _held(uow, act.plot_code)
    uow.save(replace(held, removals=(*held.removals, act)))
    if plot is not None:
        uow.save(remember(plot, PlotState.REGISTERED))


def _held(uow: UnitOfWork, plot_code: str) -> HeldRemovals:
    return uow.find(HeldRemovals, plot_code) or HeldRemovals(plot_code)
