"""The standing of a plot: its acts, folded in the order of their legal days (pure functions)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from services.environment.acts.domain import (
    COMES_AT_ONCE,
    DAY_LENGTH,
    LISTING,
    REMOVAL,
    ActCorrection,
    PlotAct,
    moved_to,
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
class CountedAct:
    """An act that counts: what it says, corrected, and the key that sorts it by its legal day."""

    act: PlotAct
    content: Any
    order: str

    @property
    def day(self) -> str:
        """The legal day by which the act is sorted."""
        return self.order[:DAY_LENGTH]


@dataclass(frozen=True, slots=True)
class ActEffect:
    """An act in its place: the plot after it, and the event by which it took effect."""

    act: PlotAct
    order: str
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
    for counted in arranged(filter(None, (counted_as(act, at) for act in acts))):
        plot, event = step(plot, counted.content)
        found.append(ActEffect(counted.act, counted.order, plot, event))
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


def arranged(acts: Iterable[CountedAct]) -> list[CountedAct]:
    """Sort acts by their legal days; a removal follows a listing of the same day [code.461].

    The province may announce both in either order, and a removal presupposes a listing.
    """
    in_order = sorted(acts, key=lambda counted: counted.order)
    last = {counted.day: counted.order for counted in in_order if counted.act.type == LISTING}
    return sorted(in_order, key=lambda counted: _after_listing(counted, last))


def _after_listing(counted: CountedAct, last: Mapping[str, str]) -> tuple[str, bool]:
    listed = last.get(counted.day, "") if counted.act.type == REMOVAL else ""
    return (listed, True) if listed > counted.order else (counted.order, False)


def counted_as(act: PlotAct, at: AsOf) -> CountedAct | None:
    """Return what an act says as of a point in both times; None if it does not count."""
    if act.known_at > at.known_at:
        return None
    data = act.content
    for correction in _corrections_of(act, at):
        if correction.content is None:
            return None
        data = correction.content
    content = contract_of(class_of(act.type)).load_trusted(data)
    day = act.effective_on if data is act.content else _day_of(content, act.effective_on)
    order = act.order if day == act.effective_on else moved_to(act, day)
    if act.type in COMES_AT_ONCE:
        day = min(day, act.known_at.astimezone(LEGAL_ZONE).date())
    return CountedAct(act, content, order) if day <= at.on else None


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
