"""Keep the links of plots and parcels, and the parcels that each hold names."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from services.natural_resources.links import domain
from services.natural_resources.links.domain import GroundCell, Link
from services.natural_resources.links.queries import former_parcels_under, holds_over
from services.natural_resources.overlay.domain import Hold
from services.natural_resources.parcels.domain import Parcel
from shared.handling import UnitOfWork
from shared.vocabulary import relation


def link_plot(uow: UnitOfWork, hold: Hold, parcels: tuple[Parcel, ...], on: date) -> None:
    """Link a hold to the parcels under it from the day of an act; links to others end then."""
    _touch_ground(uow, hold.cells)
    under = {parcel.parcel_code for parcel in parcels}
    for link in uow.select(Link, plot_code=hold.plot_code, is_current=True):
        if link.parcel_code not in under:
            uow.save(domain.close(link, on))
    for parcel in parcels:
        _link(uow, hold, parcel, max(on, parcel.since or on))
    if hold.area is not None:
        for parcel in former_parcels_under(uow, hold.area):
            _link_past(uow, hold, parcel, on)


def attach(uow: UnitOfWork, parcel: Parcel, on: date) -> None:
    """Link a parcel to the holds over it, and name it in each of them."""
    _touch_ground(uow, parcel.cells)
    for hold in holds_over(uow, parcel):
        _link(uow, hold, parcel, max(hold.since, on))
        codes = tuple(sorted({*hold.parcel_codes, parcel.parcel_code}))
        uow.save(replace(hold, parcel_codes=codes))


def detach(uow: UnitOfWork, parcel: Parcel, on: date) -> None:
    """End the links of a parcel, and remove it from the holds that name it."""
    for hold in holds_over(uow, parcel):
        release(uow, hold, parcel.parcel_code, on)
    links = uow.select(Link, parcel_code=parcel.parcel_code, is_current=True)
    uow.save(*(domain.close(link, on) for link in links))


def release(uow: UnitOfWork, hold: Hold, parcel_code: str, on: date) -> None:
    """End the link of a hold to a parcel, and remove the parcel from the hold."""
    codes = tuple(code for code in hold.parcel_codes if code != parcel_code)
    uow.save(replace(hold, parcel_codes=codes))
    link = uow.find(Link, domain.link_key(hold.plot_code, parcel_code))
    if link is not None and link.is_current:
        uow.save(domain.close(link, on))


def codes_of(parcels: Iterable[Parcel]) -> tuple[str, ...]:
    """Return the codes of parcels, ordered."""
    return tuple(sorted(parcel.parcel_code for parcel in parcels))


def _touch_ground(uow: UnitOfWork, cells: Iterable[str]) -> None:
    known = [uow.find(GroundCell, cell) or GroundCell(cell) for cell in cells]
    uow.save(*(replace(cell, version=cell.version + 1) for cell in known))


def _link(uow: UnitOfWork, hold: Hold, parcel: Parcel, since: date) -> None:
    if hold.area is None:
        return
    shared = relation(parcel.area, hold.area)
    fresh = domain.link(hold, parcel, shared, since, uow.cause.id)
    known = uow.find(Link, fresh.link_key)
    uow.save(*(domain.renew(known, fresh) if known else (fresh,)))


def _link_past(uow: UnitOfWork, hold: Hold, parcel: Parcel, on: date) -> None:
    """Record that a plot that became known late lay on a parcel that has ended since."""
    since = max(on, parcel.since or on)
    key = domain.link_key(hold.plot_code, parcel.parcel_code)
    if hold.area is None or parcel.until is None or since >= parcel.until:
        return
    if uow.find(Link, key) is not None:
        return
    shared = relation(parcel.area, hold.area)
    fresh = domain.link(hold, parcel, shared, since, uow.cause.id)
    uow.save(domain.close(fresh, parcel.until))
