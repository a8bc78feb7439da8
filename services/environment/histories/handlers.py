"""What happens when agriculture asks what land was used for."""

from services.agriculture.reclamations.messages import ReclamationProposed
from services.environment.histories.domain import tell_history
from services.environment.plots.domain import Plot
from shared.grid import overlapping
from shared.uow import UnitOfWork


def return_history(uow: UnitOfWork, event: ReclamationProposed) -> None:
    """Tell agriculture the history of the land that it asks about."""
    uow.emit(tell_history(event, overlapping(uow, Plot, event.area)))
