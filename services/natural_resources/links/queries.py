"""Which holds lie over a parcel, and which parcels under a plot."""

from typing import Any

from services.natural_resources.links.domain import Link
from services.natural_resources.overlay.domain import Hold
from services.natural_resources.parcels.domain import Parcel
from shared.handling import UnitOfWork, sharing


def parcels_under(uow: UnitOfWork, area: dict[str, Any]) -> tuple[Parcel, ...]:
    """Find the parcels in force that share ground with an area, by code."""
    return sharing(uow, Parcel, area)


def former_parcels_under(uow: UnitOfWork, area: dict[str, Any]) -> tuple[Parcel, ...]:
    """Find the ended parcels that shared ground with an area, by code."""
    return sharing(uow, Parcel, area, cells="former_cells")


def holds_over(uow: UnitOfWork, area: dict[str, Any]) -> tuple[Hold, ...]:
    """Find the holds that share ground with an area, by plot, including lifted ones."""
    return sharing(uow, Hold, area)


def holds_of(uow: UnitOfWork, parcel: Parcel) -> tuple[Hold, ...]:
    """Find the holds over a parcel, by plot: by their areas, and by its links in force."""
    links = uow.select(Link, parcel_code=parcel.parcel_code, is_current=True)
    linked = (uow.find(Hold, link.plot_code) for link in links)
    found = (*holds_over(uow, parcel.area), *(hold for hold in linked if hold is not None))
    return tuple({hold.plot_code: hold for hold in sorted(found, key=_plot_code)}.values())


def _plot_code(hold: Hold) -> str:
    return hold.plot_code
