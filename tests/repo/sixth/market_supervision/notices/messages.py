"""What the market supervision bureau does about plots, and what it tells the others."""

from typing import Annotated

from shared.messages import Example, Title, command, event
from shared.vocabulary import LongText, PlotCode


@command("停止收购")
class StopPurchases:
    """Record that produce of a plot is bought no more."""

    plot_code: Annotated[PlotCode, Title("地块编码")]
    reason: Annotated[LongText, Title("依据"), Example("地块已列入名录")]


@event("purchase.stopped", title="已停止收购", subject="plot_code")
class PurchaseStopped:
    """Produce of a plot is bought no more."""

    plot_code: Annotated[PlotCode, Title("地块编码")]
    reason: Annotated[LongText, Title("依据"), Example("地块已列入名录")]
