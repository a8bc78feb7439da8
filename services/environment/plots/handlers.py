"""Record plots, and the evidence against them."""

from services.environment.acts.handlers import record_act
from services.environment.gates.handlers import answer_again
from services.environment.plots import domain
from services.environment.plots.domain import Plot
from services.environment.plots.messages import (
    RecordPlot,
    RemoveSuspicion,
    SuspectPlot,
    SuspicionRemoved,
)
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
    plot = uow.add(domain.record(command))
    return record_act(uow, plot.plot_code, command).existing


def suspect_plot(uow: UnitOfWork, command: SuspectPlot) -> Plot:
    """Put a plot on the suspected list because of evidence."""
    plot = uow.get(Plot, command.plot_code)
    domain.refuse_future("suspected_on", command.suspected_on, uow.today)
    if not domain.may_be_suspected(plot):
        raise WrongStateError(
            f"地块“{plot.plot_code}”当前为“{plot.state.value}”，不能再列入疑似污染地块名单"
        )
    _, event = domain.suspect(plot, command.suspicion, command.reason, command.suspected_on)
    return record_act(uow, plot.plot_code, event).existing


def remove_suspicion(uow: UnitOfWork, command: RemoveSuspicion) -> Plot:
    """Take a plot off the suspected list, and update the answers that wait for it [42号令 12]."""
    plot = uow.get(Plot, command.plot_code)
    domain.refuse_future("removed_on", command.removed_on, uow.today)
    if plot.suspicion is None:
        raise WrongStateError(
            f"地块“{plot.plot_code}”当前为“{plot.state.value}”，没有未消除的疑似情形，不必移出"
        )
    event = SuspicionRemoved(
        command.plot_code, command.document_number, command.reason, command.removed_on
    )
    cleared = record_act(uow, plot.plot_code, event, uow.today).existing
    answer_again(uow, cleared)
    return cleared
