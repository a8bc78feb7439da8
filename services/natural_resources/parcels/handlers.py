"""Register parcels, and answer about the parcels of ended permits."""

from services.environment.permits.messages import PermitCancelled
from services.natural_resources.applications.domain import IN_HAND, Application
from services.natural_resources.links.handlers import attach
from services.natural_resources.links.queries import holds_over, parcels_under
from services.natural_resources.overlay.domain import Hold
from services.natural_resources.overlay.effects import impose
from services.natural_resources.parcels import domain, versions
from services.natural_resources.parcels.domain import Inquiry, Parcel
from services.natural_resources.parcels.messages import (
    ParcelAnswered,
    ParcelChange,
    RegisterParcel,
)
from services.natural_resources.parcels.uses import uses_of_ground
from shared.handling import UnitOfWork
from shared.vocabulary import refuse_misplaced


def register_parcel(uow: UnitOfWork, command: RegisterParcel) -> Parcel:
    """Record a parcel, and add it to the holds that already overlap it.

    It has the known uses of the parcels that lie or lay on its ground.
    """
    on = command.registered_on or uow.today
    refuse_misplaced(command.county, uow.today, code=command.parcel_code, area=command.area)
    inherited = uses_of_ground(uow, command.area)
    parcel = uow.add(domain.register(command, inherited))
    versions.refuse_day(parcel, on, uow.today)
    kind, number = ParcelChange.REGISTERED, command.document_number
    parcel = versions.begin(uow, parcel, kind, number or "")
    earlier = holds_over(uow, parcel)
    attach(uow, parcel, on)
    impose(uow, earlier, (parcel,))
    versions.publish(uow, parcel, kind, on, number)
    return uow.get(Parcel, parcel.parcel_code)


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
        answer(uow, asked, parcels_under(uow, area, event.plot_code))


def answer(uow: UnitOfWork, inquiry: Inquiry, parcels: tuple[Parcel, ...]) -> None:
    """Publish the data of the parcels on a plot to all who wait.

    The inquiry is saved even if nobody waits: the end of a permit and the event with the plot's
    area both write this document, so of two concurrent ones the second sees the first.
    """
    briefs = tuple(domain.brief(parcel, _in_hand(uow, parcel)) for parcel in parcels)
    uow.save(domain.close(inquiry))
    uow.emit(*(ParcelAnswered(number, inquiry.plot_code, briefs) for number in inquiry.waiting))


def _in_hand(uow: UnitOfWork, parcel: Parcel) -> tuple[str, ...]:
    return tuple(
        sorted(
            application.application_id
            for state in IN_HAND
            for application in uow.select(Application, parcel_code=parcel.parcel_code, state=state)
        )
    )
