"""Parcels: the land as the registry knows it, and the answer about a plot that was vacated."""

from typing import Annotated

from shared.messages import Example, Length, Title, command, event, value_object
from shared.vocabulary import (
    Area,
    County,
    Id,
    LandUseField,
    Name,
    ParcelCode,
    PermitNumber,
    PlotCode,
)


@command("登记宗地")
class RegisterParcel:
    """Record a parcel of the registry with its area, its use and what the plan means it for.

    `former_uses` are those that the land had before, as far as the registry knows.
    """

    parcel_code: ParcelCode
    county: County
    area: Area
    holder: Annotated[Name, Title("使用权人"), Example("某某焦化有限公司")]
    use: Annotated[LandUseField, Title("现状用途")]
    planned_use: Annotated[LandUseField | None, Title("规划用途")] = None
    former_uses: Annotated[
        tuple[LandUseField, ...], Title("曾有的用途"), Length(0, 100), Example([])
    ] = ()


@value_object("宗地情况")
class ParcelBrief:
    """What natural resources knows of one parcel."""

    parcel_code: ParcelCode
    use: Annotated[LandUseField, Title("现状用途")]
    planned_use: Annotated[LandUseField | None, Title("规划用途")] = None
    applications: Annotated[tuple[Id, ...], Title("在办申请")] = ()
    holder: Annotated[Name | None, Title("使用权人"), Example("某某焦化有限公司")] = None


@event("parcel.answered", title="腾退地块宗地情况回复", subject="plot_code")
class ParcelAnswered:
    """Parcels, planned uses and applications in hand on the plot of an ended permit [plan.5]."""

    permit_number: PermitNumber
    plot_code: PlotCode
    parcels: Annotated[tuple[ParcelBrief, ...], Title("宗地"), Example([])] = ()
