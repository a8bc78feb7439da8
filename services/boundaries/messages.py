"""Doubtful borders: one contract, whichever of the two bureaus confirms."""

from typing import Annotated

from shared.messages import Example, Title, command, event
from shared.vocabulary import Day, LongText, ParcelCode, PlotCode

SharesGround = Annotated[bool, Title("地块与宗地共有土地"), Example(False)]
Basis = Annotated[LongText, Title("核实依据"), Example("现场实测界址点，重叠为测量误差")]


@command("核实边界")
class ConfirmBoundary:
    """Say whether a plot and a parcel whose border is in doubt (边界待核) share ground."""

    plot_code: PlotCode
    parcel_code: ParcelCode
    shares_ground: SharesGround
    basis: Basis


@event("boundary.confirmed", title="边界核实意见", subject="plot_code")
class BoundaryConfirmed:
    """A bureau has said whether a plot and a parcel share ground; both must agree [plan.8].

    The publisher is the bureau; its latest opinion counts.
    """

    plot_code: PlotCode
    parcel_code: ParcelCode
    shares_ground: SharesGround
    basis: Basis
    confirmed_on: Annotated[Day, Title("核实日期")]
