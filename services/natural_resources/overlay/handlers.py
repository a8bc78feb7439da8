"""What happens on the overlay when the environment bureau speaks of a plot."""

from dataclasses import replace
from datetime import datetime

from services.environment.plots.messages import (
    PlotDelisted,
    PlotEntryChanged,
    PlotRegistered,
    PlotSuspected,
)
from services.environment.surveys.messages import SurveyReviewed
from services.natural_resources.applications.domain import (
    Application,
    is_approved,
    is_in_hand,
    stop,
)
from services.natural_resources.overlay import domain
from services.natural_resources.overlay.domain import Hold, HoldKind
from services.natural_resources.overlay.messages import PlotFrozen, PlotHeld, PlotUnfrozen
from services.natural_resources.parcels.domain import Inquiry, Parcel, touch
from services.natural_resources.parcels.handlers import answer, parcels_on
from shared.uow import UnitOfWork


def note_suspicion(uow: UnitOfWork, event: PlotSuspected) -> None:
    """Put a suspected plot on the overlay, and answer about its parcels [plan.8, plan.5]."""
    hold = domain.suspect(uow.find(Hold, event.plot_code), event, _told_at(uow))
    parcels = parcels_on(uow, event.area)
    codes = _codes(parcels)
    uow.save(replace(hold, parcel_codes=codes))
    if domain.is_held(hold):
        uow.emit(PlotHeld(event.plot_code, codes, held_on=uow.today))
    answer(uow, _inquiry(uow, event.plot_code), parcels)


def note_registration(uow: UnitOfWork, event: PlotRegistered) -> None:
    """Freeze a registered plot, even one this bureau has never seen [code.456, plan.6]."""
    hold = domain.register(uow.find(Hold, event.plot_code), event, _told_at(uow))
    parcels = parcels_on(uow, event.area)
    hold = replace(hold, parcel_codes=_codes(parcels))
    if hold.kind is HoldKind.REGISTERED:
        _freeze(uow, hold, parcels)
    else:
        uow.save(hold)
    answer(uow, _inquiry(uow, event.plot_code), parcels)


def note_change(uow: UnitOfWork, event: PlotEntryChanged) -> None:
    """Freeze a registered plot where a later act draws it [code.456, plan.6]."""
    hold = domain.relocate(uow.find(Hold, event.plot_code), event, _told_at(uow))
    if hold.kind is not HoldKind.REGISTERED:
        uow.save(hold)
        return
    parcels = parcels_on(uow, event.area)
    _freeze(uow, replace(hold, parcel_codes=_codes(parcels)), parcels)


def note_delisting(uow: UnitOfWork, event: PlotDelisted) -> None:
    """Unfreeze a delisted plot with its conditions, even one never seen [code.461]."""
    hold = domain.delist(uow.find(Hold, event.plot_code), event, _told_at(uow))
    uow.save(hold)
    if hold.kind is HoldKind.CONDITIONAL:
        uow.emit(PlotUnfrozen(hold.plot_code, hold.conditions, unfrozen_on=uow.today))


def note_review(uow: UnitOfWork, event: SurveyReviewed) -> None:
    """Lift the hold of a suspected plot whose survey found nothing [code.455]."""
    hold = uow.find(Hold, event.plot_code)
    if hold is not None:
        uow.save(domain.lift(hold, event))


def _freeze(uow: UnitOfWork, hold: Hold, parcels: tuple[Parcel, ...]) -> None:
    known = [at for code in hold.parcel_codes for at in uow.select(Application, parcel_code=code)]
    stopped = [stop(at, hold.plot_code, uow.today) for at in known if is_in_hand(at)]
    approved = tuple(at.application_id for at in known if is_approved(at))
    # Requests and approvals write the parcel too: whichever commits second is done again and sees
    # the other, so that nothing is asked for or approved beside a registration [code.456].
    uow.save(replace(hold, approved_before=approved), *map(touch, parcels))
    uow.save(*(application for application, _ in stopped))
    ids = tuple(application.application_id for application, _ in stopped)
    uow.emit(*(event for _, event in stopped))
    uow.emit(PlotFrozen(hold.plot_code, hold.parcel_codes, ids, frozen_on=uow.today))


def _codes(parcels: tuple[Parcel, ...]) -> tuple[str, ...]:
    return tuple(parcel.parcel_code for parcel in parcels)


def _inquiry(uow: UnitOfWork, plot_code: str) -> Inquiry:
    return uow.find(Inquiry, plot_code) or Inquiry(plot_code)


def _told_at(uow: UnitOfWork) -> datetime:
    return uow.cause.published_at or uow.now
