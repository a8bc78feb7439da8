"""Parcels of the registry, and the questions that ended permits raise about them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any

from services.natural_resources.parcels.messages import (
    ParcelBrief,
    ParcelChange,
    RegisterParcel,
)
from shared.errors import WrongStateError
from shared.store import document
from shared.texts import enumerated
from shared.vocabulary import LandUse, cells_of


class ParcelState(StrEnum):
    """Whether a parcel is in force, and what ended it."""

    VALID = "有效"
    SPLIT = "已分割"
    MERGED = "已合并"
    CANCELLED = "已注销"


@document(
    "parcels",
    title="宗地",
    key="parcel_code",
    placed="county",
    indexes=(("county",), ("cells",), ("former_cells",)),
)
class Parcel:
    """A parcel of land (宗地); `version` counts the decisions on it.

    `known_uses` are all its known uses including the present one; None if they were not yet
    collected from the approvals on it. `further_uses` are present uses beside `use`.

    `since` is the first day of the present version (None: unknown), `until` the day on which the
    parcel ended; `versions` counts its records (`ParcelVersion`). An ended parcel has no `cells`,
    so that the search by ground finds parcels in force alone; `former_cells` find it.
    """

    parcel_code: str
    county: str
    area: dict[str, Any]
    cells: tuple[str, ...]
    holder: str
    use: LandUse
    planned_use: LandUse | None = None
    version: int = 0
    known_uses: tuple[LandUse, ...] | None = None
    further_uses: tuple[LandUse, ...] = ()
    state: ParcelState = ParcelState.VALID
    since: date | None = None
    until: date | None = None
    versions: int = 0
    predecessors: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    former_cells: tuple[str, ...] = ()

    @property
    def uses_so_far(self) -> tuple[LandUse, ...]:
        """All known uses; only the present ones if none were collected."""
        return self.known_uses or self.present_uses

    @property
    def present_uses(self) -> tuple[LandUse, ...]:
        """The uses that the land has now."""
        return (self.use, *self.further_uses)


@document(
    "parcel_versions",
    title="宗地历次登记",
    key="version_key",
    placed="county",
    indexes=(("parcel_code",), ("county",), ("cells",)),
)
class ParcelVersion:
    """What the registry recorded of a parcel from `since` (None: unknown) until before `until`.

    `basis` is the document number of the registry's act, or the number of the application that
    changed the use. A version that was corrected ends on the day on which it began. `cells` find a
    version whose ground the parcel has left in part; they are empty otherwise.
    """

    version_key: str
    parcel_code: str
    county: str
    number: int
    kind: ParcelChange
    area: dict[str, Any]
    holder: str
    uses: tuple[LandUse, ...]
    planned_use: LandUse | None
    since: date | None
    until: date | None = None
    basis: str = ""
    cells: tuple[str, ...] = ()


@document("inquiries", title="腾退地块询问", key="plot_code")
class Inquiry:
    """The ended permits of a plot: those that wait for its area, and those answered."""

    plot_code: str
    waiting: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()


def register(command: RegisterParcel, inherited: Iterable[LandUse] = ()) -> Parcel:
    """Create the record of a parcel; `inherited` are known uses of its ground."""
    return Parcel(
        parcel_code=command.parcel_code,
        county=command.county,
        area=command.area,
        cells=cells_of(command.area),
        holder=command.holder,
        use=command.use,
        planned_use=command.planned_use,
        known_uses=tuple(dict.fromkeys((*command.former_uses, *inherited, command.use))),
        since=command.registered_on,
    )


def touch(parcel: Parcel) -> Parcel:
    """Increment the version, so that of two concurrent decisions on a parcel one is retried."""
    return replace(parcel, version=parcel.version + 1)


def recall(parcel: Parcel, approved: Iterable[tuple[LandUse, ...]]) -> Parcel:
    """Collect the uses of a parcel from the approvals on it, the oldest first [code.454]."""
    gathered = replace(parcel, known_uses=parcel.present_uses)
    for uses in approved:
        gathered = put_to_use(gathered, uses)
    return gathered


def put_to_use(parcel: Parcel, uses: tuple[LandUse, ...]) -> Parcel:
    """Add approved uses to a parcel; its earlier uses remain recorded.

    Land that ever had another use is not exempt from a later survey [42号令 3, plan.5].
    """
    known = tuple(dict.fromkeys((*parcel.uses_so_far, *uses)))
    further = tuple(dict.fromkeys(uses[1:]))
    return replace(parcel, use=uses[0], further_uses=further, known_uses=known)


def with_known_uses(parcel: Parcel, more: Iterable[LandUse]) -> Parcel:
    """Add uses that the ground is known to have had."""
    known = tuple(dict.fromkeys((*parcel.uses_so_far, *more)))
    return replace(parcel, known_uses=known)


def refuse_not_in_force(parcel: Parcel) -> None:
    """Raise `WrongStateError` for a parcel that was split, merged or cancelled."""
    if parcel.state is ParcelState.VALID:
        return
    remedy = (
        f"请改用后续宗地 {enumerated(parcel.successors)}"
        if parcel.successors
        else "请核对宗地代码，或先登记新的宗地"
    )
    raise WrongStateError(
        f"宗地“{parcel.parcel_code}”{parcel.state.value}（{parcel.until}），不能再办理；{remedy}"
    )


def add_question(inquiry: Inquiry, permit_number: str) -> Inquiry:
    """Add a permit that waits for an answer, once."""
    if permit_number in (*inquiry.waiting, *inquiry.answered):
        return inquiry
    return replace(inquiry, waiting=(*inquiry.waiting, permit_number))


def close(inquiry: Inquiry) -> Inquiry:
    """Record that all waiting permits have their answer."""
    return replace(inquiry, waiting=(), answered=(*inquiry.answered, *inquiry.waiting))


def brief(parcel: Parcel, applications: tuple[str, ...]) -> ParcelBrief:
    """Return the public data of a parcel: user, use, plan and the pending applications."""
    return ParcelBrief(
        parcel.parcel_code, parcel.use, parcel.planned_use, applications, parcel.holder
    )
