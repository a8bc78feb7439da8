"""Record permits and end them."""

from services.environment.acts.handlers import record_act
from services.environment.permits import domain
from services.environment.permits.domain import Permit
from services.environment.permits.messages import CancelPermit, RecordPermit
from services.environment.plots.domain import Plot, may_be_suspected, refuse_future, suspect
from services.environment.plots.messages import Suspicion
from shared.errors import NotFoundError
from shared.handling import UnitOfWork
from shared.vocabulary import refuse_misplaced


def record_permit(uow: UnitOfWork, command: RecordPermit) -> Permit:
    """Record a permit for plots that are already recorded."""
    for plot_code in (command.plot_code, *command.plot_codes):
        if uow.find(Plot, plot_code) is None:
            raise NotFoundError("地块，请先登记地块，再登记排污许可证", plot_code)
    refuse_misplaced(command.county, uow.today, code=command.plot_code)
    return uow.add(domain.record(command))


def cancel_permit(uow: UnitOfWork, command: CancelPermit) -> Permit:
    """End a permit and suspect the plots that its holder leaves [plan.5].

    A change of the holder or of the category of management leaves nobody's land.
    """
    permit = uow.get(Permit, command.number)
    refuse_future("cancelled_on", command.cancelled_on, uow.today)
    plots = [uow.get_visible(Plot, plot_code) for plot_code in permit.all_plots]
    ended, event = domain.cancel(permit, command, plots)
    uow.save(ended)
    uow.emit(event)
    for plot in plots:
        _suspect(uow, ended, plot)
    return ended


def _suspect(uow: UnitOfWork, permit: Permit, plot: Plot) -> None:
    if permit.leaves_land and may_be_suspected(plot) and permit.cancelled_on is not None:
        note = f"{permit.holder}的排污许可证 {permit.number} 终止"
        _, event = suspect(plot, Suspicion.PERMIT_ENDED, note, permit.cancelled_on)
        record_act(uow, plot.plot_code, event)
