"""The register: which provincial act holds a plot on it, by the dates of the acts."""

from dataclasses import replace

from services.environment.plots.domain import Plot, PlotState, moved, record
from services.environment.plots.messages import (
    DelistPlot,
    PlotDelisted,
    PlotRegistered,
    RegisterPlot,
)
from services.partners.province.messages import RegisterEntryAnnounced, RegisterEntryRemoved
from shared.document import document
from shared.errors import WrongStateError
from shared.grid import cells_of

Listing = RegisterPlot | RegisterEntryAnnounced
Removal = DelistPlot | RegisterEntryRemoved


@document("held_removals", title="待列入后处理的移出", key="plot_code")
class HeldRemovals:
    """Removals from the register of which the province told before the listing."""

    plot_code: str
    removals: tuple[RegisterEntryRemoved, ...] = ()


def register(known: Plot | None, act: Listing) -> tuple[Plot, PlotRegistered | None]:
    """Enter a plot in the register; an act that is known or over changes nothing [code.456].

    An act is over if a removal of the same day or later is known. `WrongStateError` if another act
    holds the plot on the register.
    """
    if known is not None and _is_old(known, act):
        return known, None
    plot = known or record(act)
    entered = replace(
        moved(plot, PlotState.REGISTERED),
        name=act.name,
        area=act.area,
        area_m2=act.area_m2,
        cells=cells_of(act.area),
        pollutants=act.pollutants,
        registered_by=act.document_number,
        registered_on=act.registered_on,
    )
    return entered, _registered(entered, act)


def has_left(plot: Plot | None, act: Removal) -> bool:
    """Tell whether a removal took effect before."""
    return plot is not None and plot.delisted_by == act.document_number


def may_leave(plot: Plot | None, act: Removal) -> bool:
    """Tell whether a plot is on the register by a listing of before a removal."""
    if plot is None or plot.state is not PlotState.REGISTERED:
        return False
    return plot.registered_on is not None and plot.registered_on <= act.delisted_on


def delist(plot: Plot, act: Removal) -> tuple[Plot, PlotDelisted]:
    """Take a plot off the register, with the conditions of its aftercare [code.461, code.437]."""
    left = replace(
        moved(plot, PlotState.DELISTED),
        suspicion=None,
        delisted_by=act.document_number,
        delisted_on=act.delisted_on,
        conditions=act.conditions,
        usable_for=act.uses,
        usable_class=act.land_class,
    )
    return left, PlotDelisted(
        plot.plot_code,
        act.document_number,
        act.delisted_on,
        act.conditions,
        act.uses,
        act.land_class,
    )


def release(held: HeldRemovals, plot: Plot) -> tuple[HeldRemovals, RegisterEntryRemoved | None]:
    """Find the removal that ends the listing of a plot, by the dates of the acts."""
    fitting = [removal for removal in held.removals if may_leave(plot, removal)]
    if not fitting:
        return held, None
    first = min(fitting, key=lambda removal: removal.delisted_on)
    left = tuple(removal for removal in held.removals if removal is not first)
    return replace(held, removals=left), first


def _is_old(plot: Plot, act: Listing) -> bool:
    if plot.state is PlotState.REGISTERED:
        if plot.registered_by == act.document_number:
            return True
        raise WrongStateError(
            f"地块“{plot.plot_code}”已由“{plot.registered_by}”于 {plot.registered_on} 列入名录，"
            f"不能再由“{act.document_number}”列入；请核对省级文号，或先办理移出"
        )
    return plot.delisted_on is not None and act.registered_on <= plot.delisted_on


def _registered(plot: Plot, act: Listing) -> PlotRegistered:
    return PlotRegistered(
        plot_code=plot.plot_code,
        name=plot.name,
        county=plot.county,
        area=plot.area,
        area_m2=plot.area_m2,
        pollutants=plot.pollutants,
        document_number=act.document_number,
        registered_on=act.registered_on,
    )
