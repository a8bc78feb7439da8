"""Handle the province's judgement of a risk assessment."""

from services.environment.acts.handlers import record_act
from services.environment.assessments import domain
from services.environment.assessments.messages import RelayAssessment
from services.environment.gates.handlers import answer_again
from services.environment.plots.domain import Plot, refuse_future
from shared.handling import UnitOfWork


def relay_assessment(uow: UnitOfWork, command: RelayAssessment) -> Plot:
    """Relay the result of an assessment, and update the answers that wait for it [code.455]."""
    plot = uow.get(Plot, command.plot_code)
    refuse_future("concluded_on", command.concluded_on, uow.today)
    if plot.assessed_by == command.document_number:
        return plot
    _, event = domain.conclude(plot, command)
    assessed = record_act(uow, plot.plot_code, event).existing
    answer_again(uow, assessed)
    return assessed
