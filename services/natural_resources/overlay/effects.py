"""Effects of a hold on the applications on its parcels: stopped, resumed, to be reviewed."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from services.natural_resources.applications.decisions import registered_among
from services.natural_resources.applications.domain import (
    IN_HAND,
    Application,
    ApplicationState,
)
from services.natural_resources.applications.review import is_at_stake, require_review
from services.natural_resources.applications.suspension import resume, stop
from services.natural_resources.links.queries import former_parcels_under, holds_over
from services.natural_resources.overlay.domain import Hold, HoldKind, is_held, is_held_anew
from services.natural_resources.overlay.messages import PlotFrozen, PlotHeld
from services.natural_resources.parcels.domain import Parcel, touch
from services.natural_resources.parcels.uses import parcel_with_uses
from shared.handling import UnitOfWork


def freeze(uow: UnitOfWork, known: Hold | None, hold: Hold, parcels: tuple[Parcel, ...]) -> None:
    """Stop pending applications on registered land, and order reviews of approvals [code.456]."""
    ids = _stop_in_hand(uow, hold, parcels)
    approved = require_reviews(uow, known, hold, parcels)
    before = tuple(application.application_id for application in approved)
    uow.save(replace(hold, approved_before=before))
    uow.emit(PlotFrozen(hold.plot_code, hold.parcel_codes, ids, frozen_on=uow.today))


def impose(uow: UnitOfWork, earlier: Iterable[Hold], parcels: Sequence[Parcel]) -> None:
    """Apply holds to parcels whose border is another now, and publish the parcels under each.

    `earlier` are the holds that lay over the ground before, with the parcels that they named.
    Applications on a parcel that a hold no longer names are resumed.
    """
    before = {hold.plot_code: hold for hold in earlier}
    over = {hold.plot_code for parcel in parcels for hold in holds_over(uow, parcel)}
    for plot_code in sorted({*before, *over}):
        hold, known = uow.find(Hold, plot_code), before.get(plot_code)
        if hold is None:
            continue
        if is_held(hold) and (known is None or known.parcel_codes != hold.parcel_codes):
            under = [parcel for parcel in parcels if parcel.parcel_code in hold.parcel_codes]
            _impose(uow, known, hold, tuple(under))
            left = known.parcel_codes if known else ()
            resume_stopped(uow, hold, [code for code in left if code not in hold.parcel_codes])


def _impose(uow: UnitOfWork, known: Hold | None, hold: Hold, parcels: tuple[Parcel, ...]) -> None:
    registered = hold.kind is HoldKind.REGISTERED
    ids = _stop_in_hand(uow, hold, parcels) if registered else ()
    approved = require_reviews(uow, known, hold, parcels)
    if registered:
        codes = (*hold.approved_before, *(each.application_id for each in approved))
        uow.save(replace(hold, approved_before=tuple(dict.fromkeys(codes))))
        uow.emit(PlotFrozen(hold.plot_code, hold.parcel_codes, ids, frozen_on=uow.today))
    else:
        uow.emit(PlotHeld(hold.plot_code, hold.parcel_codes, uow.today, hold.finding or None))


def _stop_in_hand(uow: UnitOfWork, hold: Hold, parcels: tuple[Parcel, ...]) -> tuple[str, ...]:
    stopped = [
        stop(application, hold.plot_code, uow.today)
        for state in IN_HAND
        for application in _applications(uow, parcels, state)
    ]
    uow.save(*(application for application, _ in stopped))
    uow.emit(*(event for _, event in stopped))
    return tuple(application.application_id for application, _ in stopped)


def require_reviews(
    uow: UnitOfWork, known: Hold | None, hold: Hold, parcels: tuple[Parcel, ...]
) -> list[Application]:
    """Order reviews of approvals from before a new hold; return all approvals that remain there.

    A hold is new on a parcel that it did not cover before, and a more severe one on all. An earlier
    act that arrives late also counts against an approval [code.456, plan.6], and an approval on a
    parcel that has ended since counts as one on its ground.
    """
    # Requests and approvals write the parcel too: whichever commits second is retried and sees
    # the other, so that no request or approval misses a concurrent hold [code.456].
    uow.save(hold, *map(touch, parcels))
    former = former_parcels_under(uow, hold.area) if hold.area is not None else ()
    known_parcels = {parcel.parcel_code: parcel for parcel in (*former, *parcels)}
    approved = _applications(uow, tuple(known_parcels.values()), ApplicationState.APPROVED)
    seen = () if known is None or is_held_anew(known, hold) else known.parcel_codes
    due = [
        require_review(application, hold, uow.today)
        for application in approved
        if is_held(hold) and application.parcel_code not in seen and is_at_stake(application, hold)
    ]
    uow.save(*(application for application, event in due if event is not None))
    uow.emit(*(event for _, event in due if event is not None))
    return approved


def resume_stopped(uow: UnitOfWork, hold: Hold, parcel_codes: Sequence[str]) -> None:
    """Resume applications on parcels that a plot stopped and no longer holds [code.461].

    If another registered plot overlaps the parcel, the procedure stays stopped because of it.
    """
    for code in parcel_codes:
        stopped = uow.select(Application, parcel_code=code, state=ApplicationState.STOPPED)
        for application in stopped:
            if hold.plot_code in application.plot_codes:
                _resume(uow, application, hold.plot_code)


def _resume(uow: UnitOfWork, application: Application, plot_code: str) -> None:
    parcel = parcel_with_uses(uow, application.parcel_code)
    if others := registered_among(holds_over(uow, parcel)):
        uow.save(replace(application, plot_codes=others))
        return
    asked, told, query = resume(application, parcel, plot_code, uow.today)
    uow.save(touch(parcel), asked)
    uow.emit(told, query)


def _applications(
    uow: UnitOfWork, parcels: tuple[Parcel, ...], state: ApplicationState
) -> list[Application]:
    return [
        application
        for parcel in parcels
        for application in uow.select(Application, parcel_code=parcel.parcel_code, state=state)
    ]
