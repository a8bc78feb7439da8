"""The listing of a polluted plot, and the uses that heavy pollution rules out for good."""

from dataclasses import replace

from services.environment.plots.domain import Plot
from services.environment.plots.messages import PlotState
from services.environment.polluted.messages import FormerTrade, ListPolluted, PollutedListed
from shared.errors import WrongStateError
from shared.vocabulary import LandScheme, LandUse

RESTRICTED_TRADES = (FormerTrade.PESTICIDE, FormerTrade.COKING, FormerTrade.CHEMICAL)
HOUSING_AND_SCHOOLS = {
    LandScheme.PLANNING: ("07", "0804"),
    LandScheme.SURVEY_3: ("07", "08"),
    LandScheme.GBT_21010: ("07", "08"),
    LandScheme.GB_50137: ("R", "A33"),
}
"""Codes of housing and schools; two schemes do not tell schools from other public uses here."""


def list_polluted(plot: Plot, command: ListPolluted) -> PollutedListed:
    """Return the event that lists a polluted plot; `WrongStateError` for any other plot."""
    if plot.state is not PlotState.POLLUTED:
        raise WrongStateError(
            f"地块“{plot.plot_code}”当前为“{plot.state.value}”，只有评审为“{PlotState.POLLUTED.value}”"
            "的地块才列入污染地块名录；请核对地块编码"
        )
    return PollutedListed(
        plot_code=plot.plot_code,
        county=plot.county,
        area=plot.area,
        document_number=command.document_number,
        grade=command.grade,
        trade=command.trade,
        is_heavy=command.is_heavy,
        listed_on=command.listed_on,
    )


def listed(plot: Plot, event: PollutedListed) -> Plot:
    """Return a polluted plot with its grade and trade; a later listing replaces an earlier one."""
    return replace(
        plot,
        polluted_by=event.document_number,
        risk_grade=event.grade,
        former_trade=event.trade,
        is_heavy=event.is_heavy,
    )


def is_ruled_out(plot: Plot, use: LandUse) -> bool:
    """Return whether housing or a school is ruled out on heavily polluted land [plan.6].

    It is, whatever an assessment found, until the plot left the register for that use. A coarse
    code may mean a school, so it is ruled out as well.
    """
    heavy = plot.is_heavy and plot.former_trade in RESTRICTED_TRADES
    if not heavy or plot.state is not PlotState.POLLUTED:
        return False
    codes = HOUSING_AND_SCHOOLS[use.scheme]
    return use.code.startswith(codes) or any(code.startswith(use.code) for code in codes)
