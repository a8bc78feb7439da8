"""Record an act about a plot and fold its standing: the one way in which a plot changes."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from services.environment.acts import fold
from services.environment.acts.domain import (
    LISTING,
    EarlyActs,
    PlotAct,
    PlotBaseline,
)
from services.environment.acts.fold import AsOf
from services.environment.acts.history import history_from, with_checkpoint
from services.environment.acts.new_act import new_act
from services.environment.acts.steps import step
from services.environment.plots.domain import Plot, bare
from services.environment.plots.messages import PlotStandingChanged, RecordPlot, StandingCause
from shared.handling import UnitOfWork


@dataclass(frozen=True, slots=True)
class Recorded:
    """A plot after an act, and the event by which the act took effect (None if it had none).

    `is_refolded`: the act was not the latest, and all acts were folded anew.
    """

    plot: Plot | None
    event: Any = None
    is_refolded: bool = False

    @property
    def existing(self) -> Plot:
        """The plot; raises `RuntimeError` if its acts have created none."""
        if self.plot is None:
            raise RuntimeError("no act has recorded this plot")
        return self.plot


def record_act(
    uow: UnitOfWork, plot_code: str, content: Any, effective_on: date | None = None
) -> Recorded:
    """Record what an act says of a plot, and publish its effect; a known act changes nothing.

    `content` is the event that publishes the act, or the command that records a plot. An act of a
    day to come waits for its day, unless it protects: a listing freezes at once.
    """
    plot = uow.find(Plot, plot_code)
    act = new_act(uow, plot_code, plot, content, effective_on)
    if uow.find(PlotAct, act.act_id) is not None:
        return Recorded(plot)
    if plot is not None and not plot.folded_to and not isinstance(content, RecordPlot):
        uow.save(PlotBaseline(plot_code, plot, uow.now))
    early = _note_early(uow, plot_code) if plot is None else None
    if act.due_at is not None:
        uow.save(act, *((plot,) if plot is not None else ()))
        return Recorded(plot)
    if not _is_latest(plot, act, early):
        return refold(uow, plot_code, StandingCause.LATE, act)
    if plot is not None:
        plot = with_checkpoint(uow, plot, act)
    after, event = step(plot, content)
    if after is not None:
        after = replace(after, folded_to=act.order)
        uow.save(after)
    uow.save(_published(uow, act, event))
    return Recorded(after, event)


def refold(uow: UnitOfWork, plot_code: str, because: StandingCause, *changed: PlotAct) -> Recorded:
    """Fold the acts of a plot from the first changed one on; publish what newly takes effect.

    `changed` are acts of this unit of work that the store does not hold yet. If the standing
    changed and the latest effective act is not among those published now, the whole standing is
    published.
    """
    before, at = uow.find(Plot, plot_code), AsOf(uow.today, uow.now)
    history = history_from(uow, plot_code, _first_day(changed, at))
    acts = history.acts | {act.act_id: act for act in changed}
    effects = fold.effects(history.base, acts.values(), at)
    written = {act.act_id: act for act in changed}
    events = []
    for act, event in fold.news(effects):
        written[act.act_id] = _published(uow, act, event)
        events.append(event)
    uow.save(*written.values())
    folded = effects[-1].plot if effects else history.base
    if folded is None and before is not None:
        folded = bare(before)  # what recorded the plot has no effect any more; the ground remains
    if folded is None:
        return Recorded(None, is_refolded=True)
    latest = effects[-1].order if effects else folded.folded_to
    plot = replace(
        folded,
        folded_to=latest,
        acts_since=before.acts_since if before else 0,
        division=before.division if before else "",
    )
    uow.save(plot)
    is_told = bool(events) and fold.last_event(effects) is events[-1]
    if before is not None and not is_told and _standing(plot) != _standing(before):
        uow.emit(standing_event(plot, uow.today, because))
    return Recorded(plot, events[-1] if events else None, is_refolded=True)


def _first_day(changed: Iterable[PlotAct], at: AsOf) -> int:
    """Return the first legal day (ordinal) whose acts may fold otherwise than before."""
    days = [act.day_number for act in changed]
    moved = (fold.counted_as(act, at) for act in changed)
    days += [date.fromisoformat(each.day).toordinal() for each in moved if each is not None]
    return min(days)


def come_into_force(uow: UnitOfWork, act: PlotAct) -> Recorded:
    """Apply an act whose day has come."""
    return refold(uow, act.plot_code, StandingCause.DAY_CAME, replace(act, due_at=None))


def standing_event(plot: Plot, since: date, because: StandingCause) -> PlotStandingChanged:
    """Return the event with the whole standing of a plot."""
    return PlotStandingChanged(
        plot_code=plot.plot_code,
        county=plot.county,
        area=plot.area,
        standing=plot.state,
        since=since,
        because=because,
        suspected=plot.suspicion is not None,
        conditions=plot.conditions,
    )


def _note_early(uow: UnitOfWork, plot_code: str) -> EarlyActs:
    """Count an act of a plot that is not recorded, and return the acts before it."""
    early = uow.find(EarlyActs, plot_code) or EarlyActs(plot_code)
    uow.save(replace(early, count=early.count + 1))
    return early


def _is_latest(plot: Plot | None, act: PlotAct, early: EarlyActs | None) -> bool:
    """Return whether an act comes after all others of its plot, so that one step is enough.

    A listing may come before a removal of the same day that was announced earlier.
    """
    if plot is None:
        return early is None or early.count == 0
    if act.type == LISTING and plot.folded_to.startswith(act.day):
        return False
    return act.order > plot.folded_to


def _published(uow: UnitOfWork, act: PlotAct, event: Any) -> PlotAct:
    if event is None:
        return act
    return replace(act, event_id=next(iter(uow.emit(event))))


def _standing(plot: Plot) -> tuple[Any, ...]:
    """Return what other departments act on."""
    settled = (plot.clean_for, plot.assessed_for, plot.usable_for, plot.usable_class)
    return (plot.state, plot.suspicion, plot.conditions, plot.area, *settled)
