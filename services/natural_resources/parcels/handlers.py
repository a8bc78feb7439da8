"""Register parcels, and answer about the parcels of ended permits."""

from dataclasses import replace
from typing import Any

from services.environment.permits.messages import PermitCancelled
from services.natural_resources.applications.domain import IN_HAND, Application
from services.natural_resources.overlay.domain import Hold
from services.natural_resources.parcels import domain
from services.natural_resources.parcels.domain import Inquiry, Parcel
from services.natural_resources.parcels.messages import ParcelAnswered, RegisterParcel
from shared.handling import UnitOfWork, overlapping
from shared.vocabulary import refuse_misplaced


def register_parcel(uow: UnitOfWork, command: RegisterParcel) -> Parcel:
    """Record a parcel, and add it to the holds that already overlap it."""
    refuse_misplaced(command.county, uow.today, code=command.parcel_code, area=command.area)
    parcel = uow.add(domain.register(command))
    for hold in holds_over(uow, parcel.area):
        uow.save(replace(hold, parcel_codes=(*hold.parcel_codes, parcel.parcel_code)))
    return parcel


def note_cancellation(uow: UnitOfWork, event: PermitCancelled) -> None:
    """Answer about the plot of an ended permit as soon as its area is known [plan.5].

    The area is in this event; if it is missing, in the suspicion or the registration of the plot,
    before or after.
    """
    inquiry = uow.find(Inquiry, event.plot_code) or Inquiry(event.plot_code)
    asked = domain.add_question(inquiry, event.number)
    hold = uow.find(Hold, event.plot_code)
    area = event.area or (hold.area if hold else None)
    if area is None:
        uow.save(asked)
    else:
        answer(uow, asked, parcels_on(uow, area))


def answer(uow: UnitOfWork, inquiry: Inquiry, parcels: tuple[Parcel, ...]) -> None:
    """Publish the data of the parcels on a plot to all who wait.

    The inquiry is saved even if nobody waits: the end of a permit and the event with the plot's
    area both write this document, so of two concurrent ones the second sees the first.
    """
    briefs = tuple(domain.brief(parcel, _in_hand(uow, parcel)) for parcel in parcels)
    uow.save(domain.close(inquiry))
    uow.emit(*(ParcelAnswered(number, inquiry.plot_code, briefs) for number in inquiry.waiting))


def parcels_on(uow: UnitOfWork, area: dict[str, Any]) -> tuple[Parcel, ...]:
    """Find the parcels that overlap an area, by code."""
    return overlapping(uow, Parcel, area)


def holds_over(uow: UnitOfWork, area: dict[str, Any]) -> tuple[Hold, ...]:
    """Find the holds that overlap an area, by plot, including lifted ones."""
    return overlapping(uow, Hold, area)


def _in_hand(uow: UnitOfWork, parcel: Parcel) -> tuple[str, ...]:
    return tuple(
        sorted(
            application.application_id
            for state in IN_HAND
            for application in uow.select(Application, parcel_code=parcel.parcel_code, state=state)
        )
    )
