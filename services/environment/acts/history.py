"""The stored history of a plot: as much of it as a fold needs, from the latest checkpoint on."""

from dataclasses import dataclass, replace

from services.environment.acts.domain import PlotAct, PlotBaseline, PlotCheckpoint
from services.environment.plots.domain import Plot
from shared.handling import UnitOfWork

ACTS_BETWEEN = 50
"""After so many acts in order, the standing is stored, so that a late act folds few others."""
ENDLESS = 10**9


@dataclass(frozen=True, slots=True)
class History:
    """The standing before some day, and all stored acts of that day and later."""

    base: Plot | None
    acts: dict[str, PlotAct]


def history_from(uow: UnitOfWork, plot_code: str, day_number: int) -> History:
    """Read what is needed to fold all acts of a day (proleptic ordinal) and later anew.

    Checkpoints of later days are removed: what they hold may change.
    """
    checkpoint = _checkpoint_before(uow, plot_code, day_number)
    after = checkpoint.day_number - 1 if checkpoint is not None else -1
    keys = uow.session.keys_in_range(PlotAct, "day_number", after, ENDLESS, plot_code=plot_code)
    _forget_after(uow, plot_code, day_number)
    if checkpoint is not None:
        base: Plot | None = checkpoint.plot
    else:
        baseline = uow.find(PlotBaseline, plot_code)
        base = baseline.plot if baseline is not None else None
    return History(base, uow.session.load(PlotAct, keys))


def with_checkpoint(uow: UnitOfWork, plot: Plot, act: PlotAct) -> Plot:
    """Count an act in order; store the standing before it once enough others were counted."""
    new_day = not plot.folded_to.startswith(act.day)
    if plot.acts_since < ACTS_BETWEEN or not new_day:
        return replace(plot, acts_since=plot.acts_since + 1)
    key = f"{plot.plot_code}:{act.day}"
    uow.save(PlotCheckpoint(key, plot.plot_code, act.day_number, plot))
    return replace(plot, acts_since=0)


def _checkpoint_before(uow: UnitOfWork, plot_code: str, day_number: int) -> PlotCheckpoint | None:
    keys = uow.session.keys_in_range(
        PlotCheckpoint, "day_number", -1, day_number + 1, plot_code=plot_code
    )
    return uow.find(PlotCheckpoint, keys[-1]) if keys else None


def _forget_after(uow: UnitOfWork, plot_code: str, day_number: int) -> None:
    keys = uow.session.keys_in_range(
        PlotCheckpoint, "day_number", day_number, ENDLESS, plot_code=plot_code
    )
    for checkpoint in uow.session.load(PlotCheckpoint, keys).values():
        uow.remove(checkpoint)
