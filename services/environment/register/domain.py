"""The register: which provincial act enters a plot, by the dates of the acts.

An act is identified by its document number and its date: provinces number their notices anew each
year, and some notices have no number at all (公告).
"""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from services.environment.plots.domain import Plot, moved, record
from services.environment.plots.messages import PlotState
from services.environment.register.messages import (
    DelistPlot,
    PlotDelisted,
    PlotEntryChanged,
    PlotRegistered,
    RegisterPlot,
)
from services.partners.province.messages import RegisterEntryAnnounced, RegisterEntryRemoved
from shared.errors import FieldError
from shared.store import document
from shared.texts import same
from shared.vocabulary import cells_of, place_faults

Listing = RegisterPlot | RegisterEntryAnnounced | PlotRegistered
Removal = DelistPlot | RegisterEntryRemoved | PlotDelisted
ENTRY = ("plot_code", "name", "county", "area", "area_m2", "pollutants")


@document("held_removals", title="待处理的移出", key="plot_code", indexes=(("due_at",),))
class HeldRemovals:
    """Removals that an older release held until their listing or their day; acts hold them now."""

    plot_code: str
    removals: tuple[RegisterEntryRemoved, ...] = ()
    due_at: datetime | None = None
    told_by: str = ""


def register(
    known: Plot | None, act: Listing
) -> tuple[Plot, PlotRegistered | PlotEntryChanged | None]:
    """Enter a plot in the register, or confirm its entry [code.456].

    Provinces publish the whole register with each update (新增、保留、移出): a later act about a
    plot on the register confirms and updates its entry. A known act changes nothing, nor does one
    dated on or before the removal of the plot.
    """
    if known is not None and known.delisted_on and act.registered_on <= known.delisted_on:
        return known, None
    if known is not None and known.state is PlotState.REGISTERED:
        return _confirm(known, act)
    entered = replace(
        moved(_told(known or record(act), act), PlotState.REGISTERED),
        registered_by=act.document_number,
        registered_on=act.registered_on,
        confirmed_by="",
        confirmed_on=None,
    )
    return entered, _registered(entered, act)


def doubts(act: Listing) -> tuple[FieldError, ...]:
    """List the contradictions in the location that an act states for a plot."""
    return place_faults(
        act.county,
        act.registered_on,
        code=act.plot_code,
        area=act.area,
        square_metres=act.area_m2,
    )


def has_left(plot: Plot | None, act: Removal) -> bool:
    """Return whether a removal took effect before."""
    if plot is None or plot.delisted_on is None:
        return False
    return is_one_act((plot.delisted_by, plot.delisted_on), (act.document_number, act.delisted_on))


def may_leave(plot: Plot | None, act: Removal) -> bool:
    """Return whether a plot is on the register by acts dated before a removal."""
    if plot is None or plot.state is not PlotState.REGISTERED:
        return False
    listed_on = last_listed_on(plot)
    return listed_on is not None and listed_on <= act.delisted_on


def last_listed_on(plot: Plot) -> date | None:
    """Return the date of the latest act that entered a plot or confirmed its entry."""
    return plot.confirmed_on or plot.registered_on


def is_one_act(one: tuple[str, date], other: tuple[str, date]) -> bool:
    """Return whether two numbers with their dates identify one act, for any type of bracket."""
    return one[1] == other[1] and same(one[0], other[0])


def delist(plot: Plot, act: Removal) -> tuple[Plot, PlotDelisted]:
    """Remove a plot from the register, with conditions for its aftercare [code.461, code.437]."""
    left = replace(
        moved(plot, PlotState.DELISTED),
        suspicion=None,
        delisted_by=act.document_number,
        delisted_on=act.delisted_on,
        conditions=act.conditions,
        usable_for=act.uses,
        usable_class=act.land_class,
    )
    return left, as_delisted(act)


def as_registered(act: Listing) -> PlotRegistered:
    """Return the event of a listing, as the province said it."""
    entry = {name: getattr(act, name) for name in ENTRY}
    number, on = act.document_number, act.registered_on
    return PlotRegistered(**entry, document_number=number, registered_on=on)


def as_delisted(act: Removal) -> PlotDelisted:
    """Return the event of a removal, as the province said it."""
    return PlotDelisted(**{name: getattr(act, name) for name in PlotDelisted.__dataclass_fields__})


def _confirm(plot: Plot, act: Listing) -> tuple[Plot, PlotEntryChanged | None]:
    told = (act.document_number, act.registered_on)
    first = (plot.registered_by, plot.registered_on or act.registered_on)
    latest = (plot.confirmed_by or first[0], last_listed_on(plot) or act.registered_on)
    if is_one_act(told, first) or is_one_act(told, latest):
        return plot, None
    if act.registered_on < first[1]:
        earlier = replace(plot, registered_by=told[0], registered_on=told[1])
        return replace(earlier, confirmed_by=latest[0], confirmed_on=latest[1]), None
    if act.registered_on < latest[1]:
        return plot, None
    kept = replace(_told(plot, act), confirmed_by=told[0], confirmed_on=told[1])
    same_entry = _content(kept) == _content(plot)
    return kept, None if same_entry else _changed(kept, act)


def _told(plot: Plot, act: Listing) -> Plot:
    """Copy the data of an act to a plot."""
    return replace(
        plot,
        name=act.name,
        area=act.area,
        area_m2=act.area_m2,
        cells=cells_of(act.area),
        pollutants=act.pollutants,
        doubts=tuple(doubt.message for doubt in doubts(act)),
    )


def _content(plot: Plot) -> tuple[object, ...]:
    return plot.name, plot.area, plot.area_m2, plot.pollutants


def _registered(plot: Plot, act: Listing) -> PlotRegistered:
    number, on = act.document_number, act.registered_on
    return PlotRegistered(**_entry(plot), document_number=number, registered_on=on)


def _changed(plot: Plot, act: Listing) -> PlotEntryChanged:
    number, on = act.document_number, act.registered_on
    return PlotEntryChanged(**_entry(plot), document_number=number, changed_on=on)


def _entry(plot: Plot) -> dict[str, Any]:
    return {name: getattr(plot, name) for name in ENTRY}
