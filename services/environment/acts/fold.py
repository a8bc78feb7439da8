"""The standing of a plot: its acts, folded in the order of their legal days (pure functions)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from services.environment.acts.domain import (
    COMES_AT_ONCE,
    LISTING,
    REMOVAL,
    ActCorrection,
    PlotAct,
)
from services.environment.acts.steps import class_of, step
from services.environment.plots.domain import Plot
from services.environment.plots.messages import PlotState
from shared.handling import LEGAL_ZONE
from shared.messages import contract_of


@dataclass(frozen=True, slots=True)
class AsOf:
    """A point in both times: the legal day, and what was known when."""

    on: date
    known_at: datetime


@dataclass(frozen=True, slots=True)
class ActEffect:
    """An act in its place: the plot after it, and the event by which it took effect."""

    act: PlotAct
    plot: Plot | None
    event: Any


def standing(base: Plot | None, acts: Iterable[PlotAct], at: AsOf) -> Plot | None:
    """Fold the acts that count as of a point in both times; None if none created the plot.

    The order of arrival makes no difference. `base` is what older releases knew.
    """
    done = effects(base, acts, at)
    return done[-1].plot if done else base


def effects(base: Plot | None, acts: Iterable[PlotAct], at: AsOf) -> list[ActEffect]:
    """Fold the acts that count as of a point in both times, and return the effect of each."""
    found, plot = list[ActEffect](), base
    for act in arranged(acts):
        content = content_of(act, at)
        if content is not None:
            plot, event = step(plot, content)
            found.append(ActEffect(act, plot, event))
    return found


def news(found: list[ActEffect]) -> list[tuple[PlotAct, Any]]:
    """Return the effects that were not published yet, with their events.

    A listing that a later removal ended is news only together with that removal.
    """
    fresh = [(each.act, each.event) for each in found if each.event and not each.act.event_id]
    is_listed = bool(found) and found[-1].plot is not None and _is_registered(found[-1].plot)
    removals = [number for number, (act, _) in enumerate(fresh) if act.type == REMOVAL]
    return [
        (act, event)
        for number, (act, event) in enumerate(fresh)
        if act.type != LISTING or is_listed or any(later > number for later in removals)
    ]


def last_event(found: list[ActEffect]) -> Any:
    """Return the event of the latest act that took effect, None if none did."""
    return next((each.event for each in reversed(found) if each.event is not None), None)


def _is_registered(plot: Plot) -> bool:
    return plot.state is PlotState.REGISTERED


def arranged(acts: Iterable[PlotAct]) -> list[PlotAct]:
    """Sort acts by their legal days; a removal follows a listing of the same day [code.461].

    The province may announce both in either order, and a removal presupposes a listing.
    """
    in_order = sorted(acts, key=lambda act: act.order)
    for removal in [act for act in in_order if act.type == REMOVAL]:
        place = in_order.index(removal)
        later = [
            number
            for number, act in enumerate(in_order)
            if number > place and act.type == LISTING and act.day == removal.day
        ]
        if later:
            in_order.insert(later[-1], in_order.pop(place))
    return in_order


def content_of(act: PlotAct, at: AsOf) -> Any:
    """Return what an act says as of a point in both times, corrected; None if it does not count."""
    if act.known_at > at.known_at:
        return None
    data = act.content
    for correction in _corrections_of(act, at):
        if correction.content is None:
            return None
        data = correction.content
    content = contract_of(class_of(act.type)).load_trusted(data)
    on = act.effective_on if data is act.content else _day_of(content, act.effective_on)
    if act.type in COMES_AT_ONCE:
        on = min(on, act.known_at.astimezone(LEGAL_ZONE).date())
    return content if on <= at.on else None


def _corrections_of(act: PlotAct, at: AsOf) -> list[ActCorrection]:
    return [
        correction
        for correction in act.corrections
        if correction.known_at <= at.known_at
        and (correction.undone_at is None or correction.undone_at > at.known_at)
        and (correction.from_beginning or correction.effective_on <= at.on)
    ]


def _day_of(content: Any, otherwise: date) -> date:
    name = content.__message__.effective
    return getattr(content, name) if name else otherwise
