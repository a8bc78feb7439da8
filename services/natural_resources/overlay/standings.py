"""The hold that follows from the whole standing of a plot, or from the end of a suspicion."""

from dataclasses import replace
from datetime import datetime

from services.environment.plots.messages import PlotStandingChanged, PlotState, SuspicionRemoved
from services.environment.polluted.messages import PollutedListed
from services.environment.surveys.messages import SurveyOutcome
from services.natural_resources.overlay.domain import Hold, HoldKind, locate, new_hold


def restate(known: Hold | None, event: PlotStandingChanged, told_at: datetime) -> Hold:
    """Replace what was known of a plot by its whole standing, folded anew [行政许可法 69]."""
    kind = _kind_of(event)
    hold = known or new_hold(event.plot_code, kind, event.since, told_at)
    hold = locate(hold, event.area, event.county)
    finding = SurveyOutcome.EXCEEDED.value if event.standing is PlotState.POLLUTED else ""
    return replace(
        hold,
        kind=kind,
        since=event.since,
        told_at=told_at,
        conditions=event.conditions,
        finding=finding,
        delisted_on=hold.delisted_on if event.standing is PlotState.DELISTED else None,
        reason=f"{event.because.value}后重新认定为“{event.standing.value}”",
    )


def _kind_of(event: PlotStandingChanged) -> HoldKind:
    if event.standing is PlotState.REGISTERED:
        return HoldKind.REGISTERED
    if event.suspected or event.standing in (PlotState.SUSPECTED, PlotState.POLLUTED):
        return HoldKind.SUSPECTED
    bound = event.standing is PlotState.DELISTED or event.conditions
    return HoldKind.CONDITIONAL if bound else HoldKind.LIFTED


def grade(hold: Hold, event: PollutedListed) -> Hold:
    """Add to the hold of a polluted plot how the city graded its risk [42号令 14, plan.8]."""
    over = hold.finding.split("（市级名录", 1)[0] or SurveyOutcome.EXCEEDED.value
    heavy = "，重度污染" if event.is_heavy else ""
    return replace(
        hold, finding=f"{over}（市级名录：{event.grade.value}，{event.trade.value}{heavy}）"
    )


def clear_suspicion(hold: Hold, event: SuspicionRemoved) -> Hold:
    """End a suspicion that the head of the environment bureau removed [42号令 12]."""
    if hold.kind is not HoldKind.SUSPECTED or hold.finding or event.removed_on < hold.since:
        return hold
    kind = HoldKind.CONDITIONAL if hold.delisted_on else HoldKind.LIFTED
    return replace(hold, kind=kind, since=event.removed_on)
