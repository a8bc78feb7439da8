"""Which queries wait for news of a plot: found by an index, however many were answered before."""

from typing import Any, Protocol, TypeVar

from services.environment.plots.domain import Plot
from shared.document import key_of
from shared.geometry import overlaps
from shared.grid import cells_of
from shared.uow import UnitOfWork


class Query(Protocol):
    """A question about an area that waits in a state."""

    @property
    def area(self) -> dict[str, Any]:
        """The land that it is about."""


Q = TypeVar("Q", bound=Query)


def waiting_on(uow: UnitOfWork, kind: type[Q], state: Any, plot: Plot) -> tuple[Q, ...]:
    """Read the queries in a state that share ground with a plot or were answered by its name."""
    near = {
        key_of(at): at
        for cell in cells_of(plot.area)
        for at in uow.select(kind, cells=cell, state=state)
    }
    found = {key: at for key, at in near.items() if overlaps(at.area, plot.area)}
    named = uow.select(kind, plot_codes=plot.plot_code, state=state)
    found |= {key_of(at): at for at in named}
    return tuple(at for _, at in sorted(found.items()))
