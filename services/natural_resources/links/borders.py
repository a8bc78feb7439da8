"""Confirm doubtful borders of plots and parcels; links and holds follow what both bureaus say."""

from services.boundaries import handlers as boundaries
from services.boundaries.domain import Boundary
from services.boundaries.messages import BoundaryConfirmed, ConfirmBoundary
from services.natural_resources.links.handlers import attach, release
from services.natural_resources.links.queries import holds_over, is_doubtful
from services.natural_resources.overlay.domain import Hold
from services.natural_resources.overlay.effects import impose
from services.natural_resources.parcels.domain import Parcel, ParcelState, refuse_not_in_force
from shared.errors import WrongStateError
from shared.handling import UnitOfWork


def confirm_boundary(uow: UnitOfWork, command: ConfirmBoundary) -> Boundary:
    """Record this bureau's opinion on a border; the link and the hold follow both opinions.

    `WrongStateError` if the areas leave no doubt.
    """
    parcel, hold = uow.get(Parcel, command.parcel_code), uow.get_visible(Hold, command.plot_code)
    refuse_not_in_force(parcel)
    if hold.area is None or not is_doubtful(parcel.area, hold.area):
        raise WrongStateError(
            f"地块“{hold.plot_code}”与宗地“{parcel.parcel_code}”的边界并非待核；"
            "图形有误的，请先更正宗地或地块的范围"
        )
    earlier = holds_over(uow, parcel)
    confirmed = boundaries.confirm(uow, command)
    _follow(uow, parcel, earlier)
    return confirmed


def note_boundary(uow: UnitOfWork, event: BoundaryConfirmed) -> None:
    """Record the other bureau's opinion on a border; the link and the hold follow both."""
    parcel = uow.find(Parcel, event.parcel_code)
    in_force = parcel is not None and parcel.state is ParcelState.VALID
    earlier = holds_over(uow, parcel) if parcel is not None and in_force else ()
    if boundaries.note(uow, event) and parcel is not None and in_force:
        _follow(uow, parcel, earlier)


def _follow(uow: UnitOfWork, parcel: Parcel, earlier: tuple[Hold, ...]) -> None:
    """Link a parcel to the holds that lie over it now, and to no others."""
    over = {hold.plot_code for hold in holds_over(uow, parcel)}
    for hold in earlier:
        if hold.plot_code not in over:
            release(uow, hold, parcel.parcel_code, uow.today)
    attach(uow, parcel, uow.today)
    impose(uow, earlier, (parcel,))
