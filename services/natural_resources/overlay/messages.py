"""The overlay: which land is held, frozen or bound by conditions on the one map (一张图)."""

from typing import Annotated

from shared.messages import Classification, Example, Title, event
from shared.vocabulary import Day, Id, Name, ParcelCode, PlotCode


@event("plot.held", title="疑似污染地块已叠加一张图", subject="plot_code")
class PlotHeld:
    """A suspected or polluted plot is on the overlay; procedures on it are held [plan.8].

    `finding` is said of a polluted plot.
    """

    plot_code: PlotCode
    parcel_codes: Annotated[tuple[ParcelCode, ...], Title("涉及宗地"), Example([])]
    held_on: Annotated[Day, Title("叠加日期")]
    finding: Annotated[Name | None, Title("超标情况"), Example("超过筛选值")] = None


@event(
    "plot.frozen", title="名录地块已冻结", subject="plot_code", classification=Classification.PUBLIC
)
class PlotFrozen:
    """Confirms that a registered plot is frozen, and names the procedures stopped [code.456]."""

    plot_code: PlotCode
    parcel_codes: Annotated[tuple[ParcelCode, ...], Title("涉及宗地"), Example([])]
    stopped: Annotated[tuple[Id, ...], Title("已中止的申请"), Example([])]
    frozen_on: Annotated[Day, Title("冻结日期")]


@event(
    "plot.unfrozen",
    title="名录地块已解除冻结",
    subject="plot_code",
    classification=Classification.PUBLIC,
)
class PlotUnfrozen:
    """Procedures may start again on a delisted plot; its conditions stay [code.461]."""

    plot_code: PlotCode
    conditions: Annotated[tuple[str, ...], Title("后期管理要求"), Example(["不得开采地下水"])]
    unfrozen_on: Annotated[Day, Title("解除日期")]
