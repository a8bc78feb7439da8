"""Record opinions on doubtful borders, at either bureau."""

from dataclasses import replace

from services.boundaries.domain import (
    BUREAUS,
    ENVIRONMENT,
    Boundary,
    BoundaryOutcome,
    add_opinion,
    boundary_key,
)
from services.boundaries.messages import BoundaryConfirmed, ConfirmBoundary
from shared.handling import UnitOfWork
from shared.vocabulary import county_now


def confirm(uow: UnitOfWork, command: ConfirmBoundary) -> Boundary:
    """Record the opinion of this bureau, and publish it to the other."""
    event = BoundaryConfirmed(
        plot_code=command.plot_code,
        parcel_code=command.parcel_code,
        shares_ground=command.shares_ground,
        basis=command.basis,
        confirmed_on=uow.today,
    )
    uow.emit(event)
    return _record(uow, event, uow.department)


def note(uow: UnitOfWork, event: BoundaryConfirmed) -> bool:
    """Record the opinion of the other bureau; return whether the outcome changed.

    An opinion of any other department has no effect.
    """
    publisher = uow.cause.department
    if publisher not in BUREAUS or publisher == uow.department:
        return False
    before = outcome_of(uow, event.plot_code, event.parcel_code)
    return _record(uow, event, publisher).outcome is not before


def outcome_of(uow: UnitOfWork, plot_code: str, parcel_code: str) -> BoundaryOutcome:
    """Return what both bureaus say of a border; DOUBTFUL if nobody was asked."""
    known = uow.find(Boundary, boundary_key(plot_code, parcel_code))
    return known.outcome if known else BoundaryOutcome.DOUBTFUL


def _record(uow: UnitOfWork, event: BoundaryConfirmed, department: str) -> Boundary:
    key = boundary_key(event.plot_code, event.parcel_code)
    known = uow.find(Boundary, key) or Boundary(key, event.plot_code, event.parcel_code)
    code = event.plot_code if uow.department == ENVIRONMENT else event.parcel_code
    known = replace(known, county=known.county or county_now(code))
    recorded = add_opinion(known, event, department)
    uow.save(recorded)
    return recorded
