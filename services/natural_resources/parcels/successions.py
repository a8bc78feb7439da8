"""Parcels that end and begin on the same ground: what a split or a merge must satisfy."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from services.natural_resources.parcels.domain import Parcel
from services.natural_resources.parcels.messages import MergeParcels, ParcelPart, SplitParcel
from shared.errors import FieldError, InvalidInputError
from shared.texts import enumerated
from shared.vocabulary import LandUse, cells_of, county_of, is_covered, overlaps


def parts_of(parcel: Parcel, command: SplitParcel) -> tuple[Parcel, ...]:
    """Create the successors of a split; `InvalidInputError` names every fault.

    Together they cover the parcel, none goes beyond it, and no two of them overlap, up to the
    tolerance of borders. Each has the known uses of the whole.
    """
    _refuse(_split_faults(parcel, command.into))
    return tuple(_successor((parcel,), part, command) for part in command.into)


def merged_of(parcels: Sequence[Parcel], command: MergeParcels) -> Parcel:
    """Create the successor of a merge; `InvalidInputError` names every fault.

    It covers the parcels and does not go beyond them. It has the known uses of all of them: land
    that was used otherwise in one part is not exempt from a survey as a whole [42号令 3].
    """
    _refuse(_merge_faults(parcels, command.into))
    return _successor(parcels, command.into, command)


def _split_faults(parcel: Parcel, into: Sequence[ParcelPart]) -> Iterator[str]:
    beyond = [part.parcel_code for part in into if not is_covered(part.area, [parcel.area])]
    if beyond:
        yield f"{enumerated(beyond)} 超出原宗地范围，请核对边界"
    if not is_covered(parcel.area, [part.area for part in into]):
        yield "分割后的宗地合起来没有覆盖原宗地，请补齐或核对边界"
    for one, other in combinations(into, 2):
        if overlaps(one.area, other.area):
            yield f"{one.parcel_code} 与 {other.parcel_code} 互相重叠，请核对边界"
    yield from _common_faults((parcel,), into)


def _merge_faults(parcels: Sequence[Parcel], into: ParcelPart) -> Iterator[str]:
    if not is_covered(into.area, [parcel.area for parcel in parcels]):
        yield f"{into.parcel_code} 超出被合并宗地的范围，请核对边界"
    left = [each.parcel_code for each in parcels if not is_covered(each.area, [into.area])]
    if left:
        yield f"合并后的宗地没有覆盖 {enumerated(left)}，请核对边界"
    yield from _common_faults(parcels, (into,))


def _common_faults(parcels: Sequence[Parcel], into: Sequence[ParcelPart]) -> Iterator[str]:
    codes = [part.parcel_code for part in into]
    if len(set(codes)) < len(codes):
        yield "同一宗地代码填了两次，请核对"
    counties = {parcel.parcel_code[:6] for parcel in parcels}
    if foreign := [code for code in codes if county_of(code) not in counties]:
        yield f"{enumerated(foreign)} 与原宗地不在同一县（市、区），请核对代码"
    present = _present_uses(parcels)
    for part in into:
        if part.use is not None and part.use not in present:
            yield (
                f"{part.parcel_code} 的用途不是原宗地的现状用途；分割、合并不改变用途，"
                "改变用途请另行申请用地手续 [code.454]"
            )


def _successor(
    parcels: Sequence[Parcel], part: ParcelPart, command: SplitParcel | MergeParcels
) -> Parcel:
    present = (part.use,) if part.use and len(parcels) == 1 else _present_uses(parcels, part.use)
    known = dict.fromkeys(use for parcel in parcels for use in parcel.uses_so_far)
    return Parcel(
        parcel_code=part.parcel_code,
        county=parcels[0].county,
        area=part.area,
        cells=cells_of(part.area),
        holder=part.holder,
        use=present[0],
        planned_use=part.planned_use,
        known_uses=tuple(dict.fromkeys((*known, *present))),
        further_uses=present[1:],
        since=command.changed_on,
        predecessors=tuple(parcel.parcel_code for parcel in parcels),
    )


def _present_uses(parcels: Sequence[Parcel], main: LandUse | None = None) -> tuple[LandUse, ...]:
    """Return the present uses of parcels together, the main one first."""
    first = () if main is None else (main,)
    uses = (use for parcel in parcels for use in parcel.present_uses)
    return tuple(dict.fromkeys((*first, *uses)))


def _refuse(faults: Iterator[str]) -> None:
    found = tuple(faults)
    if found:
        raise InvalidInputError((FieldError("into", "；".join(found)),))
