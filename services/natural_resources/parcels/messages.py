"""Parcels: the land as the registry knows it, and the answer about a plot that was vacated."""

from enum import StrEnum
from typing import Annotated

from shared.messages import Example, Length, Title, command, event, value_object
from shared.vocabulary import (
    Area,
    County,
    Day,
    Id,
    LandUseField,
    Name,
    ParcelCode,
    PermitNumber,
    PlotCode,
)

MOST_PARTS = 100
DocumentNumber = Annotated[Name, Title("登记文号"), Example("祁自然资登〔2026〕某某号")]
DocumentNumberIfAny = Annotated[Name | None, Title("登记文号"), Example("祁自然资登〔2026〕某某号")]
NewArea = Annotated[Area | None, Title("变化后的四至范围", "new area")]
ChangedOn = Annotated[Day, Title("登记日期", "legal day of the act")]
Uses = Annotated[tuple[LandUseField, ...], Title("现状用途"), Length(0, 100), Example([])]
ParcelCodes = Annotated[
    tuple[ParcelCode, ...], Length(0, MOST_PARTS), Example(["140728001001GB00013"])
]
TWO_PARTS = [
    {
        "parcel_code": f"140728001001GB{number:05}",
        "area": {
            "type": "Polygon",
            "coordinates": [
                [[west, 37.189], [east, 37.189], [east, 37.191], [west, 37.191], [west, 37.189]]
            ],
        },
        "holder": "某某焦化有限公司",
        "use": {"scheme": "planning-2023", "code": "1001"},
        "planned_use": {"scheme": "planning-2023", "code": "0701"},
    }
    for number, west, east in ((13, 112.176, 112.177), (14, 112.177, 112.178))
]


class ParcelChange(StrEnum):
    """The acts of the registry on a parcel."""

    REGISTERED = "登记"
    CHANGED = "变更"
    SPLIT = "分割"
    MERGED = "合并"
    CANCELLED = "注销"
    CORRECTED = "更正"


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
    document_number: DocumentNumberIfAny = None
    registered_on: Annotated[
        Day | None, Title("登记日期", "unknown if the parcel was registered before"), Example(None)
    ] = None


@value_object("分割、合并后的宗地")
class ParcelPart:
    """A parcel that follows others; its use is one that they have now, by default the same."""

    parcel_code: ParcelCode
    area: Area
    holder: Annotated[Name, Title("使用权人"), Example("某某焦化有限公司")]
    use: Annotated[LandUseField | None, Title("现状用途")] = None
    planned_use: Annotated[LandUseField | None, Title("规划用途")] = None


@command("变更宗地")
class ChangeParcel:
    """Record a new border, holder or plan of a parcel; absent fields stay as they are.

    The use of land changes by an approved application alone, after the gate [code.454].
    """

    parcel_code: ParcelCode
    document_number: DocumentNumber
    changed_on: ChangedOn
    area: NewArea = None
    holder: Annotated[Name | None, Title("使用权人"), Example("某某焦化有限公司")] = None
    planned_use: Annotated[LandUseField | None, Title("规划用途")] = None


@command("更正宗地登记")
class CorrectParcel:
    """Correct the record of a parcel from the day on which the wrong one began.

    A corrected use stays among the former uses of the land: no correction exempts it from a survey.
    """

    parcel_code: ParcelCode
    document_number: DocumentNumber
    changed_on: ChangedOn
    area: NewArea = None
    holder: Annotated[Name | None, Title("使用权人"), Example("某某焦化有限公司")] = None
    use: Annotated[LandUseField | None, Title("现状用途")] = None
    planned_use: Annotated[LandUseField | None, Title("规划用途")] = None


@command("分割宗地")
class SplitParcel:
    """End a parcel and begin its successors on the same ground."""

    parcel_code: ParcelCode
    document_number: DocumentNumber
    changed_on: ChangedOn
    into: Annotated[
        tuple[ParcelPart, ...], Title("分割后的宗地"), Length(2, MOST_PARTS), Example(TWO_PARTS)
    ]


@command("合并宗地")
class MergeParcels:
    """End several parcels and begin one on the same ground."""

    parcel_codes: Annotated[
        tuple[ParcelCode, ...],
        Title("被合并的宗地"),
        Length(2, MOST_PARTS),
        Example(["140728001001GB00012", "140728001001GB00013"]),
    ]
    document_number: DocumentNumber
    changed_on: ChangedOn
    into: Annotated[ParcelPart, Title("合并后的宗地")]


@command("注销宗地")
class CancelParcel:
    """End a parcel without a successor."""

    parcel_code: ParcelCode
    document_number: DocumentNumber
    changed_on: ChangedOn


@event("parcel.changed", title="宗地登记变化", subject="parcel_code", effective="changed_on")
class ParcelChanged:
    """An act of the registry on a parcel: what it follows, what follows it, its present uses.

    A split or a merge is published for each parcel that ends and for each that begins.
    """

    parcel_code: ParcelCode
    kind: Annotated[ParcelChange, Title("变化种类"), Example("分割")]
    county: County
    changed_on: ChangedOn
    uses: Uses = ()
    predecessors: Annotated[ParcelCodes, Title("原宗地")] = ()
    successors: Annotated[ParcelCodes, Title("后续宗地")] = ()
    document_number: DocumentNumberIfAny = None


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
