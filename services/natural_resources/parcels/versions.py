"""The records of a parcel, one for each act of the registry or approved change of use."""

from dataclasses import replace
from datetime import date

from services.natural_resources.parcels.domain import Parcel, ParcelState, ParcelVersion
from services.natural_resources.parcels.messages import ParcelChange, ParcelChanged
from shared.errors import FieldError, InvalidInputError
from shared.handling import UnitOfWork


def begin(uow: UnitOfWork, parcel: Parcel, kind: ParcelChange, basis: str) -> Parcel:
    """Save a new parcel with its first version."""
    first = replace(parcel, versions=1)
    uow.save(first, _version(first, kind, basis))
    return first


def amend(
    uow: UnitOfWork, before: Parcel, after: Parcel, kind: ParcelChange, basis: str, on: date
) -> Parcel:
    """Save a changed parcel with a version that begins on a day; the version before it ends.

    A correction begins on the day on which the wrong version began.
    """
    corrected = kind is ParcelChange.CORRECTED
    ends = before.since if corrected else on
    left = before.cells if after.area != before.area else ()
    number = _end_version(uow, before, ends or on, left) + 1
    changed = replace(after, since=ends, versions=number, version=before.version + 1)
    uow.save(changed, _version(changed, kind, basis))
    return changed


def end(
    uow: UnitOfWork, before: Parcel, state: ParcelState, successors: tuple[str, ...], on: date
) -> Parcel:
    """Save a parcel as ended on a day; the search by ground finds it no more."""
    number = _end_version(uow, before, on)
    ended = replace(
        before,
        state=state,
        until=on,
        successors=successors,
        cells=(),
        former_cells=before.cells,
        versions=number,
        version=before.version + 1,
    )
    uow.save(ended)
    return ended


def publish(
    uow: UnitOfWork, parcel: Parcel, kind: ParcelChange, on: date, number: str | None
) -> None:
    """Publish an act of the registry on a parcel."""
    uow.emit(
        ParcelChanged(
            parcel_code=parcel.parcel_code,
            kind=kind,
            county=parcel.county,
            changed_on=on,
            uses=parcel.present_uses,
            predecessors=parcel.predecessors,
            successors=parcel.successors,
            document_number=number,
        )
    )


def refuse_day(parcel: Parcel, on: date, today: date) -> None:
    """Raise `InvalidInputError` for an act of a day to come or before the present version."""
    if on > today:
        words = f"不能晚于今天（{today}），请核对日期"
        raise InvalidInputError((FieldError("changed_on", words),))
    if parcel.since is not None and on < parcel.since:
        words = (
            f"不能早于宗地“{parcel.parcel_code}”最近一次登记的日期（{parcel.since}），请核对日期；"
            "原登记有误的，请办理更正"
        )
        raise InvalidInputError((FieldError("changed_on", words),))


def _end_version(uow: UnitOfWork, parcel: Parcel, on: date, left: tuple[str, ...] = ()) -> int:
    """End the latest version, and return its number; one of an older release is written first.

    `left` are its cells if the parcel has other ground from then on.
    """
    number = max(parcel.versions, 1)
    known = uow.find(ParcelVersion, _key(parcel.parcel_code, number))
    latest = known or _version(replace(parcel, versions=1), ParcelChange.REGISTERED, "")
    uow.save(replace(latest, until=on, cells=left))
    return number


def _version(parcel: Parcel, kind: ParcelChange, basis: str) -> ParcelVersion:
    return ParcelVersion(
        version_key=_key(parcel.parcel_code, parcel.versions),
        parcel_code=parcel.parcel_code,
        county=parcel.county,
        number=parcel.versions,
        kind=kind,
        area=parcel.area,
        holder=parcel.holder,
        uses=parcel.present_uses,
        planned_use=parcel.planned_use,
        since=parcel.since,
        basis=basis,
    )


def _key(parcel_code: str, number: int) -> str:
    return f"{parcel_code}|{number:05}"
