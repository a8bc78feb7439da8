"""Update the overlay from the events of the environment bureau."""

from dataclasses import replace
from datetime import datetime

from services.environment.assessments.messages import AssessmentConcluded
from services.environment.plots.messages import PlotStandingChanged, PlotSuspected, SuspicionRemoved
from services.environment.polluted.messages import PollutedListed
from services.environment.register.messages import PlotDelisted, PlotEntryChanged, PlotRegistered
from services.environment.surveys.messages import SurveyOutcome, SurveyReviewed
from services.natural_resources.links.handlers import codes_of, link_plot
from services.natural_resources.links.queries import parcels_under
from services.natural_resources.overlay import domain, standings
from services.natural_resources.overlay.domain import Hold, HoldKind
from services.natural_resources.overlay.effects import freeze, require_reviews, resume_stopped
from services.natural_resources.overlay.messages import PlotHeld, PlotUnfrozen
from services.natural_resources.parcels.domain import Inquiry, Parcel
from services.natural_resources.parcels.handlers import answer
from shared.handling import UnitOfWork


def note_suspicion(uow: UnitOfWork, event: PlotSuspected) -> None:
    """Add a suspected plot to the overlay, and answer about its parcels [plan.8, plan.5]."""
    known = uow.find(Hold, event.plot_code)
    hold = domain.suspect(known, event, _told_at(uow))
    parcels = parcels_under(uow, event.area, event.plot_code)
    hold = replace(hold, parcel_codes=codes_of(parcels))
    link_plot(uow, hold, parcels, event.suspected_on)
    _hold(uow, known, hold, parcels)
    answer(uow, _inquiry(uow, event.plot_code), parcels)


def note_registration(uow: UnitOfWork, event: PlotRegistered) -> None:
    """Freeze a registered plot, even an unknown one [code.456, plan.6]."""
    known = uow.find(Hold, event.plot_code)
    hold = domain.register(known, event, _told_at(uow))
    parcels = parcels_under(uow, event.area, event.plot_code)
    hold = replace(hold, parcel_codes=codes_of(parcels))
    link_plot(uow, hold, parcels, event.registered_on)
    if hold.kind is HoldKind.REGISTERED:
        freeze(uow, known, hold, parcels)
    else:
        uow.save(hold)
    answer(uow, _inquiry(uow, event.plot_code), parcels)


def note_change(uow: UnitOfWork, event: PlotEntryChanged) -> None:
    """Freeze a registered plot in its area according to a later act [code.456, plan.6].

    Applications stopped on parcels that it no longer overlaps are resumed.
    """
    known = uow.find(Hold, event.plot_code)
    hold = domain.relocate(known, event, _told_at(uow))
    if hold.kind is not HoldKind.REGISTERED:
        uow.save(hold)
        return
    parcels = parcels_under(uow, event.area, event.plot_code)
    codes = codes_of(parcels)
    link_plot(uow, hold, parcels, event.changed_on)
    freeze(uow, known, replace(hold, parcel_codes=codes), parcels)
    left = known.parcel_codes if known else ()
    resume_stopped(uow, hold, [code for code in left if code not in codes])


def note_delisting(uow: UnitOfWork, event: PlotDelisted) -> None:
    """Unfreeze a delisted plot with its conditions, even an unknown one [code.461].

    Applications stopped on it are resumed, and the gate is queried again.
    """
    hold = domain.delist(uow.find(Hold, event.plot_code), event, _told_at(uow))
    uow.save(hold)
    if hold.kind is HoldKind.CONDITIONAL:
        uow.emit(PlotUnfrozen(hold.plot_code, hold.conditions, unfrozen_on=uow.today))
        resume_stopped(uow, hold, hold.parcel_codes)


def note_review(uow: UnitOfWork, event: SurveyReviewed) -> None:
    """Hold a plot that exceeds the limits; lift the hold of one found clean [code.455, plan.8]."""
    hold = uow.find(Hold, event.plot_code)
    if event.outcome is SurveyOutcome.EXCEEDED:
        _note_excess(uow, hold, event)
    elif hold is not None:
        uow.save(domain.lift(hold, event))


def note_assessment(uow: UnitOfWork, event: AssessmentConcluded) -> None:
    """Record the result of an assessment on a polluted plot [code.455]."""
    hold = uow.find(Hold, event.plot_code)
    if hold is not None:
        uow.save(domain.assess(hold, event))


def note_suspicion_removed(uow: UnitOfWork, event: SuspicionRemoved) -> None:
    """Lift the hold of a plot that is not suspected any more [42号令 12]."""
    hold = uow.find(Hold, event.plot_code)
    if hold is not None:
        uow.save(standings.clear_suspicion(hold, event))


def note_polluted_listing(uow: UnitOfWork, event: PollutedListed) -> None:
    """Show on the overlay how the city graded the risk of a polluted plot [plan.8]."""
    hold = uow.find(Hold, event.plot_code)
    if hold is not None and hold.kind is HoldKind.SUSPECTED:
        uow.save(standings.grade(hold, event))


def note_standing(uow: UnitOfWork, event: PlotStandingChanged) -> None:
    """Apply the whole standing of a plot that was folded anew."""
    known = uow.find(Hold, event.plot_code)
    hold = standings.restate(known, event, _told_at(uow))
    parcels = parcels_under(uow, event.area, event.plot_code)
    hold = replace(hold, parcel_codes=codes_of(parcels))
    link_plot(uow, hold, parcels, event.since)
    if hold.kind is HoldKind.REGISTERED:
        freeze(uow, known, hold, parcels)
        return
    _hold(uow, known, hold, parcels)
    if known is not None and known.kind is HoldKind.REGISTERED:
        uow.emit(PlotUnfrozen(hold.plot_code, hold.conditions, unfrozen_on=uow.today))
        resume_stopped(uow, hold, known.parcel_codes)


def _note_excess(uow: UnitOfWork, known: Hold | None, event: SurveyReviewed) -> None:
    hold = domain.exceed(known, event, _told_at(uow))
    parcels = parcels_under(uow, hold.area, hold.plot_code) if hold.area is not None else ()
    hold = replace(hold, parcel_codes=codes_of(parcels) or hold.parcel_codes)
    link_plot(uow, hold, parcels, event.reviewed_on)
    _hold(uow, known, hold, parcels)


def _hold(uow: UnitOfWork, known: Hold | None, hold: Hold, parcels: tuple[Parcel, ...]) -> None:
    if domain.is_held(hold):
        told = hold.finding or None
        uow.emit(PlotHeld(hold.plot_code, hold.parcel_codes, uow.today, told))
    require_reviews(uow, known, hold, parcels)


def _inquiry(uow: UnitOfWork, plot_code: str) -> Inquiry:
    return uow.find(Inquiry, plot_code) or Inquiry(plot_code)


def _told_at(uow: UnitOfWork) -> datetime:
    return uow.cause.published_at or uow.now
