"""Handle provincial acts that enter plots in the register and remove them."""

from services.environment.gates.handlers import answer_again
from services.environment.plots.domain import Plot, refuse_future, remember
from services.environment.plots.messages import DelistPlot, PlotState, RegisterPlot
from services.environment.register import domain
from services.environment.register.domain import HeldRemovals, Listing, Removal
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
    return _delist(uow, plot, command)


def note_removal(uow: UnitOfWork, event: RegisterEntryRemoved) -> None:
    """Relay a provincial removal, or hold it until its listing is known and its date has come."""
    plot = uow.find(Plot, event.plot_code)
    if domain.has_left(plot, event):
        return
    if plot is not None and event.delisted_on <= uow.today and domain.may_leave(plot, event):
        _delist(uow, plot, event)
    else:
        _hold(uow, plot, event)


def apply_held(uow: UnitOfWork, plot_code: str) -> None:
    """Apply a held removal of a plot whose date has come [code.461].

    A removal of a plot that was never listed still waits for the listing, and is no longer due.
    """
    plot = uow.find(Plot, plot_code)
    if plot is None:
        uow.save(domain.await_listing(_held(uow, plot_code), uow.today))
    else:
        _release(uow, plot)


def _register(uow: UnitOfWork, act: Listing) -> Plot:
    known = uow.find(Plot, act.plot_code)
    plot, event = domain.register(known, act)
    if plot == known:
        return plot
    uow.save(plot)
    if event is None:
        return plot
    uow.emit(event)
    left = _release(uow, plot)
    if left is plot:
        answer_again(uow, plot)
    return left


def _release(uow: UnitOfWork, plot: Plot) -> Plot:
    """Apply the held removal that fits a plot, if there is one.

    The held removals are written even if there are none: a concurrent removal is then retried and
    finds the listing, instead of being held for ever.
    """
    held, removal = domain.release(_held(uow, plot.plot_code), plot, uow.today)
    uow.save(held)
    return plot if removal is None else _delist(uow, plot, removal)


def _delist(uow: UnitOfWork, plot: Plot, act: Removal) -> Plot:
    left, event = domain.delist(plot, act)
    uow.save(left)
    uow.emit(event)
    answer_again(uow, left)
    return left


def _hold(uow: UnitOfWork, plot: Plot | None, act: RegisterEntryRemoved) -> None:
    held = _held(uow, act.plot_code)
    uow.save(domain.hold(held, act, uow.cause.id, uow.today))
    if plot is not None:
        uow.save(remember(plot, PlotState.REGISTERED))


def _held(uow: UnitOfWork, plot_code: str) -> HeldRemovals:
    return uow.find(HeldRemovals, plot_code) or HeldRemovals(plot_code)
