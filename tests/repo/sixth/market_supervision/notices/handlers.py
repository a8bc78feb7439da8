"""What the market supervision bureau does when a plot is registered, and when a clerk acts."""

from services.environment.register.messages import PlotRegistered
from services.market_supervision.notices.domain import Notice, stop
from services.market_supervision.notices.messages import PurchaseStopped, StopPurchases
from shared.handling import UnitOfWork


def note_registration(uow: UnitOfWork, event: PlotRegistered) -> None:
    """Keep a notice of the plot."""
    uow.save(Notice(event.plot_code, event.registered_on))


def stop_purchases(uow: UnitOfWork, command: StopPurchases) -> Notice:
    """Stop purchases, and tell the others."""
    stopped = stop(uow.get(Notice, command.plot_code))
    uow.save(stopped)
    uow.emit(PurchaseStopped(command.plot_code, command.reason))
    return stopped
