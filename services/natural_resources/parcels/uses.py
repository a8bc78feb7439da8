"""The uses that land has had: an exemption depends on all of them [42号令 3, plan.5]."""

from typing import Any

from services.natural_resources.applications.domain import Application, ApplicationState
from services.natural_resources.links.queries import former_parcels_under, parcels_under
from services.natural_resources.parcels.domain import Parcel, recall
from shared.handling import UnitOfWork
from shared.vocabulary import LandUse


def parcel_with_uses(uow: UnitOfWork, parcel_code: str) -> Parcel:
    """Read a parcel with its past uses; for one of an older release they are collected once."""
    return _recalled(uow, uow.get_visible(Parcel, parcel_code))


def uses_of_ground(uow: UnitOfWork, area: dict[str, Any]) -> tuple[LandUse, ...]:
    """Return all known uses of the parcels that lie or lay on an area, in force and ended.

    New codes for old ground do not make land exempt from a survey.
    """
    found = (*former_parcels_under(uow, area), *parcels_under(uow, area))
    uses = (use for parcel in found for use in _recalled(uow, parcel).uses_so_far)
    return tuple(dict.fromkeys(uses))


def _recalled(uow: UnitOfWork, parcel: Parcel) -> Parcel:
    if parcel.known_uses is not None:
        return parcel
    approved = uow.select(
        Application, parcel_code=parcel.parcel_code, state=ApplicationState.APPROVED
    )
    in_order = sorted(
        approved,
        key=lambda application: (
            application.decided_on or application.requested_on,
            application.application_id,
        ),
    )
    return recall(parcel, [application.wanted for application in in_order])
