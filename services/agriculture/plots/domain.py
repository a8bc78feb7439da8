"""Plots as agriculture knows them from the events of the environment bureau."""

from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any

from services.environment.plots.messages import (
    PlotStandingChanged,
    PlotState,
    PlotSuspected,
    SuspicionRemoved,
)
from services.environment.register.messages import PlotDelisted, PlotEntryChanged, PlotRegistered
from services.environment.surveys.messages import SurveyOutcome, SurveyReviewed
from shared.store import document
from shared.vocabulary import cells_of, county_now, place_of


class PlotKind(StrEnum):
    """The latest finding of the environment bureau on a plot."""

    SUSPECTED = "疑似污染"
    REGISTERED = "在名录内"
    DELISTED = "已移出名录"
    CLEAN = "调查未超筛选值"


@document(
    "plots",
    title="已知地块",
    key="plot_code",
    placed="county",
    indexes=(("county",), ("kind",), ("cells",)),
)
class KnownPlot:
    """A plot known from the environment bureau; `since` is the legal date of its latest act.

    The area is unknown for a plot of which only the delisting was received. `polluted_on` is the
    date on which the soil was found to exceed the limits: such a plot is treated like a suspected
    one, and never becomes farmland.
    """

    plot_code: str
    county: str
    kind: PlotKind
    since: date
    area: dict[str, Any] | None = None
    cells: tuple[str, ...] = ()
    delisted_on: date | None = None
    polluted_on: date | None = None


def suspect(known: KnownPlot | None, event: PlotSuspected) -> KnownPlot:
    """Record a suspicion, unless the plot is registered or a later act has settled it."""
    plot = known or _new(event.plot_code, PlotKind.SUSPECTED, event.suspected_on)
    plot = _locate(plot, event.area, event.county)
    if plot.kind is PlotKind.REGISTERED or event.suspected_on < plot.since:
        return plot
    return replace(plot, kind=PlotKind.SUSPECTED, since=event.suspected_on)


def register(known: KnownPlot | None, event: PlotRegistered) -> KnownPlot:
    """Record a registration, unless the plot was delisted on a later date [code.456]."""
    plot = known or _new(event.plot_code, PlotKind.REGISTERED, event.registered_on)
    plot = _locate(plot, event.area, event.county)
    if plot.delisted_on is not None and event.registered_on < plot.delisted_on:
        return plot
    listed = plot.kind is PlotKind.REGISTERED
    since = max(plot.since, event.registered_on) if listed else event.registered_on
    return replace(plot, kind=PlotKind.REGISTERED, since=since)


def relocate(known: KnownPlot | None, event: PlotEntryChanged) -> KnownPlot:
    """Record the new area of a registered plot from a later act [code.456]."""
    plot = known or _new(event.plot_code, PlotKind.REGISTERED, event.changed_on)
    if plot.delisted_on is not None and event.changed_on <= plot.delisted_on:
        return plot
    return replace(_locate(plot, event.area, event.county), kind=PlotKind.REGISTERED)


def delist(known: KnownPlot | None, event: PlotDelisted) -> KnownPlot:
    """Record a delisting; a suspicion or registration of a later date remains [code.461]."""
    plot = known or _new(event.plot_code, PlotKind.DELISTED, event.delisted_on)
    latest = max(plot.delisted_on or event.delisted_on, event.delisted_on)
    kept = replace(plot, delisted_on=latest)
    if event.delisted_on < plot.since:
        return kept
    return replace(kept, kind=PlotKind.DELISTED, since=event.delisted_on, polluted_on=None)


def exceed(known: KnownPlot | None, event: SurveyReviewed) -> KnownPlot:
    """Record that the soil of a plot exceeds the limits [code.455, plan.8].

    A registered plot stays registered; a finding settled on a later date stays settled.
    """
    plot = known or _new(event.plot_code, PlotKind.SUSPECTED, event.reviewed_on)
    plot = _locate(plot, event.area, None) if event.area is not None else plot
    if plot.kind is PlotKind.REGISTERED:
        return replace(plot, polluted_on=event.reviewed_on)
    if event.reviewed_on < plot.since:
        return plot
    on = event.reviewed_on
    return replace(plot, kind=PlotKind.SUSPECTED, since=on, polluted_on=on)


def disprove(plot: KnownPlot, event: SurveyReviewed) -> KnownPlot:
    """Remove a suspicion that a later survey did not confirm [code.455].

    A survey does not clear soil that was found to exceed the limits.
    """
    clean = event.outcome is SurveyOutcome.CLEAN and not event.suspicion_stands
    clean = clean and plot.polluted_on is None
    if plot.kind is not PlotKind.SUSPECTED or not clean or event.reviewed_on < plot.since:
        return plot
    return replace(plot, kind=PlotKind.CLEAN, since=event.reviewed_on)


def restate(known: KnownPlot | None, event: PlotStandingChanged) -> KnownPlot | None:
    """Replace what was known of a plot by its whole standing, folded anew [行政许可法 69].

    None if nothing stands for or against it any more.
    """
    kind = _kind_of(event)
    if kind is None:
        return None
    plot = _locate(known or _new(event.plot_code, kind, event.since), event.area, event.county)
    polluted = event.since if event.standing is PlotState.POLLUTED else None
    kept = plot.delisted_on if event.standing is PlotState.DELISTED else None
    return replace(
        plot,
        kind=kind,
        since=event.since,
        polluted_on=polluted,
        delisted_on=kept,
    )


def is_unsuspected(plot: KnownPlot, event: SuspicionRemoved) -> bool:
    """Return whether nothing is known of a plot once its suspicion was removed [42号令 12]."""
    suspected = plot.kind is PlotKind.SUSPECTED and plot.polluted_on is None
    return suspected and event.removed_on >= plot.since


def _kind_of(event: PlotStandingChanged) -> PlotKind | None:
    if event.standing is PlotState.REGISTERED:
        return PlotKind.REGISTERED
    if event.suspected or event.standing in (PlotState.SUSPECTED, PlotState.POLLUTED):
        return PlotKind.SUSPECTED
    if event.standing is PlotState.DELISTED:
        return PlotKind.DELISTED
    return PlotKind.CLEAN if event.standing is PlotState.CLEAN else None


def is_toxic(plot: KnownPlot) -> bool:
    """Return whether a plot is suspected or registered now."""
    return plot.kind in (PlotKind.SUSPECTED, PlotKind.REGISTERED)


def is_no_farmland(plot: KnownPlot) -> bool:
    """Return whether a plot may not become farmland, for any crop [code.428, code.456, plan.6]."""
    return plot.kind is PlotKind.REGISTERED or plot.polluted_on is not None


def standing(plot: KnownPlot) -> str:
    """Return the status of a plot in words."""
    polluted = plot.polluted_on is not None and plot.kind is PlotKind.SUSPECTED
    return SurveyOutcome.EXCEEDED.value if polluted else plot.kind.value


def _new(plot_code: str, kind: PlotKind, since: date) -> KnownPlot:
    return KnownPlot(plot_code, county_now(plot_code), kind, since)


def _locate(plot: KnownPlot, area: dict[str, Any], county: str | None) -> KnownPlot:
    place = place_of(county, plot.plot_code) if county else plot.county
    return replace(plot, area=area, cells=cells_of(area), county=place)
