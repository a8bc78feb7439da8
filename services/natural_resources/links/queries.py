"""Which holds lie over a parcel, and which parcels under a plot."""

from typing import Any

from services.boundaries.domain import Boundary, BoundaryOutcome
from services.boundaries.handlers import outcome_of
from services.natural_resources.overlay.domain import Hold, is_held
from services.natural_resources.parcels.domain import Parcel, ParcelState, ParcelVersion
from shared.handling import UnitOfWork, related, sharing
from shared.vocabulary import RelationKind, relation


def parcels_under(
    uow: UnitOfWork, area: dict[str, Any], plot_code: str | None = None
) -> tuple[Parcel, ...]:
    """Find the parcels in force that share ground with an area, by code.

    Of a plot, also those whose doubtful border with it both bureaus confirmed as shared.
    """
    found = {parcel.parcel_code: parcel for parcel in sharing(uow, Parcel, area)}
    shared = BoundaryOutcome.SHARED
    for known in uow.select(Boundary, plot_code=plot_code, outcome=shared) if plot_code else ():
        parcel = uow.find(Parcel, known.parcel_code)
        if parcel and parcel.state is ParcelState.VALID and is_doubtful(parcel.area, area):
            found[parcel.parcel_code] = parcel
    return tuple(parcel for _, parcel in sorted(found.items()))


def former_parcels_under(uow: UnitOfWork, area: dict[str, Any]) -> tuple[Parcel, ...]:
    """Find the parcels that shared ground with an area before, by code.

    They have ended since, or their border was another then.
    """
    ended = sharing(uow, Parcel, area, cells="former_cells")
    left = {version.parcel_code for version in sharing(uow, ParcelVersion, area)}
    found = (*ended, *(uow.get(Parcel, parcel_code) for parcel_code in left))
    by_code = {parcel.parcel_code: parcel for parcel in found}
    return tuple(parcel for _, parcel in sorted(by_code.items()))


def holds_over(uow: UnitOfWork, parcel: Parcel) -> tuple[Hold, ...]:
    """Find the holds over a parcel, by plot, including lifted ones.

    Among them are those whose doubtful border with it both bureaus confirmed as shared.
    """
    found = {hold.plot_code: hold for hold in sharing(uow, Hold, parcel.area)}
    shared = BoundaryOutcome.SHARED
    for known in uow.select(Boundary, parcel_code=parcel.parcel_code, outcome=shared):
        hold = uow.find(Hold, known.plot_code)
        if hold is not None and hold.area is not None and is_doubtful(parcel.area, hold.area):
            found[hold.plot_code] = hold
    return tuple(hold for _, hold in sorted(found.items()))


def doubtful_holds(uow: UnitOfWork, parcel: Parcel) -> tuple[Hold, ...]:
    """Find the suspected and registered plots whose border with a parcel is in doubt."""
    return tuple(
        hold
        for hold, found in related(uow, Hold, parcel.area)
        if found.kind is RelationKind.TOUCHING
        and is_held(hold)
        and outcome_of(uow, hold.plot_code, parcel.parcel_code) is BoundaryOutcome.DOUBTFUL
    )


def is_doubtful(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Return whether the areas alone leave it open that they share ground."""
    return relation(one, other).kind is RelationKind.TOUCHING
