"""List polluted plots, and answer again what waits for their land."""

from services.environment.acts.handlers import record_act
from services.environment.gates.handlers import answer_all_again
from services.environment.plots.domain import Plot, refuse_future
from services.environment.polluted import domain
from services.environment.polluted.messages import ListPolluted
from shared.handling import UnitOfWork


def list_polluted(uow: UnitOfWork, command: ListPolluted) -> Plot:
    """List a plot over the limits as polluted, with its risk grade [42号令 14]."""
    plot = uow.get(Plot, command.plot_code)
    refuse_future("listed_on", command.listed_on, uow.today)
    if plot.polluted_by == command.document_number:
        return plot
    event = domain.list_polluted(plot, command)
    listed = record_act(uow, plot.plot_code, event, uow.today).existing
    answer_all_again(uow, listed)
    return listed
