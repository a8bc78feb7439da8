"""What agriculture knows of the plots that the environment bureau spoke of."""

from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any

from services.environment.plots.messages import (
    PlotDelisted,
    PlotEntryChanged,
    PlotRegistered,
    PlotSuspected,
)
from services.environment.surveys.messages import SurveyOutcome, SurveyReviewed
from shared.store import document
from shared.vocabulary import cells_of, county_now


class PlotKind(StrEnum):
    """What the environment bureau last said of a plot."""

    SUSPECTED = "疑似污染"
    REGISTERED = "在名录内"
    DELISTED = "已移出名录"
    CLEAN = "调查未超筛选值"


@document("plots", title="已知地块", key="plot_code", indexes=(("county",), ("kind",), ("cells",)))
class KnownPlot:
    """A plot that the environment bureau spoke of; `since` is the legal day of its latest act.

    The area is unknown for a plot that was only heard of when it was delisted. `polluted_on` is the
    day on which the soil was found to exceed the limits: such a plot counts like a suspected one,
    and becomes no farmland at all.
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
    """Remember a suspicion, unless the plot is registered or a later act has settled it."""
    plot = known or _new(event.plot_code, PlotKind.SUSPECTED, event.suspected_on)
    plot = _locate(plot, event.area)
    if plot.kind is PlotKind.REGISTERED or event.suspected_on < plot.since:
        return plot
    return replace(plot, kind=PlotKind.SUSPECTED, since=event.suspected_on)


def register(known: KnownPlot | None, event: PlotRegistered) -> KnownPlot:
    """Remember a registration, unless the plot was delisted on a later day [code.456]."""
    plot = known or _new(event.plot_code, PlotKind.REGISTERED, event.registered_on)
    plot = _locate(plot, event.area)
    if plot.delisted_on is not None and event.registered_on < plot.delisted_on:
        return plot
    listed = plot.kind is PlotKind.REGISTERED
    since = max(plot.since, event.registered_on) if listed else event.registered_on
    return replace(plot, kind=PlotKind.REGISTERED, since=since)


def relocate(known: KnownPlot | None, event: PlotEntryChanged) -> KnownPlot:
    """Remember where a later act draws a registered plot [code.456]."""
    plot = known or _new(event.plot_code, PlotKind.REGISTERED, event.changed_on)
    if plot.delisted_on is not None and event.changed_on <= plot.delisted_on:
        return plot
    return replace(_locate(plot, event.area), kind=PlotKind.REGISTERED)


def delist(known: KnownPlot | None, event: PlotDelisted) -> KnownPlot:
    """Remember a delisting; what was suspected or registered on a later day stays so [code.461]."""
    plot = known or _new(event.plot_code, PlotKind.DELISTED, event.delisted_on)
    latest = max(plot.delisted_on or event.delisted_on, event.delisted_on)
    kept = replace(plot, delisted_on=latest)
    if event.delisted_on < plot.since:
        return kept
    return replace(kept, kind=PlotKind.DELISTED, since=event.delisted_on, polluted_on=None)


def exceed(known: KnownPlot | None, event: SurveyReviewed) -> KnownPlot:
    """Remember that the soil of a plot exceeds the limits [code.455, plan.8].

    A registered plot stays registered; what was settled on a later day stays settled.
    """
    plot = known or _new(event.plot_code, PlotKind.SUSPECTED, event.reviewed_on)
    plot = _locate(plot, event.area) if event.area is not None else plot
    if plot.kind is PlotKind.REGISTERED:
        return replace(plot, polluted_on=event.reviewed_on)
    if event.reviewed_on < plot.since:
        return plot
    on = event.reviewed_on
    return replace(plot, kind=PlotKind.SUSPECTED, since=on, polluted_on=on)


def disprove(plot: KnownPlot, event: SurveyReviewed) -> KnownPlot:
    """Forget a suspicion that a later survey did not confirm [code.455].

    What was found to exceed the limits no survey makes clean.
    """
    clean = event.outcome is SurveyOutcome.CLEAN and not event.suspicion_stands
    clean = clean and plot.polluted_on is None
    if plot.kind is not PlotKind.SUSPECTED or not clean or event.reviewed_on < plot.since:
        return plot
    return replace(plot, kind=PlotKind.CLEAN, since=event.reviewed_on)


def is_toxic(plot: KnownPlot) -> bool:
    """Tell whether a plot is suspected or registered now."""
    return plot.kind in (PlotKind.SUSPECTED, PlotKind.REGISTERED)


def is_no_farmland(plot: KnownPlot) -> bool:
    """Tell whether a plot may not become farmland, whatever grows [code.428, code.456, plan.6]."""
    return plot.kind is PlotKind.REGISTERED or plot.polluted_on is not None


def standing(plot: KnownPlot) -> str:
    """Say how a plot stands."""
    polluted = plot.polluted_on is not None and plot.kind is PlotKind.SUSPECTED
    return SurveyOutcome.EXCEEDED.value if polluted else plot.kind.value


def _new(plot_code: str, kind: PlotKind, since: date) -> KnownPlot:
    return KnownPlot(plot_code, county_now(plot_code), kind, since)


def _locate(plot: KnownPlot, area: dict[str, Any]) -> KnownPlot:
    return replace(plot, area=area, cells=cells_of(area))
