"""Handle the acts of the registry on parcels: change, correction, split, merge, cancellation."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from services.natural_resources.applications.endings import end_applications
from services.natural_resources.links.handlers import attach, detach
from services.natural_resources.links.queries import holds_over
from services.natural_resources.overlay.effects import impose
from services.natural_resources.parcels import successions, versions
from services.natural_resources.parcels.domain import (
    Parcel,
    ParcelState,
    refuse_not_in_force,
    with_known_uses,
)
from services.natural_resources.parcels.messages import (
    CancelParcel,
    ChangeParcel,
    CorrectParcel,
    MergeParcels,
    ParcelChange,
    SplitParcel,
)
from services.natural_resources.parcels.uses import parcel_with_uses, uses_of_ground
from shared.errors import AlreadyExistsError, FieldError, InvalidInputError
from shared.handling import UnitOfWork
from shared.vocabulary import cells_of, refuse_misplaced


def change_parcel(uow: UnitOfWork, command: ChangeParcel) -> Parcel:
    """Record a new border, holder or plan of a parcel."""
    return _amend(uow, command, ParcelChange.CHANGED)


def correct_parcel(uow: UnitOfWork, command: CorrectParcel) -> Parcel:
    """Correct the record of a parcel; its former uses remain."""
    return _amend(uow, command, ParcelChange.CORRECTED)


def split_parcel(uow: UnitOfWork, command: SplitParcel) -> Parcel:
    """Replace a parcel by its parts; the holds over it remain over those that they touch."""
    parcel = _in_force(uow, command.parcel_code, command.changed_on)
    parts = successions.parts_of(parcel, command)
    ended, *_ = _succeed(uow, (parcel,), parts, command, ParcelChange.SPLIT, ParcelState.SPLIT)
    return ended


def merge_parcels(uow: UnitOfWork, command: MergeParcels) -> Parcel:
    """Replace parcels by one; the holds over them remain over it."""
    codes = tuple(dict.fromkeys(command.parcel_codes))
    if len(codes) < 2:
        raise InvalidInputError((FieldError("parcel_codes", "合并至少需要两宗不同的宗地"),))
    parcels = [_in_force(uow, code, command.changed_on) for code in codes]
    merged = successions.merged_of(parcels, command)
    _succeed(uow, parcels, (merged,), command, ParcelChange.MERGED, ParcelState.MERGED)
    return uow.get(Parcel, merged.parcel_code)


def cancel_parcel(uow: UnitOfWork, command: CancelParcel) -> Parcel:
    """End a parcel without a successor."""
    parcel = _in_force(uow, command.parcel_code, command.changed_on)
    kind, state = ParcelChange.CANCELLED, ParcelState.CANCELLED
    (ended,) = _succeed(uow, (parcel,), (), command, kind, state)
    return ended


def _amend(uow: UnitOfWork, command: ChangeParcel | CorrectParcel, kind: ParcelChange) -> Parcel:
    before = _in_force(uow, command.parcel_code, command.changed_on)
    after = _amended(uow, before, command)
    changed = versions.amend(uow, before, after, kind, command.document_number, command.changed_on)
    if changed.area != before.area:
        earlier = holds_over(uow, before)
        detach(uow, before, command.changed_on)
        attach(uow, changed, command.changed_on)
        impose(uow, earlier, (changed,))
    versions.publish(uow, changed, kind, command.changed_on, command.document_number)
    return uow.get(Parcel, changed.parcel_code)


def _amended(uow: UnitOfWork, before: Parcel, command: ChangeParcel | CorrectParcel) -> Parcel:
    use = command.use if isinstance(command, CorrectParcel) else None
    after = replace(
        before,
        holder=command.holder or before.holder,
        planned_use=command.planned_use or before.planned_use,
        use=use or before.use,
    )
    if command.area is not None:
        refuse_misplaced(before.county, uow.today, area=command.area)
        after = replace(after, area=command.area, cells=cells_of(command.area))
        after = with_known_uses(after, uses_of_ground(uow, command.area))
    if replace(after, known_uses=before.known_uses) == before:
        raise InvalidInputError((FieldError("parcel_code", "没有填写任何变化，请填写要改的内容"),))
    return with_known_uses(after, after.present_uses)


def _succeed(
    uow: UnitOfWork,
    parcels: Sequence[Parcel],
    successors: Sequence[Parcel],
    command: SplitParcel | MergeParcels | CancelParcel,
    kind: ParcelChange,
    state: ParcelState,
) -> list[Parcel]:
    """End parcels and begin others; return the ended ones."""
    on, number = command.changed_on, command.document_number
    _refuse_taken(uow, successors)
    inherited = [_with_ground(uow, parcel) for parcel in successors]
    earlier = tuple(hold for parcel in parcels for hold in holds_over(uow, parcel))
    codes = tuple(parcel.parcel_code for parcel in successors)
    ended = []
    for parcel in parcels:
        detach(uow, parcel, on)
        ended.append(versions.end(uow, parcel, state, codes, on))
        end_applications(uow, ended[-1])
        versions.publish(uow, ended[-1], kind, on, number)
    begun = [versions.begin(uow, parcel, kind, number) for parcel in inherited]
    for parcel in begun:
        attach(uow, parcel, on)
        versions.publish(uow, parcel, kind, on, number)
    impose(uow, earlier, begun)
    return ended


def _with_ground(uow: UnitOfWork, parcel: Parcel) -> Parcel:
    return with_known_uses(parcel, uses_of_ground(uow, parcel.area))


def _in_force(uow: UnitOfWork, parcel_code: str, on: date) -> Parcel:
    uow.get(Parcel, parcel_code)  # of the office that handles it
    parcel = parcel_with_uses(uow, parcel_code)
    refuse_not_in_force(parcel)
    versions.refuse_day(parcel, on, uow.today)
    return parcel


def _refuse_taken(uow: UnitOfWork, parcels: Sequence[Parcel]) -> None:
    for parcel in parcels:
        if uow.find(Parcel, parcel.parcel_code) is not None:
            raise AlreadyExistsError("宗地", parcel.parcel_code)
