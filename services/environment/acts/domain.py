"""Acts about a plot: each with the day of its effect, when it was said, and its corrections."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from services.environment.plots.domain import Plot
from shared.handling import LEGAL_ZONE
from shared.messages import contract_of, meta_of
from shared.store import document

LISTING, REMOVAL = "plot.registered", "plot.delisted"
COMES_AT_ONCE = (LISTING, "plot.suspected")
"""Acts that protect before their day: a listing of a day to come freezes at once [plan.6]."""
DAY_LENGTH = len("2026-10-08")
FROM_KNOWLEDGE = ("plot.suspected",)
"""Acts that count from the day on which they became known, if that is later than their own.

What was settled before in ignorance of a suspicion was not settled with regard to it.
"""


@dataclass(frozen=True, slots=True)
class ActCorrection:
    """A correction of an act: `content` replaces it (更正), None ends it (撤销, 确认无效).

    It counts from `effective_on` for an act that is revoked, and from the beginning for one that
    was wrong or void. `undone_at` is when a later correction undid this one.
    """

    correction_id: str
    kind: str
    effective_on: date
    known_at: datetime
    document_number: str
    reason: str
    from_beginning: bool
    content: dict[str, Any] | None = None
    undone_at: datetime | None = None
    undone_by: str = ""


@document(
    "plot_acts",
    title="地块办理记录",
    key="act_id",
    placed="county",
    indexes=(
        ("county",),
        ("plot_code",),
        ("plot_code", "day_number"),
        ("event_id",),
        ("correction_ids",),
        ("due_at",),
    ),
)
class PlotAct:
    """One act about a plot: the event that publishes it, as it was said.

    `type` is its wire name without version, `content` its data. `effective_on` is the legal day,
    `said_at` when its publisher said it, `known_at` when this bureau learnt of it. `order` sorts
    the acts of a plot, whatever the order of arrival. `due_at` is the beginning of a day to come on
    which it takes effect.
    """

    act_id: str
    plot_code: str
    county: str
    type: str
    content: dict[str, Any]
    effective_on: date
    said_at: datetime
    known_at: datetime
    order: str
    day_number: int
    cause_id: str = ""
    event_id: str = ""
    document_number: str = ""
    due_at: datetime | None = None
    corrections: tuple[ActCorrection, ...] = ()
    correction_ids: tuple[str, ...] = ()

    @property
    def day(self) -> str:
        """The legal day by which the act is sorted; `day_number` is its ordinal."""
        return self.order[:DAY_LENGTH]


@document("plot_baselines", title="地块期初状态", key="plot_code")
class PlotBaseline:
    """The standing of a plot when its acts began to be recorded: what older releases knew."""

    plot_code: str
    plot: Plot
    since: datetime


@document(
    "plot_checkpoints",
    title="地块状态存档",
    key="checkpoint_id",
    indexes=(("plot_code", "day_number"),),
)
class PlotCheckpoint:
    """The standing of a plot before the acts of a day, so that folding can begin there."""

    checkpoint_id: str
    plot_code: str
    day_number: int
    plot: Plot


@document("early_plot_acts", title="地块登记前的办理记录", key="plot_code")
class EarlyActs:
    """How many acts came before any of them recorded the plot.

    Concurrent first acts write this document: the later one is retried and sees the other.
    """

    plot_code: str
    count: int = 0


def order_of(type_: str, effective_on: date, said_at: datetime, cause_id: str, place: str) -> str:
    """Return the sort key of an act: its legal day, when it was said, then the ids of its cause.

    It depends on the act alone, so acts fold to one standing in any order of arrival. Ids sort by
    time; `place` sorts the acts of one cause.
    """
    said, day = said_at.astimezone(UTC), effective_on
    if type_ in FROM_KNOWLEDGE:
        day = max(day, said_at.astimezone(LEGAL_ZONE).date())
    return f"{day.isoformat()} {said:%Y-%m-%dT%H:%M:%S.%f} {cause_id} {place}"


def moved_to(act: PlotAct, day: date) -> str:
    """Return the sort key of an act whose legal day was corrected."""
    said = act.said_at.astimezone(LEGAL_ZONE).date()
    counted = max(day, said) if act.type in FROM_KNOWLEDGE else day
    return counted.isoformat() + act.order[DAY_LENGTH:]


def name_of(content: Any) -> str:
    """Return the name by which an act is known: that of its event, or of its command."""
    return meta_of(content).name


def dumped(content: Any) -> dict[str, Any]:
    """Return the data of an act for storage."""
    data: dict[str, Any] = contract_of(type(content)).dump(content)
    return data
