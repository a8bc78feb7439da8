"""Record plots, and the evidence against them."""

from services.environment.plots import domain
from services.environment.plots.domain import Plot
from services.environment.plots.messages import RecordPlot, SuspectPlot
from shared.errors import WrongStateError
from shared.handling import UnitOfWork
from shared.vocabulary import refuse_misplaced


def record_plot(uow: UnitOfWork, command: RecordPlot) -> Plot:
    """Record a plot."""
    refuse_misplaced(
        command.county,
        uow.today,
        code=command.plot_code,
        area=command.area,
        square_metres=command.area_m2,
    )
    return uow.add(domain.record(command))


def suspect_plot(uow: UnitOfWork, command: SuspectPlot) -> Plot:
    """Put a plot on the suspected list because of evidence."""
    plot = uow.get(Plot, command.plot_code)
    domain.refuse_future("suspected_on", command.suspected_on, uow.today)
    if not domain.may_be_suspected(plot):
        raise WrongStateError(
            f"地块“{plot.plot_code}”当前为“{plot.state.value}”，不能再列入疑似污染地块名单"
        )
    suspected, event = domain.suspect(plot, command.suspicion, command.reason, command.suspected_on)
    uow.save(suspected)
    uow.emit(event)
    return suspected
