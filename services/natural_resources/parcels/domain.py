"""Parcels of the registry, and the questions that ended permits raise about them."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from services.natural_resources.parcels.messages import ParcelBrief, RegisterParcel
from shared.store import document
from shared.vocabulary import LandUse, cells_of


@document(
    "parcels",
    title="宗地",
    key="parcel_code",
    placed="county",
    indexes=(("county",), ("cells",)),
)
class Parcel:
    """A parcel of land (宗地); `version` counts the decisions on it.

    `known_uses` are all its known uses including the present one; None if they were not yet
    collected from the approvals on it.
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

    @property
    def uses_so_far(self) -> tuple[LandUse, ...]:
        """All known uses; only the present one if none were collected."""
        return self.known_uses or (self.use,)


@document("inquiries", title="腾退地块询问", key="plot_code")
class Inquiry:
    """The ended permits of a plot: those that wait for its area, and those answered."""

    plot_code: str
    waiting: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()


def register(command: RegisterParcel) -> Parcel:
    """Create the record of a parcel."""
    return Parcel(
        parcel_code=command.parcel_code,
        county=command.county,
        area=command.area,
        cells=cells_of(command.area),
        holder=command.holder,
        use=command.use,
        planned_use=command.planned_use,
        known_uses=tuple(dict.fromkeys((*command.former_uses, command.use))),
    )


def touch(parcel: Parcel) -> Parcel:
    """Increment the version, so that of two concurrent decisions on a parcel one is retried."""
    return replace(parcel, version=parcel.version + 1)


def recall(parcel: Parcel, approved: Iterable[tuple[LandUse, ...]]) -> Parcel:
    """Collect the uses of a parcel from the approvals on it, the oldest first [code.454]."""
    gathered = replace(parcel, known_uses=(parcel.use,))
    for uses in approved:
        gathered = put_to_use(gathered, uses)
    return gathered


def put_to_use(parcel: Parcel, uses: tuple[LandUse, ...]) -> Parcel:
    """Add approved uses to a parcel; its earlier uses remain recorded.

    Land that ever had another use is not exempt from a later survey [42号令 3, plan.5].
    """
    known = tuple(dict.fromkeys((*parcel.uses_so_far, *uses)))
    return replace(parcel, use=uses[0], known_uses=known)


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
